import { nearest } from '../../nearest.ts';
import { isFalse, isTrue } from '../posts/booleans.ts';
import { keyLine } from '../posts/file-lines.ts';
import { plainKey } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { saysGenerated } from '../posts/read-post.ts';
import { isDay } from './zoned-time.ts';

/** The front matter key with which a person approves a draft or holds it back. */
export const APPROVAL_KEY = 'approved';

/** The front matter key with the day on which an approved draft is published. */
export const DAY_KEY = 'approved_for';

/** A person's decision about a draft: `true`, none yet, or `false`. */
export type Approval = 'approved' | 'unreviewed' | 'held back';

/** A draft in the queue. */
export interface QueuedDraft {
  /** Its path relative to the queue's folder, with "/" as separator. */
  readonly name: string;
  readonly post: Post;
  readonly approval: Approval;
  /** `2026-12-05`: it is not published before this day, and then goes before drafts without one; null for any day. */
  readonly day: string | null;
  /** Whether it is labelled as generated; other drafts may be a person's own and unfinished. */
  readonly isGenerated: boolean;
}

/**
 * A post in the queue's folder as a draft; `label` is a further key, besides GENERATED_LABEL, that marks generated
 * posts. Throws PostFault if it has no front matter, if `approved` is neither true nor false, if `approved_for` is not a
 * day, or if a key is a misspelling of one of them.
 */
export function queuedDraft(name: string, post: Post, label: string | null = null): QueuedDraft {
  const { data, keys, delimiter } = post.frontMatter;
  if (delimiter === 'none') {
    throw new PostFault(post.source, 1, `it has no front matter. Add some with a title and ${APPROVAL_KEY}: true.`);
  }
  const value = data[APPROVAL_KEY];
  if (value !== undefined && !isTrue(value) && !isFalse(value)) {
    throw new PostFault(
      post.source,
      keyLine(post, APPROVAL_KEY),
      `${APPROVAL_KEY} must be true or false, found ${JSON.stringify(value)}.`,
    );
  }
  const misspelt = keys.find((key) => isMisspelt(key));
  if (value === undefined && misspelt !== undefined) {
    throw new PostFault(
      post.source,
      keyLine(post, misspelt),
      `${misspelt} has no effect; did you mean ${APPROVAL_KEY}?`,
    );
  }
  const approval = value === undefined ? 'unreviewed' : isTrue(value) ? 'approved' : 'held back';
  return { name, post, approval, day: dayOf(post), isGenerated: saysGenerated(post, label) };
}

/** The day of a draft; null if it has none. Throws PostFault. */
function dayOf(post: Post): string | null {
  const { typed, keys } = post.frontMatter;
  const misspelt = keys.find((key) => key !== DAY_KEY && plainKey(key) === plainKey(DAY_KEY));
  if (misspelt !== undefined) {
    throw new PostFault(post.source, keyLine(post, misspelt), `${misspelt} has no effect; did you mean ${DAY_KEY}?`);
  }
  const value = typed[DAY_KEY];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && isDay(value)) return value;
  const found = JSON.stringify(value);
  throw new PostFault(
    post.source,
    keyLine(post, DAY_KEY),
    `${DAY_KEY} must be a day such as 2026-12-05, found ${found}.`,
  );
}

/** `aproved`, for example; not `approved_by`, which a person may use for other purposes. */
function isMisspelt(key: string): boolean {
  const isAsLong = Math.abs(key.length - APPROVAL_KEY.length) <= 1;
  return key !== APPROVAL_KEY && isAsLong && nearest(key.toLowerCase(), [APPROVAL_KEY]) !== null;
}

/** The number of drafts of each kind. */
export type QueueCounts = Readonly<Record<Approval, number>>;

export function countQueue(drafts: readonly QueuedDraft[]): QueueCounts {
  const counts: Record<Approval, number> = { approved: 0, unreviewed: 0, 'held back': 0 };
  for (const { approval } of drafts) counts[approval]++;
  return counts;
}

/**
 * How many drafts could be published, now or after a review. A person's own drafts count only if approved; if no label
 * tells them apart, all drafts count except those held back.
 */
export function countStock(drafts: readonly QueuedDraft[], { hasLabel }: { readonly hasLabel: boolean }): number {
  return drafts.filter(
    ({ approval, isGenerated }) => approval === 'approved' || (approval === 'unreviewed' && (isGenerated || !hasLabel)),
  ).length;
}

/** A draft, and its score if that decided its rank; see `Judgement`. */
export interface RankedDraft {
  readonly draft: QueuedDraft;
  readonly score: number | null;
}

/** The generated drafts that may be published because of their scores. */
export function unreviewedDrafts(drafts: readonly QueuedDraft[]): QueuedDraft[] {
  return drafts.filter(({ approval, isGenerated }) => approval === 'unreviewed' && isGenerated);
}

/** A day on which the day of every draft has come. */
export const LAST_DAY = '9999-12-31';

/** Whether a draft is approved, and its day, if it has one, has come. */
export function isReady({ approval, day }: QueuedDraft, today: string): boolean {
  return approval === 'approved' && (day === null || day <= today);
}

/**
 * The drafts that may be published on a day, the next one first: approved ones whose day has come, the earliest day
 * first, then those without a day; both ordered by name. If there are none, and `scoreOf` is given, unreviewed
 * generated ones, the best first. Drafts held back are never included.
 */
export function ranked(
  drafts: readonly QueuedDraft[],
  scoreOf: ((post: Post) => number) | null,
  today: string,
): readonly RankedDraft[] {
  const byName = drafts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const ready = byName.filter((draft) => isReady(draft, today));
  const approved = [
    ...ready.filter(({ day }) => day !== null).sort((a, b) => (a.day! < b.day! ? -1 : a.day! > b.day! ? 1 : 0)),
    ...ready.filter(({ day }) => day === null),
  ];
  if (scoreOf === null || approved.length > 0) return approved.map((draft) => ({ draft, score: null }));
  return unreviewedDrafts(byName)
    .map((draft) => ({ draft, score: scoreOf(draft.post) }))
    .sort((a, b) => b.score - a.score);
}
