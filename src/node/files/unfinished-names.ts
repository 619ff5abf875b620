import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isRunning, startOf } from '../machine/process-life.ts';

/** Numbers the writers of this process, so that two writers of one path do not share a file. */
let writers = 0;

/** Most systems allow 255 bytes; the rest of the temporary name needs its share. */
const LONGEST_NAME_BYTES = 150;

/** A file of another machine's process is abandoned if it has not changed for this long. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * The temporary path of a file or folder that will be at `path` once it is whole. The name is in the same folder, unique,
 * and identifies the process that writes it, for `clearAbandoned`.
 */
export function unfinishedPath(path: string): string {
  return join(dirname(path), `.${label(path)}.${process.pid}-${++writers}-${ownMark()}.partial`);
}

/** Removes what killed writers left for a path. Files of living processes stay, whichever machine these run on. */
export async function clearAbandoned(path: string): Promise<void> {
  const wanted = label(path);
  await clear(dirname(path), (name) => name === wanted);
}

/** Removes what killed writers left in a folder, for any path. */
export async function clearAbandonedIn(folder: string): Promise<void> {
  await clear(folder, () => true);
}

/** Removes every unfinished file for a path, even of a living writer. */
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

/** A folder that cannot be listed may still be writable. */
function noneIfClosed(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'EACCES' || error.code === 'EPERM') return [];
  throw error;
}

interface Unfinished {
  readonly name: string;
  readonly pid: number;
  /** When the process started, and its machine; null in the names that earlier versions gave. */
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

let mark: string | null = null;

function ownMark(): string {
  mark ??= `${startOf(process.pid) ?? 0}-${ownMachine()}`;
  return mark;
}

let machine: string | null = null;

/**
 * Identifies the set of processes that this one can see. A folder may be on a network or shared by containers, in which the
 * same id means another process.
 */
function ownMachine(): string {
  machine ??= createHash('sha256')
    .update([hostname(), textAt('/etc/machine-id'), processNamespace()].join('\n'))
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

/** The namespace of process ids, see pid_namespaces(7). */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
