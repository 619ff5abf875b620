import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isInside, isSamePath } from '../../project/paths.ts';
import { nodeFiles } from '../files/node-files.ts';

/** The lock over which git stumbled, out of what it says; null where it was something else. */
export function lockIn(message: string): string | null {
  return /'([^'\n]+\.lock)'/.exec(message)?.[1] ?? null;
}

/**
 * What there is to say about a lock in a repository at `top`: since when it is there, who holds it, and what to do. Null
 * where it is gone again.
 */
export async function lockSentence(lock: string, top: string): Promise<string | null> {
  const found = await nullIfMissing(stat(lock));
  if (found === null) return null;
  const since = `${lock} has been there since ${found.mtime.toLocaleString('sv')} (${ago(Date.now() - found.mtimeMs)})`;
  const holder = await holderOf(lock, top);
  if (holder === null) {
    return `${since}, as git makes it while it works; a git that was killed leaves it. If none is working there, delete that file`;
  }
  if (holder === 'nobody') {
    return (
      `${since}, and no git is working there on this machine: one was killed. If none is on another machine either, delete ` +
      'that file'
    );
  }
  return `${since}, and process ${holder.pid} (${holder.name}) is at work there: wait for it, and leave that file alone`;
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
 * The process that has a lock open, or a git that works in the repository, which may have closed it; null where a system
 * does not tell what its processes do.
 */
async function holderOf(lock: string, top: string): Promise<Holder | 'nobody' | null> {
  const processes = await readdir('/proc').catch(() => null);
  if (processes === null || !processes.includes('self')) return null;
  const [place, file] = [await realpath(top), await realpath(lock).catch(() => lock)];
  for (const entry of processes) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const name = ((await readFile(`/proc/${entry}/comm`, 'utf8').catch(() => '')) ?? '').trim();
    const isGit = /^git\b/.test(name) && (await worksIn(entry, place));
    if (isGit || (await hasOpen(entry, file))) return { pid: Number(entry), name };
  }
  return 'nobody';
}

async function worksIn(pid: string, place: string): Promise<boolean> {
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  // What another person runs cannot be seen: it may be there.
  return folder === null || isSamePath(nodeFiles, folder, place) || isInside(nodeFiles, place, folder);
}

async function hasOpen(pid: string, file: string): Promise<boolean> {
  for (const handle of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
    if ((await readlink(join('/proc', pid, 'fd', handle)).catch(() => '')) === file) return true;
  }
  return false;
}
