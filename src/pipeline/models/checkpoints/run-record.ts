import { join } from 'pathe';
import { Fault } from '../../../fault.ts';
import { checkpointName, READER_TEXTS, RUN_RECORD, TRAINING_TEXT } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { textIfThere } from '../../../project/paths.ts';
import { writeText } from '../../../project/write-text.ts';
import { latestCheckpoint, type SavedCheckpoint } from './run-folder.ts';

/** A record with unusable content. */
export class RunRecordFault extends Fault {
  override readonly code: string = 'run-record';
}

/**
 * The files of `tpdne run` in checkpoint/<run>/: the text that the run learns from, in the format of `tpdne prepare`,
 * the same posts as a reader sees them, which drafts are compared with, and a record of its progress, whose shape only
 * `run` knows. To resume from it, open the folder first (`RunFolder`), so
 * that no other process writes it meanwhile.
 */
export class RunRecord<Content> {
  readonly textPath: string;
  readonly readerTextsPath: string;
  readonly #files: Files;
  readonly #folder: string;
  readonly #path: string;
  readonly #check: (content: unknown) => Content;

  /** `folder` is checkpoint/<run>; `check` throws if the content read has another shape. */
  constructor(files: Files, folder: string, check: (content: unknown) => Content) {
    this.#files = files;
    this.textPath = join(folder, TRAINING_TEXT);
    this.readerTextsPath = join(folder, READER_TEXTS);
    this.#folder = folder;
    this.#path = join(folder, RUN_RECORD);
    this.#check = check;
  }

  /** The text that the run learned from; null if there is none. */
  text(): Promise<string | null> {
    return textIfThere(this.#files, this.textPath);
  }

  /** The record; null if there is none. Throws RunRecordFault. */
  async read(): Promise<Content | null> {
    const json = await textIfThere(this.#files, this.#path);
    if (json === null) return null;
    try {
      return this.#check(JSON.parse(json));
    } catch (cause) {
      throw new RunRecordFault(
        `${this.#path} is damaged (${(cause as Error).message}). Delete it: the training then resumes from its last ` +
          'checkpoint, and written posts are kept.',
        { cause },
      );
    }
  }

  /** Throws WriteFault. */
  write(content: Content): Promise<void> {
    return writeText(this.#files, this.#path, `${JSON.stringify(content, null, 2)}\n`);
  }

  /** Starts a job with a text and its first record. Throws WriteFault. */
  async begin(text: string, content: Content): Promise<void> {
    await writeText(this.#files, this.textPath, text);
    await this.write(content);
  }

  /** The newest checkpoint of the run; null if there is none. */
  latest(): Promise<SavedCheckpoint | null> {
    return latestCheckpoint(this.#files, this.#folder);
  }

  /** The checkpoint of a step, whether or not it exists. */
  checkpoint(step: number): SavedCheckpoint {
    return { step, path: join(this.#folder, checkpointName(step)) };
  }
}
