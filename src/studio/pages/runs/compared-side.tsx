import type { RunHistory } from '../../protocol.ts';
import { get } from '../core/api.ts';
import { useLoaded } from '../core/hooks.ts';
import { measured, type Side } from './compare-sides.ts';
import type { TextPart } from './compared-texts.ts';

export interface ComparedSideProps {
  readonly place: 'left' | 'right';
  readonly side: Side;
  readonly sides: readonly Side[];
  readonly parts: readonly TextPart[];
  readonly isWriting: boolean;
  readonly onChoose: (key: string) => void;
}

/** One of two models, with what is known about it, and its text. */
export function ComparedSide({ place, side, sides, parts, isWriting, onChoose }: ComparedSideProps) {
  const { run } = side;
  const load = (signal: AbortSignal): Promise<RunHistory | null> =>
    run === null ? Promise.resolve(null) : get<RunHistory>(`/runs/${encodeURIComponent(run)}/history`, signal);
  const { value } = useLoaded(load, [run]);
  const known = measured(side, value);
  const id = `compare-${place}`;
  return (
    <section class="card compared-side" aria-label={`The text on the ${place}`}>
      <label class="hidden" for={id}>
        The model on the {place}
      </label>
      <select id={id} value={side.key} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {sides.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
      <p class="small">{known ?? 'not measured on held-out posts'}</p>
      <div class="compared-text" aria-busy={isWriting}>
        {parts.map(({ text, isShared }, i) => (isShared ? <span key={i}>{text}</span> : <mark key={i}>{text}</mark>))}
        {isWriting && <span class="waiting"> …</span>}
      </div>
    </section>
  );
}
