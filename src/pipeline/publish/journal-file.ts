import { EMPTY_JOURNAL, type Journal, readJournal, writeJournal } from '../../blog/publishing/journal.ts';
import type { Files } from '../../project/files.ts';
import { exists, pathIn } from '../../project/paths.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import { writeText } from '../../project/write-text.ts';

/** The journal of a queue. It is replaced atomically: after a crash the file is either the old one or the new one. */
export class JournalFile {
  readonly path: string;
  readonly #files: Files;
  readonly #queue: string;

  constructor(files: Files, queue: string) {
    this.#files = files;
    this.#queue = queue;
    this.path = pathIn(queue, '.published.jsonl');
  }

  /** Reads the journal; an empty one if there is no file. Throws JournalFault and UnreadableFault. */
  async read(): Promise<Journal> {
    if (!(await exists(this.#files, this.path))) return EMPTY_JOURNAL;
    return readJournal(this.path, await readTextFile(this.#files, this.path, 'utf-8'));
  }

  /** Writes the journal; when it returns, the data is on disk. Throws WriteFault. */
  async write(journal: Journal): Promise<void> {
    await writeText(this.#files, this.path, writeJournal(journal));
    await this.#files.sync(this.#queue);
  }
}
