import { countQueue, type QueuedDraft } from '../../blog/publishing/queue.ts';
import type { Project } from '../../project/project.ts';
import { untilAborted } from '../../project/until-aborted.ts';
import { labelKey } from '../drafts/label-key.ts';
import type { ReviewEvent, ReviewedDraft } from '../events/reviewing.ts';
import { readQueue } from '../publish/read-queue.ts';
import { type ReviewGiven, reviewSettings } from '../settings/review.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { type DecisionMaker, decide, type Review } from './decide.ts';
import type { ReviewOptions } from './decision.ts';
import { openReviewer } from './reviewer.ts';

/**
 * Shows the drafts of a queue with their scores, those without a decision first, and changes them as `decide` says. A draft
 * is changed only if its file is still what was shown; it is never lost, since `delete` moves it to a trash folder. Throws
 * SettingFault, MissingInputFault, LockedFault, WriteFault, and the faults of `openScorer`.
 */
export async function* review(
  given: ReviewGiven,
  project: Project,
  options: ReviewOptions = {},
): AsyncGenerator<ReviewEvent, void, undefined> {
  const settings = checkSettings(reviewSettings, given);
  const { queue } = settings;
  const label = labelKey(settings.label);
  const { drafts, unusable } = await readQueue(project.files, queue, label);
  for (const { path, reason } of unusable) yield { type: 'draft-unusable', path, reason };
  if (drafts.length > 0) {
    const reviewer = yield* openReviewer(project, settings);
    try {
      const review: Review = { project, queue, label, reviewer, names: inOrder(drafts), undo: [] };
      const asked = options.decide ?? (async () => 'next' as const);
      const decideNow = (draft: ReviewedDraft | null) => untilAborted(asked(draft), project.signal);
      const maker: DecisionMaker = { decide: decideNow, edit: options.edit ?? noEditor };
      yield* decide(review, maker);
    } finally {
      await reviewer.close();
    }
  }
  const left = await readQueue(project.files, queue, label);
  yield { type: 'review-finished', queue: countQueue(left.drafts) };
}

async function noEditor(): Promise<string> {
  return 'There is no editor here.';
}

const ORDER = ['unreviewed', 'approved', 'held back'] as const;

function inOrder(drafts: readonly QueuedDraft[]): string[] {
  const ranks = drafts.map(({ name, approval }) => ({ name, rank: ORDER.indexOf(approval) }));
  return ranks.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}
