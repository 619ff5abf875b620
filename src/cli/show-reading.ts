import type { NoteEvent, SourceEvent } from '../pipeline/post-events.ts';
import type { ReadingEvent } from '../pipeline/read-tokens.ts';
import type { Screen } from './screen.ts';

/** Shows how far posts are read, and what was found on the way. */
export function showReading(event: ReadingEvent | SourceEvent | NoteEvent, screen: Screen): void {
  switch (event.type) {
    case 'source':
      screen.note(`${event.path} is read as ${event.source}.`);
      break;
    case 'reading':
      screen.progress({ done: event.bytesDone, total: event.bytes, unit: 'bytes', details: [event.path] });
      break;
    case 'note':
      screen.note(event.note);
      break;
  }
}
