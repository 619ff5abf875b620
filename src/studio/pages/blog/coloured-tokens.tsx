import { memo } from 'preact/compat';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { TokenPiece } from '../../../pipeline/posts/token-pieces.ts';
import { counted } from '../core/words.ts';
import { Term } from '../parts/term.tsx';
import { huesOf } from './hues.ts';

/** Tokens that are drawn at first: a browser takes a while for more. */
const FIRST = 4000;

/** A text as the model reads it: a colour for each token, and its number for the one that is pointed at. */
export function ColouredTokens({ pieces }: { readonly pieces: readonly TokenPiece[] }) {
  const [at, setAt] = useState<number | null>(null);
  const [isWhole, setWhole] = useState(false);
  const text = useRef<HTMLDivElement>(null);
  const total = useMemo(() => pieces.reduce((sum, { ids }) => sum + ids.length, 0), [pieces]);
  const drawn = useMemo(() => (isWhole ? pieces : pieces.slice(0, FIRST)), [pieces, isWhole]);
  const choose = (index: number | null) => {
    const spans = text.current?.children;
    if (at !== null) spans?.[at]?.classList.remove('on');
    if (index !== null) {
      spans?.[index]?.classList.add('on');
      spans?.[index]?.scrollIntoView({ block: 'nearest' });
    }
    setAt(index);
  };
  const press = (event: KeyboardEvent) => {
    const last = drawn.length - 1;
    const now = at ?? -1;
    if (event.key === 'ArrowRight') choose(Math.min(last, now + 1));
    else if (event.key === 'ArrowLeft') choose(Math.max(0, now - 1));
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(last);
    else if (event.key === 'Escape') choose(null);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <p class="token-info" role="status">
        {at === null || drawn[at] === undefined ? (
          <>
            {counted(total, 'token')}. Point at one, or press the arrow keys in the text, for its number in the model's
            list.
          </>
        ) : (
          <TokenInfo piece={drawn[at]} place={at} />
        )}
      </p>
      <section
        class="token-text"
        aria-label="The text, token by token"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move from token to token.
        tabIndex={0}
        onKeyDown={press}
        onPointerOver={({ target }) => {
          const place = (target as HTMLElement).dataset?.place;
          if (place !== undefined) choose(Number(place));
        }}
      >
        <div ref={text}>
          <Spans pieces={drawn} />
        </div>
      </section>
      {drawn.length < pieces.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show the rest, {counted(pieces.length - drawn.length, 'token')}
        </button>
      )}
      <p class="small">
        Each colour is one <Term name="token" />; the same one always has the same colour, unless its neighbour has it.
      </p>
    </>
  );
}

function TokenInfo({ piece, place }: { readonly piece: TokenPiece; readonly place: number }) {
  const { text, ids } = piece;
  return (
    <>
      <code>{JSON.stringify(text)}</code> is {ids.length === 1 ? 'token' : `${ids.length} tokens,`} {ids.join(', ')},
      number {(place + 1).toLocaleString('en')} of the text
    </>
  );
}

/** Drawn once: the one that is pointed at is marked without drawing the others again. */
const Spans = memo(({ pieces }: { readonly pieces: readonly TokenPiece[] }) => {
  const hues = huesOf(pieces.map(({ ids }) => ids[0] ?? 0));
  return (
    <>
      {pieces.map(({ text }, i) => (
        <span key={i} data-place={i} class={`hue${hues[i]}`}>
          {/\n/.test(text) ? <LineEnds text={text} /> : text}
        </span>
      ))}
    </>
  );
});

/** A line end is a token too: an arrow shows it. */
function LineEnds({ text }: { readonly text: string }) {
  return (
    <>
      <span class="line-end" aria-hidden="true">
        {text.replace(/[^\n]/g, '').replace(/\n/g, '⏎')}
      </span>
      {text}
    </>
  );
}
