import { htmlPost } from '../../blog/import/pages/html-post.ts';
import { siteDialect } from '../../blog/import/sites/site-dialect.ts';
import { portableDialect } from '../../blog/markdown/dialect.ts';
import { htmlExtensions, postExtensions } from '../../blog/posts/file-kinds.ts';
import { isAboutItsFolder, isSectionPage } from '../../blog/posts/file-name.ts';
import type { Post } from '../../blog/posts/post.ts';
import { PostFault } from '../../blog/posts/post-fault.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import type { Files } from '../../project/files.ts';
import { pathIn, relativePath } from '../../project/paths.ts';
import { decoderFor } from '../../project/text/read-text.ts';
import { readWholeText, UnreadableFault } from '../../project/text/read-text-file.ts';
import type { SkippedEvent } from '../events/reading.ts';
import type { DocumentMaker } from './document-maker.ts';
import type { InputEvent, InterruptibleReading } from './documents.ts';
import { type FoundPosts, findPosts, isPostFile } from './find-posts.ts';
import type { InputFile } from './input-files.ts';
import { filesSeen, type LeftOutFiles, leftOutFileEvents, leftOutFiles } from './left-out-files.ts';
import { type PostInput, siteLayout } from './post-inputs.ts';
import { siteFolder } from './site-folder.ts';
import { skipped } from './skipped.ts';

type FilesInput = Extract<PostInput, { kind: 'files' | 'site' }>;

/** The files of an input that have been found but not read. */
export interface FoundFiles {
  readonly input: FilesInput;
  /** Files that may be posts. */
  readonly files: readonly InputFile[];
  /** Extensions of posts in this kind of input. */
  readonly extensions: readonly string[];
  /** Paths of the pages of a site. */
  readonly pages: readonly string[];
  readonly unread: FoundPosts['unread'];
  readonly leftOut: LeftOutFiles;
  /** Total number of files that were found. */
  readonly seen: number;
  /** Adjusts a post to the way its site generator reads the file at a path. */
  readonly adapt: (post: Post, path: string) => Post | SkippedEvent;
  /** A remark about where the files were found; null for none. */
  readonly note: string | null;
}

/** Finds the files of an input without reading them. Throws MissingInputFault. */
export async function findFiles(
  files: Files,
  input: FilesInput,
  { except, signal }: InterruptibleReading,
): Promise<FoundFiles> {
  if (input.kind === 'files') {
    return foundFiles(input, await findPosts(files, input.paths, { except, signal }));
  }
  const { path, source } = input;
  const layout = await siteLayout(files, path, source);
  const { posts, pages, postExtensions: extensions = source.postExtensions } = layout;
  const dialectFor = await siteDialect(source, siteFolder(files, path));
  const adapt = (post: Post, file: string) => {
    const relative = relativePath(files, path, file);
    const adapted = layout.adapt?.(post, relative, new Date()) ?? source.adapt(post, relative, today());
    if ('leftOut' in adapted) return skipped(file, adapted.leftOut, adapted.reason);
    return { ...adapted, dialect: dialectFor(post.extension) };
  };
  if (posts.length === 0) {
    const note = `${path} looks like ${source.name}, but has none of the usual folders for posts; all of it is read.`;
    return { ...foundFiles(input, await findPosts(files, [path], { except, signal })), adapt, note };
  }
  const folders = (names: readonly string[]) => names.map((name) => pathIn(path, name));
  const all = await findPosts(files, folders([...posts, ...pages]), { except, extensions, signal });
  const ofPosts = await findPosts(files, folders(posts), { except, extensions, signal });
  const isPost = new Set(ofPosts.files.map((file) => file.path));
  return {
    ...foundFiles(input, all),
    files: all.files.filter((file) => isPost.has(file.path)),
    pages: all.files.map((file) => file.path).filter((file) => !isPost.has(file)),
    extensions,
    leftOut: leftOutFiles(all, ofPosts, source.unreadExtensions),
    adapt,
  };
}

function foundFiles(input: FilesInput, found: FoundPosts): FoundFiles {
  const { files, unread } = found;
  const leftOut = leftOutFiles(found);
  const rest = { pages: [], extensions: postExtensions, adapt: (post: Post) => post, note: null };
  return { input, files, unread, leftOut, seen: filesSeen(found), ...rest };
}

/** Yields the documents in files. */
export async function* readFiles(
  disk: Files,
  { input, files, extensions, pages, unread, leftOut, seen, adapt, note }: FoundFiles,
  maker: DocumentMaker,
  { encoding, signal }: InterruptibleReading,
): AsyncGenerator<InputEvent> {
  if (note !== null && input.kind === 'site') yield { type: 'note', path: input.path, note };
  yield { type: 'files-seen', count: seen };
  for (const { path, reason } of unread) yield skipped(path, 'unreadable', reason);
  for (const path of pages) yield skipped(path, 'page', 'it is a page of the site, not a post.');
  let bytesDone = 0;
  for (const [filesDone, { path, bytes }] of files.entries()) {
    signal?.throwIfAborted();
    const post =
      maker.excluded(path) ??
      (isPostFile(path, extensions)
        ? await postIn(disk, path, encoding, adapt)
        : skipped(path, 'no post', notAPost(path)));
    if ('because' in post) yield post;
    else yield* maker.fromPost(path, post);
    bytesDone += bytes;
    yield { type: 'input-progress', path, filesDone, bytesDone };
  }
  // Last: skipped files that may be posts matter more.
  yield* leftOutFileEvents(input.kind === 'files' ? input.paths.join(', ') : input.path, leftOut);
}

/** The post in a file, or why the file is skipped. */
async function postIn(
  files: Files,
  path: string,
  encoding: string,
  adapt: FoundFiles['adapt'],
): Promise<Post | SkippedEvent> {
  if (isSectionPage(path)) return skipped(path, 'no post', 'it is a section page, not a post.');
  try {
    const { text, encoding: found } = await readWholeText(files, path, encoding);
    const post = withEncodingNote(readPost(path, text), found, encoding);
    if (post.frontMatter.delimiter === 'none' && isAboutItsFolder(path)) {
      return skipped(path, 'no post', 'it describes its folder and has no front matter.');
    }
    const adapted = adapt(post, path);
    if ('because' in adapted || !htmlExtensions.includes(post.extension)) return adapted;
    // Some generators keep metadata in the head of a page, or in a comment, instead of front matter.
    if (adapted.frontMatter.delimiter === 'none' && adapted.frontMatter.keys.length === 0) {
      return skipped(path, 'page', 'it is an HTML page without front matter; name it itself to import it.');
    }
    // No generator processes Markdown that was converted from HTML.
    return { ...htmlPost(adapted), dialect: portableDialect };
  } catch (error) {
    if (error instanceof UnreadableFault) return skipped(path, 'unreadable', error.reason);
    if (error instanceof PostFault) return skipped(path, 'broken', `line ${error.line}: ${error.reason}`);
    throw error;
  }
}

function withEncodingNote(post: Post, found: string, given: string): Post {
  const { encoding } = decoderFor(given);
  if (found === encoding || encoding === 'utf-8') return post;
  return {
    ...post,
    notes: [
      ...post.notes,
      { key: '', line: 1, note: `it was read as ${found}, not ${encoding}, because that is its encoding.` },
    ],
  };
}

function notAPost(path: string): string {
  if (/\.(?:xml|rss|atom|json|zip)$/i.test(path)) return 'it does not look like a supported export or feed.';
  return `names of posts end in ${postExtensions.join(', ')}.`;
}

/** Generators hide posts with a date in the future. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
