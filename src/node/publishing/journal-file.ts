import { join } from 'node:path';
import { EMPTY_JOURNAL, type Journal, readJournal, writeJournal } from '../../blog/publishing/journal.ts';
import { exists } from '../files/paths.ts';
import { readTextFile } from '../files/read-text-file.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { writeText } from '../files/write-text.ts';

/** The journal of a queue. It is replaced as a whole, so that a crash leaves it as it was or as it is to be. */
export class JournalFile {
  readonly path: string;
  readonly #queue: string;

  constructor(queue: string) {
    this.#queue = queue;
    this.path = join(queue, '.published.jsonl');
  }

  /** An empty one where there is none. Throws JournalFault and UnreadableFault. */
  async read(): Promise<Journal> {
    if (!(await exists(this.path))) return EMPTY_JOURNAL;
    return readJournal(this.path, await readTextFile(this.path, 'utf-8'));
  }

  /** When it returns, the disk has it. Throws WriteFault. */
  async write(journal: Journal): Promise<void> {
    await writeText(this.path, writeJournal(journal));
    await syncFolder(this.#queue);
  }
}
