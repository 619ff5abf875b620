import { scoreText } from '../../../blog/judging/judgement.ts';
import type { KeptReview } from '../../review-protocol.ts';
import { ago, counted, postName } from '../core/words.ts';
import { copiedLevel } from '../parts/copied-level.ts';
import { Term } from '../parts/term.tsx';
import { findingsOf } from './findings.ts';

export interface ScorePanelProps {
  readonly review: KeptReview | null;
  readonly minScore: number;
  readonly isJudging: boolean;
  readonly onJudge: () => void;
  readonly onPassage: (passage: number) => void;
  /** The passage that is shown beside the draft; null if none is. */
  readonly shown: number | null;
}

/** The score of a draft with what it is made of, and the passages that it copies. */
export function ScorePanel({ review, minScore, isJudging, onJudge, onPassage, shown }: ScorePanelProps) {
  if (review === null) {
    return (
      <section class="card score-panel" aria-label="Score">
        <p class="waiting">{isJudging ? 'It is being judged …' : 'This text has not been judged yet.'}</p>
        {!isJudging && (
          <button type="button" onClick={onJudge}>
            Judge the drafts
          </button>
        )}
      </section>
    );
  }
  const { judgement, usual, judged } = review;
  const isLow = judgement.score < minScore;
  return (
    <section class="card score-panel" aria-label="Score">
      <p class="score-line">
        <Term name="score" /> <strong class={`figure${isLow ? ' warning' : ''}`}>{scoreText(judgement.score)}</strong>
        {isLow && <span class="small"> below {minScore}: it is not published unless you approve it</span>}
      </p>
      <dl class="findings">
        {findingsOf(judgement, usual).map(({ name, found, factor }) => (
          <div key={name}>
            <dt>
              {name}
              {factor !== null && (
                <span class="factor" title="What the score is multiplied by">
                  <span class="hidden">multiplies the score by </span>× {scoreText(factor)}
                </span>
              )}
            </dt>
            <dd>{found}</dd>
          </div>
        ))}
      </dl>
      <Passages review={review} onPassage={onPassage} shown={shown} />
      <p class="small">
        Judged {ago(judged)}.{' '}
        <button type="button" class="quiet" disabled={isJudging} onClick={onJudge}>
          Judge again
        </button>
      </p>
    </section>
  );
}

function Passages({ review, onPassage, shown }: Pick<ScorePanelProps, 'onPassage' | 'shown'> & { review: KeptReview }) {
  const { passages } = review.judgement.shared;
  if (passages.length === 0) return null;
  return (
    <>
      <h3>Copied from your posts</h3>
      <ol class="passages">
        {passages.map(({ words, passage, source }, index) => (
          <li key={index}>
            <button type="button" class="passage" aria-pressed={shown === index} onClick={() => onPassage(index)}>
              <mark class={`copied-${copiedLevel(words)}`}>{shortened(passage)}</mark>
              <span class="small">
                {counted(words, 'word')} from {postName(source)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The beginning of a passage, in words. */
function shortened(passage: string): string {
  const words = passage.split(/\s+/);
  return words.length <= 14 ? words.join(' ') : `${words.slice(0, 12).join(' ')} …`;
}
