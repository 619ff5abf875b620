import { rmSync } from 'node:fs';
import { link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LockedFault, WriteFault } from '../../project/file-faults.ts';
import type { Lock, LockPurpose } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isRunning, startOf } from '../machine/process-life.ts';

/** The process that holds a lock. `started` distinguishes it from a later process with the same id. */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly host: string;
}

const heldHere = new Set<string>();

/** A lock that one process at a time holds: a file that names its holder. The lock of a process that has ended is free. */
export class LockFile implements Lock {
  readonly #path: string;
  readonly #purpose: LockPurpose;

  private constructor(path: string, purpose: LockPurpose) {
    this.#path = path;
    this.#purpose = purpose;
  }

  /** Takes the lock, also from a process that was killed. Throws LockedFault and WriteFault. */
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
   * A process that wants the lock first writes a claim. A free lock goes to the first process that links its claim to it.
   * To replace the lock of a dead process, it first looks for the claims of others: of two processes that do this at the
   * same moment, at least one sees the other and gives up.
   */
  async #write(): Promise<void> {
    const claim = `${this.#path}.${process.pid}`;
    const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() } satisfies Holder);
    await writeFile(claim, own);
    try {
      while (!(await isLinked(claim, this.#path, own))) {
        const left = await nullIfMissing(readFile(this.#path, 'utf8'));
        if (left === null) continue;
        this.#refuseIfAlive(parseHolder(left));
        for (const holder of await this.#claims(basename(claim))) this.#refuseIfAlive(holder);
        if ((await nullIfMissing(readFile(this.#path, 'utf8'))) !== left) continue;
        return await rename(claim, this.#path);
      }
      await this.#claims(basename(claim));
    } finally {
      await rm(claim, { force: true });
    }
  }

  /** The living processes that want the lock too. Removes the claims of dead ones. */
  async #claims(own: string): Promise<Holder[]> {
    const folder = dirname(this.#path);
    const prefix = `${basename(this.#path)}.`;
    const living: Holder[] = [];
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length)) || name === own) continue;
      const path = join(folder, name);
      const holder = (await claimant(path)) ?? (await emptyClaimant(path, Number(name.slice(prefix.length))));
      if (holder !== null && mayLive(holder)) living.push(holder);
      else await rm(path, { force: true });
    }
    return living;
  }

  #refuseIfAlive(holder: Holder | null): void {
    if (holder !== null && mayLive(holder)) throw this.#heldBy(holder.pid, holder.host);
  }

  #heldBy(pid: number, host: string = hostname()): LockedFault {
    const where = host === hostname() ? '' : ` on ${host}`;
    const { does, instead } = this.#purpose;
    return new LockedFault(
      `Process ${pid}${where} ${does}. ${instead}; if that process is gone, delete ${this.#path}.`,
    );
  }

  readonly #release = (): void => {
    heldHere.delete(this.#path);
    rmSync(this.#path, { force: true });
  };
}

/** Whether another process holds a lock at this moment. */
export async function isLocked(path: string): Promise<boolean> {
  const holder = parseHolder((await nullIfMissing(readFile(path, 'utf8'))) ?? '');
  return holder !== null && mayLive(holder);
}

function mayLive({ pid, started, host }: Holder): boolean {
  if (host !== hostname()) return true;
  return pid !== process.pid && isRunning(pid, started);
}

/** False if the lock is taken. File systems without links (FAT) get a second file instead. */
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

async function claimant(path: string): Promise<Holder | null> {
  return parseHolder((await nullIfMissing(readFile(path, 'utf8'))) ?? '');
}

/** A claim is empty for a moment before it is written; for longer only if its process was killed in between. */
const EMPTY_CLAIM_MS = 60_000;

/** The process of a claim that is still empty; null if the claim is gone or abandoned. */
async function emptyClaimant(path: string, pid: number): Promise<Holder | null> {
  const found = await nullIfMissing(stat(path));
  if (found === null || Date.now() - found.mtimeMs > EMPTY_CLAIM_MS) return null;
  return { pid, started: startOf(pid), host: hostname() };
}
