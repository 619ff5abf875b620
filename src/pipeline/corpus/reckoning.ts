import type { CleaningEvent, CorpusEvent, Skipped } from '../events/reading.ts';

/** Where everything went that was found while posts were read. */
export class Reckoning {
  readonly skipped: Skipped[] = [];
  /** Sentences that name the file, and the line if it is known. */
  readonly notes: string[] = [];
  /** Null if nothing was found. */
  cleaning: CleaningEvent | null = null;
  /** Files and items of exports. */
  seen = 0;

  add(event: CorpusEvent): void {
    if (event.type === 'skipped') this.skipped.push(event);
    else if (event.type === 'note') this.notes.push(event.note);
    else if (event.type === 'files-seen') this.seen += event.count;
    else if (event.type === 'cleaning') this.cleaning = event;
  }
}
