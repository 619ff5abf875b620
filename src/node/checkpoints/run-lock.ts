import { readFileSync, rmSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { Fault } from '../../fault.ts';

/** Another process works in the same folder. */
export class RunLockedFault extends Fault {}

/** Who holds a lock. `started` tells a process from a later one with the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly host: string;
}

const heldHere = new Set<string>();

/** What to say of another process that holds a lock, and where it is; `process` is 'Process 123'. */
export type HeldMessage = (process: string, path: string) => string;

const trains: HeldMessage = (process, path) =>
  `${process} trains into the same folder. Wait for it, or give another run_name; if it is gone, delete ${path}.`;

/** A file that only one process at a time has: another one that finds it goes away, unless its holder is gone. */
export class RunLock {
  readonly #path: string;
  readonly #message: HeldMessage;

  private constructor(path: string, message: HeldMessage) {
    this.#path = path;
    this.#message = message;
  }

  /** Throws RunLockedFault. What a killed process left behind is taken over. */
  static async take(path: string, message: HeldMessage = trains): Promise<RunLock> {
    const lock = new RunLock(resolve(path), message);
    if (heldHere.has(lock.#path)) throw lock.#held(process.pid);
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

  async #write(): Promise<void> {
    const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() } satisfies Holder);
    const isThere = await writeFile(this.#path, own, { flag: 'wx' }).then(
      () => false,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return true;
      },
    );
    if (!isThere) return;
    const holder = parseHolder(await readFile(this.#path, 'utf8').catch(() => ''));
    if (holder !== null && mayLive(holder)) throw this.#held(holder.pid, holder.host);
    // Of two processes that find the same stale lock, the one whose name is in it afterwards has it.
    const beside = `${this.#path}.${process.pid}`;
    await writeFile(beside, own);
    await rename(beside, this.#path);
    const winner = await readFile(this.#path, 'utf8');
    if (winner !== own) throw this.#held(parseHolder(winner)?.pid ?? 0);
  }

  #held(pid: number, host: string = hostname()): RunLockedFault {
    const where = host === hostname() ? '' : ` on ${host}`;
    return new RunLockedFault(this.#message(`Process ${pid}${where}`, this.#path));
  }

  readonly #release = (): void => {
    heldHere.delete(this.#path);
    rmSync(this.#path, { force: true });
  };
}

/** Whether another process trains into a folder at this moment, by the lock in it. */
export async function isLocked(path: string): Promise<boolean> {
  const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
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

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started, host } = JSON.parse(text);
    return Number.isInteger(pid) ? { pid, started: started ?? null, host: String(host) } : null;
  } catch {
    return null;
  }
}
