import type { Skipped, SkippedEvent, SkipReason } from '../events/reading.ts';

export function skipped(path: string, because: SkipReason, reason: string, count = 1): SkippedEvent {
  return { type: 'skipped', path, because, reason, ...(count === 1 ? {} : { count }) };
}

/** How many items were skipped for each reason, in order of first appearance. */
export function countsByReason(list: readonly Skipped[]): Map<SkipReason, number> {
  const counts = new Map<SkipReason, number>();
  for (const { because, count = 1 } of list) counts.set(because, (counts.get(because) ?? 0) + count);
  return counts;
}
