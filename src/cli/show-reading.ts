import type { CorpusEvent, NoteEvent, SkippedEvent } from '../pipeline/events/reading.ts';
import { cleaningNotes } from './cleaning-notes.ts';
import type { Screen } from './screen.ts';

/** More notes than this would push everything else off the screen. */
const mostNotes = 10;

/** Shows the progress of reading and notes about the posts. What was skipped is left for a table at the end. */
export function showReading(screen: Screen): (event: CorpusEvent) => void {
  let notes = 0;
  return (event) => {
    if (event.type !== 'note') show(event, screen);
    else if (++notes <= mostNotes) screen.note(event.note);
    else if (notes === mostNotes + 1) screen.note('There are more notes; tpdne posts lists all of them.');
  };
}

const ABOUT_READING = new Set(['source', 'reading', 'files-seen', 'note', 'cleaning-progress', 'cleaning']);

/** Whether an event of any command is one that `showReading` shows. */
export function isAboutReading(event: { readonly type: string }): event is Exclude<CorpusEvent, SkippedEvent> {
  return ABOUT_READING.has(event.type);
}

function show(event: Exclude<CorpusEvent, NoteEvent>, screen: Screen): void {
  switch (event.type) {
    case 'source':
      screen.note(`Reading ${event.path} as ${event.source}.`);
      break;
    case 'reading':
      screen.progress({ done: event.bytesDone, total: event.bytes, unit: 'bytes', details: [event.path] });
      break;
    case 'cleaning-progress':
      screen.progress({ done: event.postsDone, total: event.posts, unit: 'posts', details: ['cleaning'] });
      break;
    case 'cleaning':
      for (const note of cleaningNotes(event)) screen.note(note);
      break;
    case 'files-seen':
    case 'skipped':
      break;
  }
}
