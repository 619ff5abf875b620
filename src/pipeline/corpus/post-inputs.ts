import { isAddress } from '../../blog/import/addresses.ts';
import type { ArchiveSource, DocumentSource, SiteContent, SiteSource } from '../../blog/import/post-source.ts';
import { archiveSource, documentSource, siteWith } from '../../blog/import/post-sources.ts';
import { sites } from '../../blog/import/sites/sites.ts';
import { markdownExtensions, textExtensions } from '../../blog/posts/file-kinds.ts';
import { isAboutItsFolder } from '../../blog/posts/file-name.ts';
import { Fault } from '../../fault.ts';
import { decodeText } from '../../node/files/decode-text.ts';
import { isPostFile } from '../../node/files/find-posts.ts';
import { pathIn } from '../../node/files/paths.ts';
import { readText, type TextPiece } from '../../node/files/read-text.ts';
import { namesInFolder, siteFolder, unpackedArchive } from '../../node/files/site-folder.ts';
import { type FileHead, headOf, sniffFile } from '../../node/files/sniff-file.ts';
import { type OpenArchive, openZip } from '../../node/files/zip-archive.ts';
import { type Download, download } from '../../node/network/fetch-document.ts';

/** What somebody named as a source of posts, and how it is read. */
export type PostInput =
  /** Files, folders and globs of posts, one after another. */
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

/** An address at which something else is than posts. */
export class NoFeedFault extends Fault {}

export interface InputOptions {
  /** Of text that does not tell its own. */
  readonly encoding: string;
  /** The kind of a site's folder: 'auto' by its files, 'none' for folders that are read as they are. */
  readonly site: string;
  readonly signal?: AbortSignal | undefined;
}

/** What each of the inputs is. An address is downloaded here. Throws DownloadFault and NoFeedFault. */
export async function findInputs(inputs: readonly string[], options: InputOptions): Promise<PostInput[]> {
  const found: PostInput[] = [];
  for (const input of inputs) {
    const known = await knownInput(input, options);
    const last = found.at(-1);
    if (known !== null) found.push(known);
    else if (last?.kind === 'files') found[found.length - 1] = { kind: 'files', paths: [...last.paths, input] };
    else found.push({ kind: 'files', paths: [input] });
  }
  return found;
}

/** Null for what is read as files of posts are. */
async function knownInput(input: string, options: InputOptions): Promise<PostInput | null> {
  if (isAddress(input)) return addressInput(input, options);
  const names = await namesInFolder(input);
  if (names !== null) return folderInput(input, names, options);
  // A page of HTML is read as one, with front matter or without.
  if (isPostFile(input, textExtensions)) return null;
  const head = await sniffFile(input);
  return head === null ? null : fileInput(input, head, options);
}

async function folderInput(
  path: string,
  names: ReadonlySet<string>,
  { site, encoding }: InputOptions,
): Promise<PostInput | null> {
  if (site !== 'none') {
    const source = site === 'auto' ? siteWith(names) : sites.find(({ id }) => id === site);
    if (source != null) return { kind: 'site', path, source };
    const below = site === 'auto' ? await siteBelow(path, names) : null;
    if (below !== null) return below;
  }
  const archive = await unpackedArchive(path, encoding);
  const source = archiveSource(archive.files);
  if (source === null) return null;
  return { kind: 'archive', path, source, bytes: 0, open: async () => ({ ...archive, close: async () => {} }) };
}

/** Where a repository that is more than its site keeps the site. */
const siteFolders = ['website', 'site', 'web', 'www', 'blog', 'docs'];

/**
 * The site of a repository in whose own folder nobody keeps posts, in one of the usual folders below it; null where there
 * is none with posts.
 */
async function siteBelow(path: string, names: ReadonlySet<string>): Promise<PostInput | null> {
  const keepsPosts = [...names].some((name) => isPostFile(name, markdownExtensions) && !isAboutItsFolder(name));
  if (keepsPosts) return null;
  for (const folder of siteFolders.filter((name) => names.has(name))) {
    const below = pathIn(path, folder);
    const source = siteWith((await namesInFolder(below)) ?? new Set());
    if (source === null || (await siteLayout(below, source)).posts.length === 0) continue;
    return { kind: 'site', path: below, source };
  }
  return null;
}

async function fileInput(path: string, head: FileHead, { encoding }: InputOptions): Promise<PostInput | null> {
  if (head.isZip) {
    // An .npz is a zip archive too.
    if (/\.(?:npz|docx|odt|epub)$/i.test(path)) return null;
    const archive = await openZip(path);
    const source = archiveSource(archive.files);
    await archive.close();
    return source === null ? null : { kind: 'archive', path, source, bytes: head.bytes, open: () => openZip(path) };
  }
  const source = documentSource(path.split(/[\\/]/).at(-1)!, head.text);
  if (source === null) return null;
  const text = () => readText(path, head.encoding ?? encoding);
  return { kind: 'document', path, source, bytes: head.bytes, text };
}

async function addressInput(address: string, { encoding, signal }: InputOptions): Promise<PostInput> {
  const answer = await download(address, signal);
  const head = headOf(answer.bytes, answer.bytes.byteLength);
  const source = documentSource(new URL(address).pathname.split('/').at(-1)!, head.text);
  if (source === null || isPage(head)) throw new NoFeedFault(whatIsThere(address, head));
  const text = async function* (): AsyncGenerator<TextPiece> {
    yield { text: decoded(answer, head, encoding), bytes: answer.bytes.byteLength };
  };
  return { kind: 'document', path: address, source, bytes: answer.bytes.byteLength, text };
}

function decoded({ bytes, encoding }: Download, head: FileHead, given: string): string {
  return decodeText(bytes, encoding ?? head.encoding ?? given);
}

function isPage({ text }: FileHead): boolean {
  return /^\s*(?:<!doctype html|<html\b)/i.test(text);
}

/** A page names the site's feeds in its head. */
function whatIsThere(address: string, head: FileHead): string {
  if (!isPage(head)) return `${address} is no RSS, Atom or JSON Feed.`;
  const links = Array.from(head.text.matchAll(/<link\b[^>]*>/gi), ([link]) => link);
  const feeds = links
    .filter((link) => /\btype\s*=\s*["']?application\/(?:rss|atom|feed)\+/i.test(link))
    .flatMap((link) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(link)?.[1] ?? [])
    .map((href) => new URL(href, address).href);
  const hint = feeds.length === 0 ? 'give the address of its feed.' : `the page names ${feeds.join(' and ')}.`;
  return `${address} is an HTML page, not a feed; ${hint}`;
}

/** The layout of a site's folder: the paths of its folders of posts and of pages, none where its layout is unknown. */
export async function siteLayout(path: string, source: SiteSource): Promise<SiteContent> {
  return source.content(siteFolder(path));
}
