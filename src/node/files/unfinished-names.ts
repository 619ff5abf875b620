import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isRunning, startOf } from '../machine/process-life.ts';

/** Told apart by number, so that two of them for one path do not write into each other's text. */
let writers = 0;

/** Longer names leave no room for the rest of it on most systems, which allow 255 bytes. */
const LONGEST_NAME_BYTES = 150;

/** What was not changed for so long, and belongs to a process of another machine, has no process any more. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Where something is written that is to be at `path` once it is whole: beside it, under a name that no other writer has, and
 * that tells which process writes it, for `clearAbandoned`.
 */
export function unfinishedPath(path: string): string {
  return join(dirname(path), `.${label(path)}.${process.pid}-${++writers}-${ownMark()}.partial`);
}

/** Takes away what killed writers left beside a path. What a living process writes stays, on whichever machine. */
export async function clearAbandoned(path: string): Promise<void> {
  const wanted = label(path);
  await clear(dirname(path), (name) => name === wanted);
}

/** The same for every file and folder of a folder. */
export async function clearAbandonedIn(folder: string): Promise<void> {
  await clear(folder, () => true);
}

/** Takes away whatever unfinished is beside a path, whoever writes it. */
export async function clearAllUnfinished(path: string): Promise<void> {
  const wanted = label(path);
  for (const name of (await nullIfMissing(readdir(dirname(path)))) ?? []) {
    if (parsed(name)?.name === wanted) await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}

async function clear(folder: string, isWanted: (name: string) => boolean): Promise<void> {
  for (const entry of (await nullIfMissing(readdir(folder).catch(noneIfClosed))) ?? []) {
    const writer = parsed(entry);
    if (writer === null || !isWanted(writer.name)) continue;
    const path = join(folder, entry);
    if (await isAbandoned(writer, path)) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/** A folder that cannot be listed may still be written into. */
function noneIfClosed(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'EACCES' || error.code === 'EPERM') return [];
  throw error;
}

interface Unfinished {
  readonly name: string;
  readonly pid: number;
  /** Null in the names that were given before it was in them. */
  readonly mark: string | null;
}

function parsed(entry: string): Unfinished | null {
  const [, name, pid, mark = null] = /^\.(.+)\.(\d+)(?:-\d+)?(?:-(\d+-[0-9a-f]{8}))?\.partial$/.exec(entry) ?? [];
  return name === undefined ? null : { name, pid: Number(pid), mark };
}

async function isAbandoned({ pid, mark }: Unfinished, path: string): Promise<boolean> {
  const [started, machine] = mark?.split('-') ?? [];
  if (machine === ownMachine()) return !isRunning(pid, started === '0' ? null : started);
  const found = await nullIfMissing(stat(path));
  return found !== null && Date.now() - found.mtimeMs > ABANDONED_MS;
}

function label(path: string): string {
  const name = basename(path);
  if (Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function ownMark(): string {
  return `${startOf(process.pid) ?? 0}-${ownMachine()}`;
}

let machine: string | null = null;

/**
 * Tells the processes that this one can see from all others: a folder may be on a network, or shared by containers, whose
 * processes have numbers of their own.
 */
function ownMachine(): string {
  machine ??= createHash('sha256')
    .update([hostname(), textAt('/etc/machine-id'), numbersOfProcesses()].join('\n'))
    .digest('hex')
    .slice(0, 8);
  return machine;
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The name of the namespace of process numbers, pid_namespaces(7). */
function numbersOfProcesses(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
