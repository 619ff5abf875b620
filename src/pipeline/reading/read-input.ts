import { postExtensions } from '../../blog/posts/file-kinds.ts';
import { isAboutItsFolder, isSectionPage } from '../../blog/posts/file-name.ts';
import type { Post } from '../../blog/posts/post.ts';
import { PostFault } from '../../blog/posts/post-fault.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { type SiteContent, type SiteSource, SourceFault, type SourceItem } from '../../blog/sources/post-source.ts';
import { ZipFault } from '../../engine/tokens/zip.ts';
import { type FoundPosts, findPosts, isPostFile } from '../../node/files/find-posts.ts';
import { pathIn, relativePath } from '../../node/files/paths.ts';
import { EncodingFault, type TextPiece } from '../../node/files/read-text.ts';
import { readTextFile, UnreadableFault } from '../../node/files/read-text-file.ts';
import type { DocumentMaker, MakerEvent } from './document-maker.ts';
import { filesSeen, leftOutFiles } from './left-out-files.ts';
import { ownText } from './own-text.ts';
import { type PassedOverEvent, passedOver } from './passed-over.ts';
import type { ReadPostsOptions, SeenEvent, SourceEvent } from './post-events.ts';
import { type PostInput, siteLayout } from './post-inputs.ts';

/** How far the reading of one input is. */
interface ReadSoFar {
  readonly type: 'read so far';
  readonly path: string;
  readonly filesDone: number;
  readonly bytesDone: number;
}

export type InputEvent = MakerEvent | SourceEvent | SeenEvent | ReadSoFar;

/** An input whose size is known. */
export interface InputReading {
  readonly input: PostInput;
  /** Of inputs that are files and folders: those among them that may be posts, and what else was seen. */
  readonly found: FoundPosts;
  /** Of those, the pages of a site. */
  readonly pages: ReadonlySet<string>;
  /** Of a site: where its posts are, and what makes posts of files; null of anything else. */
  readonly layout: SiteContent | null;
  /** Something to tell about where they were looked for; null for nothing. */
  readonly note: string | null;
  readonly files: number;
  readonly bytes: number;
}

const nothing: FoundPosts = { files: [], unread: [], others: [], modelFolders: [] };

/** Looks for the files of an input, without reading them. Throws MissingInputFault. */
export async function sizeOfInput(input: PostInput, { except }: ReadPostsOptions): Promise<InputReading> {
  if (input.kind === 'archive' || input.kind === 'document') {
    return { input, found: nothing, pages: new Set(), layout: null, note: null, files: 1, bytes: input.bytes };
  }
  const layout = input.kind === 'site' ? await siteLayout(input.path, input.source) : null;
  const of = (found: FoundPosts, pages: ReadonlySet<string>, note: string | null): InputReading => {
    const bytes = found.files.reduce((sum, file) => sum + (pages.has(file.path) ? 0 : file.bytes), 0);
    return { input, found, pages, layout, note, files: found.files.length - pages.size, bytes };
  };
  if (input.kind === 'files') return of(await findPosts(input.paths, { except }), new Set(), null);
  const { path, source } = input;
  const { posts, pages, postExtensions: extensions = source.postExtensions } = layout!;
  if (posts.length === 0) {
    const note = `${path} looks like ${source.name}, but has none of the folders in which such a site keeps posts; all of it is read.`;
    return of(await findPosts([path], { except }), new Set(), note);
  }
  const folders = (names: readonly string[]) => names.map((name) => pathIn(path, name));
  const all = await findPosts(folders([...posts, ...pages]), { except, extensions });
  const { files } = await findPosts(folders(posts), { except, extensions });
  const isPost = new Set(files.map((file) => file.path));
  const others = all.files.map((file) => file.path).filter((file) => !isPost.has(file));
  return of(all, new Set(others), null);
}

/** The documents of one input. */
export async function* readInput(
  reading: InputReading,
  maker: DocumentMaker,
  options: ReadPostsOptions,
): AsyncGenerator<InputEvent> {
  const { input, note } = reading;
  if (input.kind !== 'files') yield { type: 'source', path: input.path, source: input.source.name };
  if (note !== null && input.kind === 'site') yield { type: 'note', path: input.path, note };
  if (input.kind === 'files' || input.kind === 'site') yield* readFiles(reading, maker, options);
  else yield* readExport(input, maker, options);
}

async function* readFiles(
  { input, found, pages, layout }: InputReading,
  maker: DocumentMaker,
  { encoding, signal }: ReadPostsOptions,
): AsyncGenerator<InputEvent> {
  const site = input.kind === 'site' ? { ...input, layout } : null;
  yield { type: 'seen', count: filesSeen(found) };
  for (const { path, reason } of found.unread) yield passedOver(path, 'unreadable', reason);
  for (const path of pages) yield passedOver(path, 'page', 'it is a page of the site, not a post.');
  yield* leftOutFiles(input.kind === 'files' ? input.paths.join(', ') : input.path, found);
  let [filesDone, bytesDone] = [0, 0];
  for (const file of found.files) {
    if (pages.has(file.path)) continue;
    signal?.throwIfAborted();
    const post = await postIn(file.path, encoding, site);
    if ('because' in post) yield post;
    else yield* maker.fromPost(file.path, post);
    bytesDone += file.bytes;
    yield { type: 'read so far', path: file.path, filesDone: filesDone++, bytesDone };
  }
}

/** The post in a file, or why there is none. */
async function postIn(
  path: string,
  encoding: string,
  site: { readonly path: string; readonly source: SiteSource; readonly layout: SiteContent | null } | null,
): Promise<Post | PassedOverEvent> {
  if (site === null && !isPostFile(path)) return passedOver(path, 'no post', noPostReason(path));
  if (isSectionPage(path)) return passedOver(path, 'no post', 'it is the page of a section, not a post.');
  try {
    const post = readPost(path, await readTextFile(path, encoding));
    if (post.frontMatter.delimiter === 'none' && isAboutItsFolder(path)) {
      return passedOver(path, 'no post', 'it tells about its folder, and has no front matter to make it a post.');
    }
    if (site === null) return post;
    const { source, layout } = site;
    const inSite = relativePath(site.path, path);
    const adapted = layout?.adapt?.(post, inSite, new Date()) ?? source.adapt(post, inSite, today());
    return 'leftOut' in adapted ? passedOver(path, adapted.leftOut, adapted.reason) : adapted;
  } catch (error) {
    if (error instanceof UnreadableFault) return passedOver(path, 'unreadable', error.reason);
    if (error instanceof PostFault) return passedOver(path, 'broken', `line ${error.line}: ${error.reason}`);
    throw error;
  }
}

function noPostReason(path: string): string {
  if (/\.(?:xml|rss|atom|json|zip)$/i.test(path))
    return 'it does not begin as any export or feed that is known here does.';
  return `names of posts end in ${postExtensions.join(', ')}.`;
}

/** Generators hide what has a date to come. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What an export holds; where it breaks off, what came before stays, and the break is passed over and named. */
async function* readExport(
  input: Extract<PostInput, { kind: 'archive' | 'document' }>,
  maker: DocumentMaker,
  { signal }: ReadPostsOptions,
): AsyncGenerator<InputEvent> {
  const { path, bytes } = input;
  const read = { bytes: 0 };
  const reasons = new Map<string, string>();
  const archive = input.kind === 'archive' ? await input.open() : null;
  try {
    const items =
      input.kind === 'document' ? input.source.read(counted(input.text(), read), path) : input.source.read(archive!);
    for await (const item of items) {
      signal?.throwIfAborted();
      yield { type: 'seen', count: 'leftOut' in item ? item.count : 1 };
      yield* itemEvents(path, item, maker, reasons);
      yield { type: 'read so far', path, filesDone: 0, bytesDone: Math.min(bytes, read.bytes) };
    }
  } catch (error) {
    const fault = reasonOf(error);
    if (fault === null) throw error;
    yield { type: 'seen', count: 1 };
    yield passedOver(path, fault.because, fault.reason);
  } finally {
    await archive?.close();
  }
  yield { type: 'read so far', path, filesDone: 0, bytesDone: bytes };
}

/** `reasons`: each reason so far, so that thousands of things that stay out for one share its text. */
async function* itemEvents(
  path: string,
  item: SourceItem,
  maker: DocumentMaker,
  reasons: Map<string, string>,
): AsyncGenerator<MakerEvent> {
  if (!('leftOut' in item)) return yield* maker.fromImported(path, item);
  const reason = reasons.get(item.reason) ?? ownText(item.reason);
  reasons.set(reason, reason);
  const place = item.where === '' ? path : ownText(`${path}, ${item.where}`);
  yield passedOver(place, item.leftOut, reason, item.count);
}

async function* counted(pieces: AsyncIterable<TextPiece>, read: { bytes: number }): AsyncGenerator<string> {
  for await (const { text, bytes } of pieces) {
    read.bytes += bytes;
    yield text;
  }
}

/** What is wrong with an export itself; null for what is wrong otherwise. */
function reasonOf(error: unknown): { because: 'broken' | 'unreadable'; reason: string } | null {
  if (error instanceof SourceFault) {
    return { because: 'broken', reason: error.line === null ? error.reason : `line ${error.line}: ${error.reason}` };
  }
  if (error instanceof EncodingFault || error instanceof ZipFault)
    return { because: 'unreadable', reason: error.message };
  return null;
}
