import { join } from 'pathe';
import type { Files, Lock, LockPurpose } from '../../../project/files.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { textIfThere } from '../../../project/paths.ts';
import { writeText } from '../../../project/write-text.ts';
import type { Job, NumberedEvent } from '../../protocol.ts';

/** The studio's own files in the folder of a project. */
export const STUDIO_FOLDER = '.tpdne/studio';

/** Jobs that are kept, the newest. */
const MOST_JOBS = 200;

/** A job as its file has it: `pid` is the process that works on it. */
export interface StoredJob {
  readonly job: Job;
  readonly pid: number | null;
  readonly events: readonly NumberedEvent[];
}

/**
 * The jobs of a project on disk, a file each: what was asked for is written when a job begins, and what it reported when it
 * ends. A job whose file does not say that it ended was cut off.
 */
export class JobFiles {
  readonly #files: Files;
  readonly #folder: string;

  constructor(files: Files, root: string) {
    this.#files = files;
    this.#folder = join(root, STUDIO_FOLDER, 'jobs');
  }

  /** Writes the file of a job. Throws WriteFault. */
  async write(stored: StoredJob): Promise<void> {
    await this.#ignored();
    await writeText(this.#files, this.#path(stored.job.id), `${JSON.stringify(stored)}\n`, { overwrite: true });
  }

  /** Keeps other studios out of this folder until it is released. Throws LockedFault and WriteFault. */
  async lock(purpose: LockPurpose): Promise<Lock> {
    await this.#ignored();
    return this.#files.lock(join(this.#folder, '..', 'open'), purpose);
  }

  /** All jobs, the oldest first. Files that are not jobs are left out. */
  async read(): Promise<StoredJob[]> {
    const entries = (await nullIfMissing(this.#files.list(this.#folder))) ?? [];
    const names = entries.map(({ name }) => name).filter((name) => name.endsWith('.json'));
    const jobs: StoredJob[] = [];
    for (const name of names) {
      const stored = storedIn(await textIfThere(this.#files, join(this.#folder, name)));
      if (stored !== null) jobs.push(stored);
    }
    jobs.sort((a, b) => (a.job.asked < b.job.asked ? -1 : 1));
    for (const { job } of jobs.slice(0, -MOST_JOBS)) await this.#files.remove(this.#path(job.id));
    return jobs.slice(-MOST_JOBS);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  /** Git leaves the studio's files alone: they hold what the machine of one person did. */
  async #ignored(): Promise<void> {
    const path = join(this.#folder, '..', '..', '.gitignore');
    if ((await textIfThere(this.#files, path)) !== null) return;
    await this.#files.makeFolder(this.#folder);
    await writeText(this.#files, path, '*\n');
  }
}

function storedIn(text: string | null): StoredJob | null {
  try {
    const stored = JSON.parse(text ?? '') as Partial<StoredJob>;
    return typeof stored.job?.id === 'string' && Array.isArray(stored.events) ? (stored as StoredJob) : null;
  } catch {
    return null;
  }
}
