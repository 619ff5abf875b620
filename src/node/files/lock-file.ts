import { rmSync } from 'node:fs';
import { link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LockedFault, WriteFault } from '../../project/file-faults.ts';
import type { Lock, LockPurpose } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isRunning, startOf } from '../machine/process-life.ts';

/** Who holds a lock. `started` tells a process from a later one with the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly host: string;
}

const heldHere = new Set<string>();

/** A file that only one process at a time has: another one that finds it goes away, unless its holder is gone. */
export class LockFile implements Lock {
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
        const left = await nullIfMissing(readFile(this.#path, 'utf8'));
        if (left === null) continue;
        this.#respect(parseHolder(left));
        for (const holder of await this.#claims(basename(claim))) this.#respect(holder);
        if ((await nullIfMissing(readFile(this.#path, 'utf8'))) !== left) continue;
        return await rename(claim, this.#path);
      }
      await this.#claims(basename(claim));
    } finally {
      await rm(claim, { force: true });
    }
  }

  /** The processes that want the lock too; what dead ones left of that goes. */
  async #claims(own: string): Promise<Holder[]> {
    const folder = dirname(this.#path);
    const prefix = `${basename(this.#path)}.`;
    const living: Holder[] = [];
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length)) || name === own) continue;
      const path = join(folder, name);
      const holder = (await claimant(path)) ?? (await beginner(path, Number(name.slice(prefix.length))));
      if (holder !== null && mayLive(holder)) living.push(holder);
      else await rm(path, { force: true });
    }
    return living;
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
  const holder = parseHolder((await nullIfMissing(readFile(path, 'utf8'))) ?? '');
  return holder !== null && mayLive(holder);
}

function mayLive({ pid, started, host }: Holder): boolean {
  if (host !== hostname()) return true;
  return pid !== process.pid && isRunning(pid, started);
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

async function claimant(path: string): Promise<Holder | null> {
  return parseHolder((await nullIfMissing(readFile(path, 'utf8'))) ?? '');
}

/** A claim is empty for a moment before it is written: longer only where its process was killed in it. */
const EMPTY_CLAIM_MS = 60_000;

/** The process of a claim in which nothing stands yet; null where there is none any more. */
async function beginner(path: string, pid: number): Promise<Holder | null> {
  const found = await nullIfMissing(stat(path));
  if (found === null || Date.now() - found.mtimeMs > EMPTY_CLAIM_MS) return null;
  return { pid, started: startOf(pid), host: hostname() };
}
