import { scoreText } from '../../../blog/judging/judgement.ts';
import type { DraftLine, KeptReview, OpenDraft } from '../../review-protocol.ts';
import { useLoaded } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { counted, postName } from '../core/words.ts';
import { PageView } from '../parts/page-view.tsx';
import { Problem } from '../parts/problem.tsx';
import { Term } from '../parts/term.tsx';
import { loadDraft } from './decisions.ts';
import { copyingWords, findingsOf } from './findings.ts';
import { State } from './queue-list.tsx';
import type { useChoices } from './use-choices.ts';
import { usePreview } from './use-preview.ts';

export interface ComparedDraftProps {
  readonly line: DraftLine;
  /** From 1: the key that picks it. */
  readonly number: number;
  readonly minScore: number;
  /** Changes whenever the file may have changed. */
  readonly version: unknown;
  readonly isBusy: boolean;
  readonly canBePicked: boolean;
  /** Whether keys are about this one. */
  readonly isCurrent: boolean;
  readonly onCurrent: () => void;
  readonly choices: Pick<ReturnType<typeof useChoices>, 'pick' | 'approve' | 'hold' | 'remove'>;
  /** Shows the post that a passage is copied from. */
  readonly onPassage: (passage: { readonly source: string; readonly passage: string }) => void;
}

/** One of the drafts that are compared: its score and text, and what can be done with it. */
export function ComparedDraft(props: ComparedDraftProps) {
  const { line, number, version, isCurrent, onCurrent } = props;
  const loaded = useLoaded((signal) => loadDraft(line.path, signal), [line.path, version]);
  const title = line.title ?? postName(line.path);
  return (
    <section
      id={`compared-${line.path}`}
      class={`compared-draft${isCurrent ? ' current' : ''}`}
      aria-label={`Number ${number}: ${title}`}
      tabIndex={-1}
      onFocusIn={onCurrent}
    >
      <header>
        <h3>
          <a href={address('review', [line.path])}>{title}</a>
        </h3>
        <p class="draft-facts">
          <State approval={line.approval} day={line.day} />
          <span>{counted(line.words, 'word')}</span>
        </p>
        <Buttons {...props} title={title} />
      </header>
      <Problem text={loaded.problem} />
      {loaded.value !== null && <Text {...props} draft={loaded.value} />}
    </section>
  );
}

function Buttons(props: ComparedDraftProps & { readonly title: string }) {
  const { line, number, title, isBusy, canBePicked, choices } = props;
  // Three columns have the same buttons: a screen reader hears whose they are.
  const whose = <span class="hidden"> {title}</span>;
  return (
    <div class="buttons">
      <button
        type="button"
        class="primary"
        disabled={!canBePicked}
        aria-keyshortcuts={String(number)}
        title="Approve this one, and hold the others back"
        onClick={() => choices.pick(line)}
      >
        Pick{whose} <kbd>{number}</kbd>
      </button>
      <button type="button" disabled={isBusy || line.approval === 'approved'} onClick={() => choices.approve(line)}>
        Approve{whose}
      </button>
      <button type="button" disabled={isBusy || line.approval === 'held back'} onClick={() => choices.hold(line)}>
        Hold back{whose}
      </button>
      <button type="button" class="danger" disabled={isBusy} onClick={() => choices.remove(line)}>
        Delete{whose}
      </button>
    </div>
  );
}

function Text({ draft, minScore, onPassage }: ComparedDraftProps & { readonly draft: OpenDraft }) {
  const preview = usePreview(draft);
  const passages = draft.review?.judgement.shared.passages ?? [];
  return (
    <>
      <Facts review={draft.review} minScore={minScore} />
      {passages.length > 0 && (
        <ul class="compared-passages">
          {passages.map(({ words, source, passage }, index) => (
            <li key={index}>
              <button type="button" class="passage small" onClick={() => onPassage({ source, passage })}>
                {index + 1}: {counted(words, 'word')} from {postName(source)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Problem text={preview.problem} />
      <PageView
        html={preview.html}
        onPassage={(number) => passages[number] !== undefined && onPassage(passages[number])}
        label="The draft as a page"
      />
    </>
  );
}

/** The score, with what it is made of. */
function Facts({ review, minScore }: { readonly review: KeptReview | null; readonly minScore: number }) {
  if (review === null) return <p class="waiting">Not judged yet.</p>;
  const { judgement, usual, isOver } = review;
  return (
    <>
      <p>
        <Term name="score" />{' '}
        <strong class={`figure${judgement.score < minScore ? ' warning' : ''}`}>{scoreText(judgement.score)}</strong>
      </p>
      <p class={isOver ? 'small warning' : 'small'}>{copyingWords(judgement)}</p>
      <details class="small">
        <summary>What the score is made of</summary>
        <dl class="findings">
          {findingsOf(judgement, usual).map(({ name, found, factor }) => (
            <div key={name}>
              <dt>
                {name}
                {factor !== null && <span class="factor">× {scoreText(factor)}</span>}
              </dt>
              <dd>{found}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
