import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isInside, isSamePath } from '../../project/paths.ts';
import { nodeFiles } from '../files/node-files.ts';

/** The path of the lock file that git's error message names; null for any other error. */
export function lockIn(message: string): string | null {
  return /'([^'\n]+\.lock)'/.exec(message)?.[1] ?? null;
}

/**
 * Describes a lock in the repository at `top`: its age, the process that holds it, and what to do. The sentence has no full
 * stop. Null if the lock is gone by then.
 */
export async function lockSentence(lock: string, top: string): Promise<string | null> {
  const found = await nullIfMissing(stat(lock));
  if (found === null) return null;
  const since = `${lock} has been there since ${found.mtime.toLocaleString('sv')} (${ago(Date.now() - found.mtimeMs)})`;
  const holder = await holderOf(lock, top);
  if (holder === null) {
    return `${since}. Git creates it while it works, and leaves it behind when it is killed. If no git is running there, delete that file`;
  }
  if (holder === 'none') {
    return (
      `${since}, and no git is running there on this machine: one was killed. If none is running on another machine, delete ` +
      'that file'
    );
  }
  return `${since}, and process ${holder.pid} (${holder.name}) is working there: wait for it to end, and do not delete that file`;
}

function ago(ms: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms >= size) ?? units[3];
  const count = Math.max(0, Math.floor(ms / size));
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

interface Holder {
  readonly pid: number;
  readonly name: string;
}

/**
 * The process that has the lock open, or a git that runs in the repository and may have closed it. Null if the system does
 * not show what its processes do.
 */
async function holderOf(lock: string, top: string): Promise<Holder | 'none' | null> {
  const processes = await readdir('/proc').catch(() => null);
  if (processes === null || !processes.includes('self')) return null;
  const [place, file] = [await realpath(top), await realpath(lock).catch(() => lock)];
  for (const entry of processes) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const name = ((await readFile(`/proc/${entry}/comm`, 'utf8').catch(() => '')) ?? '').trim();
    const isGit = /^git\b/.test(name) && (await worksIn(entry, place));
    if (isGit || (await hasOpen(entry, file))) return { pid: Number(entry), name };
  }
  return 'none';
}

async function worksIn(pid: string, place: string): Promise<boolean> {
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  // The folder of another user's process is hidden: it may be this one.
  return folder === null || isSamePath(nodeFiles, folder, place) || isInside(nodeFiles, place, folder);
}

async function hasOpen(pid: string, file: string): Promise<boolean> {
  for (const handle of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
    if ((await readlink(join('/proc', pid, 'fd', handle)).catch(() => '')) === file) return true;
  }
  return false;
}
