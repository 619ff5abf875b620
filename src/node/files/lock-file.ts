import { readFileSync, rmSync } from 'node:fs';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../../fault.ts';
import { ifThere } from './if-there.ts';
import { WriteFault } from './write-fault.ts';

/** Another process does what only one may do at a time. */
export class LockedFault extends Fault {}

/** What a lock is for, in the words of the message that others get. */
export interface LockPurpose {
  /** What its holder does: 'trains into the same folder'. */
  readonly does: string;
  /** What somebody else can do in the meantime: 'Wait for it'. */
  readonly instead: string;
}

/** Who holds a lock. `started` tells a process from a later one with the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly host: string;
}

const heldHere = new Set<string>();

/** A file that only one process at a time has: another one that finds it goes away, unless its holder is gone. */
export class LockFile {
  readonly #path: string;
  readonly #purpose: LockPurpose;

  private constructor(path: string, purpose: LockPurpose) {
    this.#path = path;
    this.#purpose = purpose;
  }

  /** Throws LockedFault. What a killed process left behind is taken over. */
  static async take(path: string, purpose: LockPurpose): Promise<LockFile> {
    const lock = new LockFile(resolve(path), purpose);
    if (heldHere.has(lock.#path)) throw lock.#heldBy(process.pid);
    heldHere.add(lock.#path);
    try {
      await lock.#write();
    } catch (fault) {
      heldHere.delete(lock.#path);
      throw fault;
    }
    process.once('exit', lock.#release);
    return lock;
  }

  release(): void {
    process.removeListener('exit', this.#release);
    this.#release();
  }

  /**
   * Whoever wants the lock says so in a claim first. A free lock goes to the first who links its claim to it. One that a
   * dead process left is replaced by a claim, after a look for the claims of others: of two that come at the same moment
   * at least one sees the other, and goes.
   */
  async #write(): Promise<void> {
    const claim = `${this.#path}.${process.pid}`;
    const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() } satisfies Holder);
    await writeFile(claim, own);
    try {
      while (!(await isLinked(claim, this.#path, own))) {
        const left = await ifThere(readFile(this.#path, 'utf8'));
        if (left === null) continue;
        this.#respect(parseHolder(left));
        await this.#respectClaims(basename(claim));
        if ((await ifThere(readFile(this.#path, 'utf8'))) !== left) continue;
        return await rename(claim, this.#path);
      }
    } finally {
      await rm(claim, { force: true });
    }
  }

  /** Throws LockedFault if another process wants the lock too; what dead ones left of that goes. */
  async #respectClaims(own: string): Promise<void> {
    const folder = dirname(this.#path);
    const prefix = `${basename(this.#path)}.`;
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || name === own) continue;
      const path = join(folder, name);
      const pid = Number(name.slice(prefix.length));
      const unfinished = { pid, started: startOf(pid), host: hostname() };
      this.#respect(parseHolder((await ifThere(readFile(path, 'utf8'))) ?? '') ?? unfinished);
      await rm(path, { force: true });
    }
  }

  #respect(holder: Holder | null): void {
    if (holder !== null && mayLive(holder)) throw this.#heldBy(holder.pid, holder.host);
  }

  #heldBy(pid: number, host: string = hostname()): LockedFault {
    const where = host === hostname() ? '' : ` on ${host}`;
    const { does, instead } = this.#purpose;
    return new LockedFault(`Process ${pid}${where} ${does}. ${instead}; if it is gone, delete ${this.#path}.`);
  }

  readonly #release = (): void => {
    heldHere.delete(this.#path);
    rmSync(this.#path, { force: true });
  };
}

/** Whether another process holds a lock at this moment. */
export async function isLocked(path: string): Promise<boolean> {
  const holder = parseHolder((await ifThere(readFile(path, 'utf8'))) ?? '');
  return holder !== null && mayLive(holder);
}

function mayLive({ pid, started, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === started;
}

/** When a process started, in a form of the system's own; null where that cannot be told. */
function startOf(pid: number): string | null {
  try {
    // Field 22 of proc_pid_stat(5); the second one, in brackets, may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return null;
  }
}

/** False where there is a lock. File systems that know no links (FAT) get a file of its own. */
async function isLinked(claim: string, path: string, own: string): Promise<boolean> {
  const made = await codeOf(link(claim, path));
  if (made === null || made === 'EEXIST') return made === null;
  const written = await codeOf(writeFile(path, own, { flag: 'wx' }));
  if (written === null || written === 'EEXIST') return written === null;
  throw new WriteFault(`${path} was not written: ${written}.`);
}

async function codeOf(act: Promise<void>): Promise<string | null> {
  return act.then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started, host } = JSON.parse(text);
    return Number.isInteger(pid) ? { pid, started: started ?? null, host: String(host) } : null;
  } catch {
    return null;
  }
}
