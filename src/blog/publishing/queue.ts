import { nearest } from '../../nearest.ts';
import { keyLine } from '../posts/file-lines.ts';
import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { isFalse, isTrue } from '../posts/read-post.ts';

/** The key in a draft's front matter by which a person lets it go out, or holds it back. */
export const APPROVAL_KEY = 'approved';

/** What a person has said about a draft: `true`, nothing yet, or `false`. */
export type Approval = 'approved' | 'unreviewed' | 'held back';

/** A draft in the queue. */
export interface QueuedDraft {
  /** Its path from the queue's folder; "/" divides. */
  readonly name: string;
  readonly post: Post;
  readonly approval: Approval;
}

/**
 * A post of the queue's folder as a draft. Throws PostFault where its front matter has something else for `approved`
 * than true or false, or a key that must be meant for it, and where it has none at all.
 */
export function queuedDraft(name: string, post: Post): QueuedDraft {
  const { data, keys, delimiter } = post.frontMatter;
  if (delimiter === 'none') {
    throw new PostFault(
      post.source,
      1,
      `it has no front matter; a draft needs a title and ${APPROVAL_KEY}: true there.`,
    );
  }
  const value = data[APPROVAL_KEY];
  if (value !== undefined && !isTrue(value) && !isFalse(value)) {
    throw new PostFault(
      post.source,
      keyLine(post, APPROVAL_KEY),
      `${APPROVAL_KEY} takes true or false, found ${JSON.stringify(value)}.`,
    );
  }
  const misspelt = keys.find((key) => isMisspelt(key));
  if (value === undefined && misspelt !== undefined) {
    throw new PostFault(
      post.source,
      keyLine(post, misspelt),
      `${misspelt} says nothing about a draft; did you mean ${APPROVAL_KEY}?`,
    );
  }
  return { name, post, approval: value === undefined ? 'unreviewed' : isTrue(value) ? 'approved' : 'held back' };
}

/** `aproved`; not `approved_by`, which somebody may keep for themselves. */
function isMisspelt(key: string): boolean {
  const isAsLong = Math.abs(key.length - APPROVAL_KEY.length) <= 1;
  return key !== APPROVAL_KEY && isAsLong && nearest(key.toLowerCase(), [APPROVAL_KEY]) !== null;
}

/** How many drafts there are of each kind. */
export type QueueCounts = Readonly<Record<Approval, number>>;

export function countQueue(drafts: readonly QueuedDraft[]): QueueCounts {
  const counts: Record<Approval, number> = { approved: 0, unreviewed: 0, 'held back': 0 };
  for (const { approval } of drafts) counts[approval]++;
  return counts;
}

/** A draft, and how it was judged if that decided; see `Judgement`. */
export interface RankedDraft {
  readonly draft: QueuedDraft;
  readonly score: number | null;
}

/**
 * The drafts that may go out, the next one first: those that are approved, in the order of their names. With `scoreOf`
 * the unreviewed ones follow, the best first; what is held back never goes.
 */
export function ranked(
  drafts: readonly QueuedDraft[],
  scoreOf: ((post: Post) => number) | null,
): readonly RankedDraft[] {
  const byName = drafts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const approved = byName.filter(({ approval }) => approval === 'approved');
  if (scoreOf === null || approved.length > 0) return approved.map((draft) => ({ draft, score: null }));
  return byName
    .filter(({ approval }) => approval === 'unreviewed')
    .map((draft) => ({ draft, score: scoreOf(draft.post) }))
    .sort((a, b) => b.score - a.score);
}
