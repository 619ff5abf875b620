import { useId, useRef, useState } from 'preact/hooks';

/** The words of machine learning that pages cannot do without, each with a sentence. */
const MEANINGS = {
  loss: 'How surprised the model is by the next piece of a text, on average: lower is better.',
  'held-out loss':
    'The same for posts that were kept away from learning. While it falls, the model learns your voice; when it rises, it learns your posts by heart.',
  step: 'One round of learning: the model reads a few passages, and is changed a little.',
  pass: 'As many steps as it takes to read all your posts once.',
  token: 'A piece of text that the model reads or writes at once: a short word, or part of a long one.',
  checkpoint: 'The model as it was after some step, saved on your disk.',
  run: 'One model that is learning, or has learned, from your posts, with everything that was saved on the way.',
  'bits per byte':
    'How much the model must be told, for each character, to get your text right: lower is better. It compares all models.',
  'base model': 'A model that has read a great deal of other text, and knows the language but not you.',
  adapter:
    'A small set of changes beside a base model, instead of changing all of it: less memory, nearly the same result.',
  temperature: 'How daring the writing is: low repeats what is likely, high surprises.',
  score: 'From 0 to 1, how much like your posts a draft is: length, style, variety, on its title, and not copied.',
  perplexity: 'Between how many words the model hesitates, on average.',
  seed: 'A number from which all chance is drawn: the same seed gives the same text again.',
} as const;

export type TermName = keyof typeof MEANINGS;

type TermProps =
  | { readonly name: TermName; readonly children?: string }
  /** Another word, or a sign, with what is to be said about it. */
  | { readonly because: string; readonly children: string };

/** A word that needs explaining: its meaning is shown when it is pointed at, focused or pressed. */
export function Term(props: TermProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const meaning = useRef<HTMLSpanElement>(null);
  return (
    <span class="term">
      <button
        type="button"
        aria-describedby={id}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onMouseEnter={() => keepInside(meaning.current)}
        onFocus={() => keepInside(meaning.current)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        {props.children ?? ('name' in props ? props.name : '')}
      </button>
      <span ref={meaning} role="tooltip" id={id} class={isOpen ? 'open' : ''}>
        {'name' in props ? MEANINGS[props.name] : props.because}
      </span>
    </span>
  );
}

/** Moves a meaning to the left as far as it would leave the window. */
function keepInside(meaning: HTMLElement | null): void {
  if (meaning === null) return;
  if (getComputedStyle(meaning).position === 'fixed') {
    const { left } = meaning.parentElement!.getBoundingClientRect();
    const last = document.documentElement.clientWidth - meaning.offsetWidth - 12;
    meaning.style.left = `${Math.max(12, Math.min(left, last))}px`;
    return;
  }
  meaning.style.left = '0';
  const over = meaning.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
  if (over > 0) meaning.style.left = `${-over}px`;
}
