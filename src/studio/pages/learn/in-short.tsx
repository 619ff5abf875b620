import type { BaseOption } from '../../../pipeline/models/base-options.ts';
import { transport } from '../core/transport.ts';
import { counted } from '../core/words.ts';
import { minutesInWords } from './fit.ts';

/** The name of the model that is in the package. */
const BUNDLED = 'base';

export interface InShortProps {
  /** The model that it starts from; null if it goes on with what was learned, or there is none. */
  readonly start: string | null;
  /** What is known about that model. */
  readonly option: BaseOption | null;
  /** Drafts. */
  readonly count: number;
  readonly hasLearned: boolean;
}

/** What happens if the person decides nothing. */
export function InShort({ start, option, count, hasLearned }: InShortProps) {
  const isTab = transport().place === 'tab';
  const needs = start === null || isTab ? null : (option?.needs ?? null);
  return (
    <>
      <p>
        It reads your posts, learns from them
        {start !== null && (
          <>
            {', starting with '}
            <strong>{start}</strong>
            {start === BUNDLED && ', the small model that is part of this program'}
          </>
        )}
        , and then writes {counted(count, 'draft')}.
        {needs !== null &&
          ` Forty posts take ${minutesInWords(needs.minutes)}, if nothing else keeps this computer busy.`}{' '}
        You can pause it or close the studio: it goes on where it was.
      </p>
      {start === BUNDLED && (
        <p class="small">A larger model writes better, and takes longer: {isTab ? 'bring one below.' : USUAL}</p>
      )}
      {start === null && !hasLearned && (
        <p class="warning">
          There is no model to start from, so it begins with one that knows no language yet and would need thousands of
          posts: {isTab ? 'bring a model first, below.' : USUAL}
        </p>
      )}
    </>
  );
}

const USUAL = 'choose one under “The usual”.';
