import { isAddress } from '../../blog/import/addresses.ts';
import type { ArchiveSource, DocumentSource, SiteContent, SiteSource } from '../../blog/import/post-source.ts';
import { archiveSource, documentSource, siteIn } from '../../blog/import/post-sources.ts';
import { sites } from '../../blog/import/sites/sites.ts';
import { markdownExtensions, textExtensions } from '../../blog/posts/file-kinds.ts';
import { isAboutItsFolder } from '../../blog/posts/file-name.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';
import type { FetchedDocument, Project } from '../../project/project.ts';
import { decodeText } from '../../project/text/decode-text.ts';
import { readText, type TextPiece } from '../../project/text/read-text.ts';
import { isPostFile } from './find-posts.ts';
import { namesInFolder, siteFolder, unpackedArchive } from './site-folder.ts';
import { type FileHead, headOf, sniffFile } from './sniff-file.ts';
import { type OpenArchive, openZip } from './zip-archive.ts';

/** A source of posts that the person named, and how it is read. */
export type PostInput =
  /** Files, folders and globs of posts, in order. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'site'; readonly path: string; readonly source: SiteSource }
  | {
      readonly kind: 'archive';
      readonly path: string;
      readonly source: ArchiveSource;
      readonly bytes: number;
      readonly open: () => Promise<OpenArchive>;
    }
  | {
      readonly kind: 'document';
      readonly path: string;
      readonly source: DocumentSource;
      readonly bytes: number;
      readonly text: () => AsyncIterable<TextPiece>;
    };

/** An address without posts. */
export class NoFeedFault extends Fault {
  override readonly code: string = 'no-feed';
}

export interface InputOptions {
  /** The encoding of text that does not declare one. */
  readonly encoding: string;
  /** The site generator: 'auto' to recognise it by its files, 'none' to read folders as they are. */
  readonly site: string;
}

/** Finds out what each input is. Addresses are downloaded here. Throws DownloadFault and NoFeedFault. */
export async function findInputs(
  project: Project,
  inputs: readonly string[],
  options: InputOptions,
): Promise<PostInput[]> {
  const found: PostInput[] = [];
  for (const input of inputs) {
    const known = await knownInput(project, input, options);
    const last = found.at(-1);
    if (known !== null) found.push(known);
    else if (last?.kind === 'files') found[found.length - 1] = { kind: 'files', paths: [...last.paths, input] };
    else found.push({ kind: 'files', paths: [input] });
  }
  return found;
}

/** Null for plain files and folders of posts. */
async function knownInput(project: Project, input: string, options: InputOptions): Promise<PostInput | null> {
  if (isAddress(input)) return addressInput(project, input, options);
  const { files } = project;
  const names = await namesInFolder(files, input);
  if (names !== null) return folderInput(files, input, names, options);
  // HTML pages are read as posts, with or without front matter.
  if (isPostFile(input, textExtensions)) return null;
  const head = await sniffFile(files, input);
  return head === null ? null : fileInput(files, input, head, options);
}

async function folderInput(
  files: Files,
  path: string,
  names: ReadonlySet<string>,
  { site, encoding }: InputOptions,
): Promise<PostInput | null> {
  if (site !== 'none') {
    const source = site === 'auto' ? await siteIn(siteFolder(files, path), names) : sites.find(({ id }) => id === site);
    if (source != null) return { kind: 'site', path, source };
    const below = site === 'auto' ? await siteBelow(files, path, names) : null;
    if (below !== null) return below;
  }
  const archive = await unpackedArchive(files, path, encoding);
  const source = archiveSource(archive.files);
  if (source === null) return null;
  return { kind: 'archive', path, source, bytes: 0, open: async () => ({ ...archive, close: async () => {} }) };
}

/** Folders where a larger repository keeps its site. */
const siteFolders = ['website', 'site', 'web', 'www', 'blog', 'docs'];

/** The site in one of the usual folders of a repository whose top level has no posts; null if none of them has posts. */
async function siteBelow(files: Files, path: string, names: ReadonlySet<string>): Promise<PostInput | null> {
  const keepsPosts = [...names].some((name) => isPostFile(name, markdownExtensions) && !isAboutItsFolder(name));
  if (keepsPosts) return null;
  for (const folder of siteFolders.filter((name) => names.has(name))) {
    const below = pathIn(path, folder);
    const source = await siteIn(siteFolder(files, below), (await namesInFolder(files, below)) ?? new Set());
    if (source === null || (await siteLayout(files, below, source)).posts.length === 0) continue;
    return { kind: 'site', path: below, source };
  }
  return null;
}

async function fileInput(
  files: Files,
  path: string,
  head: FileHead,
  { encoding }: InputOptions,
): Promise<PostInput | null> {
  if (head.isZip) {
    // An .npz file is a zip archive too.
    if (/\.(?:npz|docx|odt|epub)$/i.test(path)) return null;
    const archive = await openZip(files, path);
    const source = archiveSource(archive.files);
    await archive.close();
    return source === null
      ? null
      : { kind: 'archive', path, source, bytes: head.bytes, open: () => openZip(files, path) };
  }
  const source = documentSource(path.split(/[\\/]/).at(-1)!, head.text);
  if (source === null) return null;
  const text = () => readText(files, path, head.encoding ?? encoding);
  return { kind: 'document', path, source, bytes: head.bytes, text };
}

async function addressInput(
  { network, signal }: Project,
  address: string,
  { encoding }: InputOptions,
): Promise<PostInput> {
  const answer = await network.fetchDocument(address, signal);
  const head = headOf(answer.bytes, answer.bytes.byteLength);
  const source = documentSource(new URL(address).pathname.split('/').at(-1)!, head.text);
  if (source === null || isPage(head)) throw new NoFeedFault(describeNonFeed(address, head));
  const text = async function* (): AsyncGenerator<TextPiece> {
    yield { text: decoded(answer, head, encoding), bytes: answer.bytes.byteLength };
  };
  return { kind: 'document', path: address, source, bytes: answer.bytes.byteLength, text };
}

function decoded({ bytes, encoding }: FetchedDocument, head: FileHead, given: string): string {
  return decodeText(bytes, encoding ?? head.encoding ?? given);
}

function isPage({ text }: FileHead): boolean {
  return /^\s*(?:<!doctype html|<html\b)/i.test(text);
}

/** Describes what is at an address that is not a feed, with the feeds that a page links in its head. */
function describeNonFeed(address: string, head: FileHead): string {
  if (!isPage(head)) return `${address} is not an RSS, Atom or JSON feed.`;
  const links = Array.from(head.text.matchAll(/<link\b[^>]*>/gi), ([link]) => link);
  const feeds = links
    .filter((link) => /\btype\s*=\s*["']?application\/(?:rss|atom|feed)\+/i.test(link))
    .flatMap((link) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(link)?.[1] ?? [])
    .map((href) => new URL(href, address).href);
  const hint = feeds.length === 0 ? 'give the address of its feed.' : `the page names ${feeds.join(' and ')}.`;
  return `${address} is an HTML page, not a feed; ${hint}`;
}

/** The folders of posts and of pages in a site; empty if its layout is unknown. */
export async function siteLayout(files: Files, path: string, source: SiteSource): Promise<SiteContent> {
  return source.content(siteFolder(files, path));
}
