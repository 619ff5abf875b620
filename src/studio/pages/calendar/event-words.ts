import type { AnyEvent } from '../../protocol.ts';
import { counted, fileName } from '../core/words.ts';

/** What an event of `publish` or `unpublish` says, in a sentence; null if it is shown in another way or says nothing. */
export function eventWords(event: AnyEvent): string | null {
  const text = (name: string) => String(event[name]);
  switch (event.type) {
    case 'published':
      return `Published ${fileName(text('draft'))} as ${event.address ?? event.post}.`;
    case 'unpublished':
      return `Took back ${event.address ?? event.post}; its draft is ${event.draft}, held back.`;
    case 'draft-skipped':
      return `${event.path} stays in the queue: ${event.reason}`;
    case 'draft-chosen':
      return `${event.path} has not been reviewed; it has the best score in the queue.`;
    case 'nothing-approved':
      return nothingApproved(event);
    case 'nothing-due':
      return `Nothing is due before ${(event.next as { day: string }).day}.`;
    case 'publish-failed':
      return `${event.reason} It is tried again.`;
    case 'committed':
      return `Committed: ${event.message}.`;
    case 'pushed':
      return 'Pushed.';
    case 'note':
      return text('note');
    case 'refill-started':
      return `Writing ${counted(Number(event.drafts), 'new draft')} for the queue.`;
    default:
      return null;
  }
}

function nothingApproved({ later }: AnyEvent): string {
  if (later === null || later === undefined) return 'No draft is approved, so nothing can be published.';
  const { drafts, first } = later as { drafts: number; first: string };
  return `Nothing can be published now: ${counted(drafts, 'approved draft')} ${drafts === 1 ? 'waits' : 'wait'} for a later day, the first for ${first}.`;
}

/** Whether a dry run found something that would happen. */
export function wouldChange(events: readonly AnyEvent[]): boolean {
  return events.some(({ type }) => type === 'difference' || type === 'request');
}
