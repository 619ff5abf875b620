import type { CorpusEvent } from '../pipeline/reading/post-events.ts';
import { cleaningNotes } from './cleaning-notes.ts';
import type { Screen } from './screen.ts';

/** Shows how far posts are read, and what was found on the way; what was passed over is for a table at the end. */
export function showReading(event: CorpusEvent, screen: Screen): void {
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
    case 'cleaning':
      for (const note of cleaningNotes(event)) screen.note(note);
      break;
    case 'seen':
    case 'passed over':
      break;
  }
}
