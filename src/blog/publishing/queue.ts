import { nearest } from '../../nearest.ts';
import { isFalse, isTrue } from '../posts/booleans.ts';
import { keyLine } from '../posts/file-lines.ts';
import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { saysGenerated } from '../posts/read-post.ts';

/** The front matter key with which a person approves a draft or holds it back. */
export const APPROVAL_KEY = 'approved';

/** A person's decision about a draft: `true`, none yet, or `false`. */
export type Approval = 'approved' | 'unreviewed' | 'held back';

/** A draft in the queue. */
export interface QueuedDraft {
  /** Its path relative to the queue's folder, with "/" as separator. */
  readonly name: string;
  readonly post: Post;
  readonly approval: Approval;
  /** Whether it is labelled as generated; other drafts may be a person's own and unfinished. */
  readonly isGenerated: boolean;
}

/**
 * A post in the queue's folder as a draft; `label` is a further key, besides GENERATED_LABEL, that marks generated
 * posts. Throws PostFault if it has no front matter, if `approved` is neither true nor false, or if a key is a
 * misspelling of it.
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
  return { name, post, approval, isGenerated: saysGenerated(post, label) };
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

/**
 * The drafts that may be published, the next one first: approved ones, ordered by name. If there are none, and
 * `scoreOf` is given, unreviewed generated ones, the best first. Drafts held back are never included.
 */
export function ranked(
  drafts: readonly QueuedDraft[],
  scoreOf: ((post: Post) => number) | null,
): readonly RankedDraft[] {
  const byName = drafts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const approved = byName.filter(({ approval }) => approval === 'approved');
  if (scoreOf === null || approved.length > 0) return approved.map((draft) => ({ draft, score: null }));
  return unreviewedDrafts(byName)
    .map((draft) => ({ draft, score: scoreOf(draft.post) }))
    .sort((a, b) => b.score - a.score);
}
