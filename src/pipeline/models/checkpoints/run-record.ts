import { join } from 'pathe';
import { Fault } from '../../../fault.ts';
import { checkpointName, RUN_RECORD, TRAINING_TEXT } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { textIfThere } from '../../../project/paths.ts';
import { writeText } from '../../../project/write-text.ts';
import { latestCheckpoint, type SavedCheckpoint } from './run-folder.ts';

/** A record that is there and cannot be what was written. */
export class RunRecordFault extends Fault {}

/**
 * What lies in checkpoint/<run>/ besides the checkpoints when a whole job is done there: the text that the run learns
 * from, as `tpdne prepare` writes it, and a record of how far the job is, of which only the job knows the shape. Who
 * reads it to go on from there has the folder open (`RunFolder`), so that nobody else writes it in the meantime.
 */
export class RunRecord<Content> {
  readonly textPath: string;
  readonly #files: Files;
  readonly #folder: string;
  readonly #path: string;
  readonly #check: (content: unknown) => Content;

  /** `folder` is checkpoint/<run>; `check` throws where what was read is no such content. */
  constructor(files: Files, folder: string, check: (content: unknown) => Content) {
    this.#files = files;
    this.textPath = join(folder, TRAINING_TEXT);
    this.#folder = folder;
    this.#path = join(folder, RUN_RECORD);
    this.#check = check;
  }

  /** The text that the run has learned from; null when there is none yet. */
  text(): Promise<string | null> {
    return textIfThere(this.#files, this.textPath);
  }

  /** Null when there is none yet. Throws RunRecordFault. */
  async read(): Promise<Content | null> {
    const json = await textIfThere(this.#files, this.#path);
    if (json === null) return null;
    try {
      return this.#check(JSON.parse(json));
    } catch (cause) {
      throw new RunRecordFault(
        `${this.#path} is damaged (${(cause as Error).message}). Delete it: the training goes on from its last ` +
          'checkpoint, and posts that are written stay.',
        { cause },
      );
    }
  }

  /** Throws WriteFault. */
  write(content: Content): Promise<void> {
    return writeText(this.#files, this.#path, `${JSON.stringify(content, null, 2)}\n`);
  }

  /** Begins a job with a text and its first record. Throws WriteFault. */
  async begin(text: string, content: Content): Promise<void> {
    await writeText(this.#files, this.textPath, text);
    await this.write(content);
  }

  /** The newest checkpoint of the run, null while there is none. */
  latest(): Promise<SavedCheckpoint | null> {
    return latestCheckpoint(this.#files, this.#folder);
  }

  /** Where the checkpoint of so many steps is, or would be. */
  checkpoint(step: number): SavedCheckpoint {
    return { step, path: join(this.#folder, checkpointName(step)) };
  }
}
