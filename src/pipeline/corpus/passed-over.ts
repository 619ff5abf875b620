import type { LeftOutFor } from '../../blog/import/post-source.ts';

/** Why something among the posts gives no document. */
export type PassedOverFor = LeftOutFor | 'unreadable' | 'generated' | 'draft' | 'duplicate' | 'near-duplicate';

/** Something that lay among the posts, a file or a part of one, and is not learned from. */
export interface PassedOver {
  readonly path: string;
  readonly because: PassedOverFor;
  /** In a sentence, without the path. */
  readonly reason: string;
  /** How many things it stands for, where that is not one: the comments in an export are told of together. */
  readonly count?: number;
}

export interface PassedOverEvent extends PassedOver {
  readonly type: 'passed over';
}

export function passedOver(path: string, because: PassedOverFor, reason: string, count = 1): PassedOverEvent {
  return { type: 'passed over', path, because, reason, ...(count === 1 ? {} : { count }) };
}

/** How many there are of each kind, in the order in which they first came. */
export function countsByReason(list: readonly PassedOver[]): Map<PassedOverFor, number> {
  const counts = new Map<PassedOverFor, number>();
  for (const { because, count = 1 } of list) counts.set(because, (counts.get(because) ?? 0) + count);
  return counts;
}
