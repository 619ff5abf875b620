import { basename, dirname, extname, join } from 'pathe';
import { postExtensions } from '../../blog/posts/file-kinds.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { MERGES, RUN_RECORD, TRAINING_TEXT } from '../../project/checkpoint-names.ts';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Files, FolderEntry } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { exists, isListed } from '../../project/paths.ts';
import type { InputFile } from './input-files.ts';

/** A path that does not exist, or a glob without matches. */
export class MissingInputFault extends Fault {
  override readonly code: string = 'missing-input';
}

/** A file or folder among the posts that could not be read. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** Files with one extension that is not read as posts. */
export interface OtherFiles {
  /** In lower case, with the dot; '' for none. */
  readonly extension: string;
  /** The first such file. */
  readonly example: string;
  readonly count: number;
}

export interface FoundPosts {
  readonly files: readonly InputFile[];
  readonly unread: readonly Unread[];
  /** All other files, by extension. */
  readonly others: readonly OtherFiles[];
  /** Folders that were not searched: models, runs and built sites. */
  readonly skipped: readonly Unread[];
}

export interface FindPostsOptions {
  /** A file to leave out: the output. */
  readonly except?: string | undefined;
  /** Extensions that files in folders need to count as posts; `postExtensions` by default. */
  readonly extensions?: readonly string[];
  /** Ends the search. */
  readonly signal?: AbortSignal | undefined;
}

/** Whether a file name has one of the extensions. */
export function isPostFile(path: string, extensions = postExtensions): boolean {
  return extensions.includes(extensionOf(path));
}

function extensionOf(path: string): string {
  return extname(path).toLowerCase();
}

/**
 * Finds the posts in files, folders (with everything below them) and globs. They are returned in the order of `inputs`,
 * within an input sorted by the code points of their paths, so that every machine reads them in the same order; a file
 * found twice is listed once. A file that is named itself is taken whatever its extension; in folders, files with one of
 * `extensions` are taken and all others counted. Names that begin with a dot, node_modules, and the contents of model
 * and run folders are ignored, and so is what is moved away meanwhile. Links are followed, but no folder is searched twice, so
 * cycles end.
 * Throws MissingInputFault, with the nearest existing name, and the signal's reason.
 */
export async function findPosts(
  files: Files,
  inputs: readonly string[],
  options: FindPostsOptions = {},
): Promise<FoundPosts> {
  const { except, extensions = postExtensions, signal } = options;
  const excepted = except === undefined ? null : await files.realPath(except).catch(() => null);
  const search: Search = {
    disk: files,
    extensions,
    signal,
    excepted,
    files: new Map(),
    unread: new Map(),
    others: new Map(),
    skipped: [],
    walked: new Set(),
  };
  for (const input of inputs) {
    const matches = await pathsOf(files, input);
    const isOneFile = matches.length === 1 && matches[0] === input;
    const found = new Map<string, number>();
    for (const path of matches) await look(path, isOneFile, found, search);
    for (const path of [...found.keys()].sort(byCodePoints)) {
      const real = await nullIfMissing(files.realPath(path));
      if (real === null || real === excepted) continue;
      if (!search.files.has(real)) search.files.set(real, { path, bytes: found.get(path)! });
    }
  }
  const unread = [...search.unread].map(([path, reason]) => ({ path, reason }));
  const others = countedByExtension(search.others.values());
  return { files: [...search.files.values()], unread, others, skipped: search.skipped };
}

function countedByExtension(paths: Iterable<string>): OtherFiles[] {
  const counts = new Map<string, OtherFiles>();
  for (const path of paths) {
    const extension = extensionOf(path);
    const { example = path, count = 0 } = counts.get(extension) ?? {};
    counts.set(extension, { extension, example, count: count + 1 });
  }
  return [...counts.values()];
}

interface Search {
  readonly disk: Files;
  readonly signal: AbortSignal | undefined;
  readonly extensions: readonly string[];
  /** The real path of the file to leave out. */
  readonly excepted: string | null;
  /** By their real paths. */
  readonly files: Map<string, InputFile>;
  readonly unread: Map<string, string>;
  /** Paths by real paths. */
  readonly others: Map<string, string>;
  readonly skipped: Unread[];
  /** Real paths of folders. */
  readonly walked: Set<string>;
}

/** Throws MissingInputFault, with the nearest existing name, if there is nothing at a path. */
export async function requireInput(files: Files, path: string): Promise<void> {
  if (!(await exists(files, path))) throw new MissingInputFault(await missing(files, path));
}

/** The input itself if it exists, else what it matches as a glob. */
async function pathsOf(files: Files, input: string): Promise<string[]> {
  if (await exists(files, input)) return [input];
  if (!isGlob(input)) await requireInput(files, input);
  const found = await files.glob(input, { kinds: 'both' });
  const matches = input.includes('node_modules') ? found : found.filter((path) => !/(?:^|\/)node_modules\//.test(path));
  if (matches.length === 0) throw new MissingInputFault(`Nothing matches ${input}.`);
  return matches.toSorted(byCodePoints);
}

async function look(path: string, isNamed: boolean, found: Map<string, number>, search: Search): Promise<void> {
  try {
    const { kind, bytes } = await search.disk.stat(path);
    if (kind === 'folder') await walk(path, isNamed, found, search);
    else if (kind === 'other') search.unread.set(path, 'it is not an ordinary file.');
    else if (isNamed || isPostFile(path, search.extensions)) found.set(path, bytes);
    else await lookAtOther(path, search);
  } catch (error) {
    search.signal?.throwIfAborted();
    if (await isListed(search.disk, path)) search.unread.set(path, describeReadError(error));
  }
}

async function lookAtOther(path: string, { disk, others, excepted }: Search): Promise<void> {
  const real = await disk.realPath(path);
  if (real !== excepted && !others.has(real)) others.set(real, path);
}

async function walk(folder: string, isNamed: boolean, found: Map<string, number>, search: Search): Promise<void> {
  search.signal?.throwIfAborted();
  const real = await search.disk.realPath(folder);
  if (search.walked.has(real)) return;
  search.walked.add(real);
  const entries = await search.disk.list(folder);
  const reason = isNamed ? null : skipReason(folder, entries);
  if (reason !== null) {
    search.skipped.push({ path: folder, reason });
    return;
  }
  for (const entry of entries) {
    if (mayHoldPosts(entry)) await look(join(folder, entry.name), false, found, search);
  }
}

/** Every model folder has a vocabulary; its merges.txt or model card are not posts. */
const MODEL_FILES: readonly string[] = [MERGES, 'merges.txt', 'tokenizer.json'];

/** Where Jekyll and Eleventy build sites, and where Ruby packages are installed. */
const BUILT = /(?:^|[\\/])(?:_site|vendor[\\/]bundle)$/;

/** Why a folder cannot hold posts; null if it can. */
function skipReason(folder: string, entries: readonly FolderEntry[]): string | null {
  if (BUILT.test(folder)) return 'a folder for built sites or installed programs.';
  const names = new Set(entries.map(({ name }) => name));
  if (MODEL_FILES.some((name) => names.has(name))) return 'a model folder.';
  // A training among the posts keeps its text there, which would be read as a post the next time.
  return names.has(RUN_RECORD) && names.has(TRAINING_TEXT) ? 'a run folder.' : null;
}

function mayHoldPosts(entry: FolderEntry): boolean {
  return !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

/** Whether a path contains glob characters. */
function isGlob(path: string): boolean {
  return /[*?]|\[[^\]]*\]|\{[^}]*\}|[!@+]\(/.test(path);
}

/** Compares by code points, as UTF-8 sorts; UTF-16 puts surrogate pairs before U+E000 to U+FFFF. */
function byCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    if (a[at] !== b[at]) return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** The message for a missing path: the first part of it that is missing, `path`, and the nearest name there. */
async function missing(files: Files, given: string, path = given): Promise<string> {
  const folder = dirname(path);
  const names = await files.list(folder).then(
    (entries) => entries.map(({ name }) => name),
    () => null,
  );
  if (names === null) {
    return (await exists(files, folder))
      ? `There is no file or folder ${given}: ${folder} is not a readable folder.`
      : missing(files, given, folder);
  }
  const near = nearest(basename(path), names);
  const where = path === given ? '' : `: there is no ${path}`;
  return `There is no file or folder ${given}${where}${near === null ? '.' : `; did you mean ${join(folder, near)}?`}`;
}
