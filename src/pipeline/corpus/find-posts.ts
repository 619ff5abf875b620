import { basename, dirname, extname, join } from 'pathe';
import { postExtensions } from '../../blog/posts/file-kinds.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { MERGES, RUN_RECORD, TRAINING_TEXT } from '../../project/checkpoint-names.ts';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Files, FolderEntry } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import type { InputFile } from './input-files.ts';

/** A path that is not there, or a glob that nothing matches. */
export class MissingInputFault extends Fault {}

/** Something that lay among the posts and could not be looked into. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** Files of one extension that are not read as posts. */
export interface OtherFiles {
  /** In lower case, with its dot; '' for none. */
  readonly extension: string;
  /** The first one that was seen. */
  readonly example: string;
  readonly count: number;
}

export interface FoundPosts {
  readonly files: readonly InputFile[];
  readonly unread: readonly Unread[];
  /** What else was seen, by extension. */
  readonly others: readonly OtherFiles[];
  /** Folders that were not looked into: of models and runs, and of built sites. */
  readonly skipped: readonly Unread[];
}

export interface FindPostsOptions {
  /** A file that is not among them: the output. */
  readonly except?: string | undefined;
  /** The extensions of files in folders that may be posts; by default those of `postExtensions`. */
  readonly extensions?: readonly string[];
  /** Ends the walk. */
  readonly signal?: AbortSignal | undefined;
}

/** Whether the name is one of a post's. */
export function isPostFile(path: string, extensions = postExtensions): boolean {
  return extensions.includes(extensionOf(path));
}

function extensionOf(path: string): string {
  return extname(path).toLowerCase();
}

/**
 * The posts that paths mean: files, folders and all below them, globs. They come in the order of `inputs`, those of
 * one input sorted by the code points of their paths, so that every machine reads them in the same order; a file
 * that two inputs mean comes once. A file that is named itself is taken whatever its extension; in folders those of
 * `extensions` are taken and all others counted. Names that begin with a dot and node_modules are not seen, nor what lies
 * below them in a folder of a model or a run. Links are followed, though never into a folder that was walked before, so
 * that a cycle ends.
 * Throws MissingInputFault, with the nearest name that is there, and the signal's reason.
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
      const real = await files.realPath(path);
      if (real === excepted) continue;
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
  /** The real path of the file that is not among them. */
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

/** The input itself where it is there, else what it matches as a glob. */
async function pathsOf(files: Files, input: string): Promise<string[]> {
  if (await exists(files, input)) return [input];
  if (!isGlob(input)) throw new MissingInputFault(await missing(files, input));
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
    search.unread.set(path, describeReadError(error));
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

/** A vocabulary lies in every folder of a model: its merges.txt or its card are nobody's posts. */
const OF_A_MODEL: readonly string[] = [MERGES, 'merges.txt', 'tokenizer.json'];

/** What Jekyll and Eleventy build, and what Ruby's packages are installed into. */
const BUILT = /(?:^|[\\/])(?:_site|vendor[\\/]bundle)$/;

/** Why a folder holds no posts; null where it may. */
function skipReason(folder: string, entries: readonly FolderEntry[]): string | null {
  if (BUILT.test(folder)) return 'a folder that a site is built into, or that programs are installed into.';
  const names = new Set(entries.map(({ name }) => name));
  if (OF_A_MODEL.some((name) => names.has(name))) return 'the folder of a model.';
  // The text that a training among the posts was made with would be one of the posts the next time.
  return names.has(RUN_RECORD) && names.has(TRAINING_TEXT) ? 'the folder of a run.' : null;
}

function mayHoldPosts(entry: FolderEntry): boolean {
  return !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

/** Whether a path has the marks of a glob. */
function isGlob(path: string): boolean {
  return /[*?]|\[[^\]]*\]|\{[^}]*\}|[!@+]\(/.test(path);
}

/** In the order of code points, as UTF-8 has it; UTF-16 puts pairs of surrogates before U+E000 to U+FFFF. */
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

/** What is not there, and the name nearest to it in the deepest folder of its path that is. */
async function missing(files: Files, path: string): Promise<string> {
  const folder = dirname(path);
  const names = await files.list(folder).then(
    (entries) => entries.map(({ name }) => name),
    () => null,
  );
  if (names === null) {
    return (await exists(files, folder))
      ? `There is no file or folder ${path}: ${folder} is no folder that can be read.`
      : missing(files, folder);
  }
  const near = nearest(basename(path), names);
  return `There is no file or folder ${path}${near === null ? '.' : `; did you mean ${join(folder, near)}?`}`;
}
