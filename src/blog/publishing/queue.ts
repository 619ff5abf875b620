import { nearest } from '../../nearest.ts';
import { isFalse, isTrue } from '../posts/booleans.ts';
import { keyLine } from '../posts/file-lines.ts';
import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { saysGenerated } from '../posts/read-post.ts';

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
  /** It says that a model wrote it; others may be somebody's own, and unfinished. */
  readonly isGenerated: boolean;
}

/**
 * A post of the queue's folder as a draft; `label` is the key, besides GENERATED_LABEL, that says that a model wrote it.
 * Throws PostFault where its front matter has something else for `approved`
 * than true or false, or a key that must be meant for it, and where it has none at all.
 */
export function queuedDraft(name: string, post: Post, label: string | null = null): QueuedDraft {
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
  const approval = value === undefined ? 'unreviewed' : isTrue(value) ? 'approved' : 'held back';
  return { name, post, approval, isGenerated: saysGenerated(post, label) };
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

/**
 * How many drafts there are to publish, as they are or once somebody has read them. A person's own that they have not
 * approved is none; where no label tells those apart, all count but what is held back.
 */
export function countStock(drafts: readonly QueuedDraft[], { hasLabel }: { readonly hasLabel: boolean }): number {
  return drafts.filter(
    ({ approval, isGenerated }) => approval === 'approved' || (approval === 'unreviewed' && (isGenerated || !hasLabel)),
  ).length;
}

/** A draft, and how it was judged if that decided; see `Judgement`. */
export interface RankedDraft {
  readonly draft: QueuedDraft;
  readonly score: number | null;
}

/**
 * The drafts that may go out, the next one first: those that are approved, in the order of their names. With `scoreOf`,
 * where there are none, the unreviewed ones that a model wrote, the best first; what is held back never goes.
 */
export function ranked(
  drafts: readonly QueuedDraft[],
  scoreOf: ((post: Post) => number) | null,
): readonly RankedDraft[] {
  const byName = drafts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const approved = byName.filter(({ approval }) => approval === 'approved');
  if (scoreOf === null || approved.length > 0) return approved.map((draft) => ({ draft, score: null }));
  return byName
    .filter(({ approval, isGenerated }) => approval === 'unreviewed' && isGenerated)
    .map((draft) => ({ draft, score: scoreOf(draft.post) }))
    .sort((a, b) => b.score - a.score);
}
