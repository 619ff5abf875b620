import { useState } from 'preact/hooks';
import { useLoaded } from '../core/hooks.ts';
import { Problem } from '../parts/problem.tsx';
import { openDesk, scored } from '../write/desk-client.ts';
import { doubtOf, type Piece } from '../write/pieces.ts';
import { useWriters, type WriterChoice, WriterSelect } from '../write/writer-select.tsx';
import '../style/write.css';
import { doubtWords } from './doubt-words.ts';

/** The Markdown of a draft, shaded where the model would have been surprised by it. */
export function DoubtView({ body }: { readonly body: string }) {
  const writers = useWriters();
  const [chosen, setChosen] = useState<WriterChoice | null>(null);
  const writer = chosen ?? writers[0] ?? null;
  const pieces = useLoaded<readonly Piece[]>(
    async (signal) => {
      if (writer === null) return [];
      const model = await openDesk(writer.settings);
      return scored({ model, text: body }, signal);
    },
    [body, writer?.key],
  );
  return (
    <section class="doubt-view" aria-label="What the model was unsure of">
      <WriterSelect writers={writers} value={writer} onChange={setChosen} label="Who reads it" />
      <p class="legend shades small">
        The model expected the rest of the text, but was{' '}
        {[1, 2, 3, 4].map((doubt) => (
          <span key={doubt} class={`token doubt-${doubt}`}>
            {doubtWords(doubt)}
          </span>
        ))}
      </p>
      <Problem text={pieces.problem} />
      {pieces.isLoading && <p class="waiting">The model is reading it …</p>}
      <div class="token-text shades read-only">
        {(pieces.value ?? []).map((piece, index) => (
          <span key={index} class={`token doubt-${doubtOf(piece)}`} title={titleOf(piece)}>
            {piece.text}
          </span>
        ))}
      </div>
    </section>
  );
}

function titleOf({ token }: Piece): string | undefined {
  if (token === null) return undefined;
  const percent = 100 * token.probability;
  return percent < 0.1 ? 'under 0.1 % likely' : `${percent.toFixed(percent < 10 ? 1 : 0)} % likely`;
}
