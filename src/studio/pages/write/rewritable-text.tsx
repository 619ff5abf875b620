import { useEffect, useRef, useState } from 'preact/hooks';
import { doubtOf, type Piece } from './pieces.ts';

export interface RewritableTextProps {
  readonly pieces: readonly Piece[];
  /** Whether what the model was unsure of is shaded. */
  readonly shades: boolean;
  /** While it writes, nothing can be chosen. */
  readonly isBusy: boolean;
  readonly onChoose: (place: number, text: string) => void;
  readonly onGoOnAt: (place: number) => void;
}

/**
 * A text of which every word can be replaced. Pointing at a word, or moving to it with the arrow keys, shows what could have
 * stood there; a click or Enter holds the list open, and a choice goes on from there.
 */
export function RewritableText({ pieces, shades, isBusy, onChoose, onGoOnAt }: RewritableTextProps) {
  const [place, setPlace] = useState<number | null>(null);
  const [isHeld, setHeld] = useState(false);
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isBusy) setPlace(null);
  }, [isBusy]);
  const move = (step: number) => {
    const tokens = pieces.flatMap((piece, index) => (piece.token === null ? [] : [index]));
    const now = place === null ? -1 : tokens.indexOf(place);
    setPlace(tokens[Math.min(tokens.length - 1, Math.max(0, now + step))] ?? null);
  };
  const press = (event: KeyboardEvent) => {
    if (isBusy || isHeld) return;
    if (event.key === 'ArrowRight') move(1);
    else if (event.key === 'ArrowLeft') move(-1);
    else if (event.key === 'Enter' && place !== null) setHeld(true);
    else if (event.key === 'Escape') setPlace(null);
    else return;
    event.preventDefault();
  };
  const close = () => {
    setHeld(false);
    text.current?.focus();
  };
  return (
    <div class="token-text-frame">
      <div
        ref={text}
        class={`token-text${shades ? ' shades' : ''}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move through its words.
        tabIndex={0}
        role="application"
        aria-label="The text. The left and right arrow keys move through its words, Enter shows what else could stand there."
        onKeyDown={press}
        onMouseLeave={() => !isHeld && setPlace(null)}
      >
        {pieces.map((piece, index) => (
          <TokenSpan
            key={index}
            piece={piece}
            isAt={index === place}
            onPoint={() => !isHeld && !isBusy && setPlace(index)}
            onHold={() => setHeld(true)}
          />
        ))}
      </div>
      {place !== null && pieces[place]?.token != null && (
        <Choices
          piece={pieces[place]}
          {...placeBelow(text.current, place)}
          isHeld={isHeld}
          onChoose={(choice) => {
            close();
            onChoose(place, choice);
          }}
          onGoOn={() => {
            close();
            onGoOnAt(place);
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

interface TokenSpanProps {
  readonly piece: Piece;
  readonly isAt: boolean;
  readonly onPoint: () => void;
  readonly onHold: () => void;
}

function TokenSpan({ piece, isAt, onPoint, onHold }: TokenSpanProps) {
  if (piece.token === null) return <span class="typed">{piece.text}</span>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the frame around it obeys the keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the frame around it obeys the keyboard.
    <span class={`token doubt-${doubtOf(piece)}${isAt ? ' at' : ''}`} onMouseEnter={onPoint} onClick={onHold}>
      {piece.text}
    </span>
  );
}

interface ChoicesProps extends Place {
  readonly piece: Piece;
  readonly isHeld: boolean;
  readonly onChoose: (text: string) => void;
  readonly onGoOn: () => void;
  readonly onClose: () => void;
}

/** Where something is within the frame of the text, in pixels. */
interface Place {
  readonly top: number;
  readonly left: number;
}

/** As wide as the list of choices is at most. */
const LIST_PX = 384;

/** Below a word, and not beyond the right edge. */
function placeBelow(text: HTMLElement | null, place: number): Place {
  const word = text?.children[place];
  if (text === null || !(word instanceof HTMLElement)) return { top: 0, left: 0 };
  const left = Math.max(0, Math.min(word.offsetLeft, text.clientWidth - LIST_PX));
  return { top: word.offsetTop + word.offsetHeight + 6, left };
}

/** What could have stood at a place, with how likely each was. */
function Choices({ piece, top, left, isHeld, onChoose, onGoOn, onClose }: ChoicesProps) {
  const { token, text } = piece;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isHeld) list.current?.querySelector('button')?.focus();
  }, [isHeld]);
  return (
    <section
      ref={list}
      class="choices"
      style={{ top: `${top}px`, left: `${left}px` }}
      aria-label={`What could stand for “${text.trim()}”`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <p class="small">
        <q>{visible(text)}</q> was {percent(token!.probability)} likely.{' '}
        {isHeld ? 'Choose another:' : 'Click it to choose another.'}
      </p>
      {token!.choices.map((choice) => (
        <button
          key={choice.text}
          type="button"
          class="choice"
          tabIndex={isHeld ? 0 : -1}
          aria-pressed={choice.text === text}
          onClick={() => onChoose(choice.text)}
        >
          <span>{visible(choice.text)}</span>
          <span class="choice-bar" style={{ inlineSize: `${Math.max(2, choice.probability * 100)}%` }} />
          <span>{percent(choice.probability)}</span>
        </button>
      ))}
      <button type="button" class="quiet" tabIndex={isHeld ? 0 : -1} onClick={onGoOn}>
        Write on from before this word
      </button>
      {isHeld && (
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      )}
    </section>
  );
}

function percent(probability: number): string {
  return probability < 0.001 ? 'under 0.1 %' : `${(probability * 100).toFixed(probability < 0.1 ? 1 : 0)} %`;
}

/** White space as something that can be seen. */
function visible(text: string): string {
  return text.replaceAll('\n', '↵').replace(/^ /, '␣').replace(/ $/, '␣');
}
