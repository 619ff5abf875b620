import { markdownForm } from '../blog/corpus/markdown-form.ts';
import { plainText } from '../blog/corpus/plain-text.ts';
import { sameTextKey } from '../blog/corpus/same-text.ts';
import { isAboutItsFolder, isSectionPage } from '../blog/posts/file-name.ts';
import type { Post } from '../blog/posts/post.ts';
import { PostFault } from '../blog/posts/post-fault.ts';
import { readPost } from '../blog/posts/read-post.ts';
import { Fault } from '../fault.ts';
import { findPosts, postExtensions } from '../node/files/find-posts.ts';
import { decoderFor } from '../node/files/read-text.ts';
import { readTextFile, UnreadableFault } from '../node/files/read-text-file.ts';
import type { ReadingEvent } from './read-tokens.ts';

/** Nothing that could be learned from is left of what was named. */
export class NoPostsFault extends Fault {
  readonly passedOver: readonly PassedOver[];

  constructor(inputs: readonly string[], passedOver: readonly PassedOver[]) {
    const files = passedOver.slice(0, mostShown).map(({ path, reason }) => `\n  ${path}: ${reason}`);
    const more = passedOver.length > mostShown ? [`\n  and ${passedOver.length - mostShown} more`] : [];
    super(
      [`There is no post to learn from in ${inputs.join(', ')}${countsOf(passedOver)}.`, ...files, ...more].join(''),
    );
    this.passedOver = passedOver;
  }
}

/** Files that a message names, so that it fits a screen. */
const mostShown = 10;

/** A post, and what the model sees of it. */
export interface PostDocument {
  readonly post: Post;
  readonly text: string;
}

export interface DocumentEvent extends PostDocument {
  readonly type: 'document';
}

/** Why a file gives no document. */
export type PassedOverFor = 'unreadable' | 'broken' | 'no post' | 'generated' | 'draft' | 'empty' | 'duplicate';

/** A file that lay among the posts and is not learned from. */
export interface PassedOver {
  readonly path: string;
  readonly because: PassedOverFor;
  /** In a sentence, without the path. */
  readonly reason: string;
}

export interface PassedOverEvent extends PassedOver {
  readonly type: 'passed over';
}

/** Something about a file that was taken all the same. */
export interface NoteEvent {
  readonly type: 'note';
  readonly path: string;
  readonly note: string;
}

export type ReadPostsEvent = ReadingEvent | DocumentEvent | PassedOverEvent | NoteEvent;

export interface ReadPostsOptions {
  /** `text`: what a reader sees; `markdown`: the Markdown under a small fixed front matter. */
  readonly format: 'text' | 'markdown';
  /** Whether drafts are taken. */
  readonly drafts: boolean;
  /** Of files without a byte order mark. */
  readonly encoding: string;
  /** A path that is not read, though it lies among the posts: that of the output. */
  readonly except?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The documents of files, folders and globs of posts, in the order of `findPosts`, one file in memory at a time.
 * What cannot be read, is no post, was written by a model, is a draft, empty or the same as an earlier post is passed
 * over and named.
 * Throws MissingInputFault, EncodingFault for an unknown encoding, and NoPostsFault at the end if there was no document.
 */
export async function* readPosts(
  inputs: readonly string[],
  options: ReadPostsOptions,
): AsyncGenerator<ReadPostsEvent, void, undefined> {
  decoderFor(options.encoding);
  const { files, unread } = await findPosts(inputs, options.except);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const firstWith = new Map<string, string>();
  const missed: PassedOver[] = [];
  let documents = 0;
  let bytesDone = 0;
  const results = async function* (): AsyncGenerator<ReadPostsEvent> {
    for (const { path, reason } of unread) yield passedOver(path, 'unreadable', reason);
    for (const [filesDone, file] of files.entries()) {
      options.signal?.throwIfAborted();
      yield* readOne(file.path, options, firstWith);
      bytesDone += file.bytes;
      yield { type: 'reading', path: file.path, files: files.length, filesDone, bytes, bytesDone };
    }
  };
  for await (const event of results()) {
    if (event.type === 'document') documents++;
    if (event.type === 'passed over') missed.push(event);
    yield event;
  }
  if (documents === 0) throw new NoPostsFault(inputs, missed);
}

/**
 * All documents in memory, for a run that learns from them at once; events that are not documents go to `onEvent`.
 * Throws as `readPosts` does.
 */
export async function readCorpus(
  inputs: readonly string[],
  options: ReadPostsOptions,
  onEvent?: (event: Exclude<ReadPostsEvent, DocumentEvent>) => void,
): Promise<PostDocument[]> {
  const documents: PostDocument[] = [];
  for await (const event of readPosts(inputs, options)) {
    if (event.type === 'document') documents.push({ post: event.post, text: event.text });
    else onEvent?.(event);
  }
  return documents;
}

/** `firstWith`: the first path of each text so far. */
async function* readOne(
  path: string,
  { format, drafts, encoding }: ReadPostsOptions,
  firstWith: Map<string, string>,
): AsyncGenerator<DocumentEvent | PassedOverEvent | NoteEvent> {
  const post = await postIn(path, encoding);
  if ('because' in post) return yield post;
  if (post.generated) return yield passedOver(path, 'generated', 'a model wrote it, as its front matter says.');
  if (post.draft && !drafts) return yield passedOver(path, 'draft', 'it is a draft; --drafts takes it along.');
  const notes: string[] = [];
  const documentOf = (of: Post) => (format === 'text' ? plainText(of, (note) => notes.push(note)) : markdownForm(of));
  const text = unlessTooDeep(() => documentOf(post));
  if (text === null) return yield passedOver(path, 'broken', 'its lists, quotes or HTML are nested too deeply.');
  if (text === documentOf({ ...post, body: '' })) return yield passedOver(path, 'empty', 'there is no text in it.');
  const key = sameTextKey(post);
  const first = firstWith.get(key);
  if (first !== undefined) return yield passedOver(path, 'duplicate', `it is the same as ${first}.`);
  firstWith.set(key, path);
  for (const note of notes) yield { type: 'note', path, note };
  yield { type: 'document', post, text };
}

/** Parsers of Markdown and HTML call themselves for what is within; a thousand levels of it exhaust the stack: null. */
function unlessTooDeep(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The post in a file, or why there is none. */
async function postIn(path: string, encoding: string): Promise<Post | PassedOverEvent> {
  if (!postExtensions.some((extension) => path.toLowerCase().endsWith(extension))) {
    return passedOver(path, 'no post', `names of posts end in ${postExtensions.join(', ')}.`);
  }
  if (isSectionPage(path)) return passedOver(path, 'no post', 'it is the page of a section, not a post.');
  try {
    const post = readPost(path, await readTextFile(path, encoding));
    if (post.frontMatter.delimiter !== 'none' || !isAboutItsFolder(path)) return post;
    return passedOver(path, 'no post', 'it tells about its folder, and has no front matter to make it a post.');
  } catch (error) {
    if (error instanceof UnreadableFault) return passedOver(path, 'unreadable', error.reason);
    if (error instanceof PostFault) return passedOver(path, 'broken', `line ${error.line}: ${error.reason}`);
    throw error;
  }
}

function passedOver(path: string, because: PassedOverFor, reason: string): PassedOverEvent {
  return { type: 'passed over', path, because, reason };
}

/** '; passed over: 2 draft, 1 empty' */
function countsOf(passedOver: readonly PassedOver[]): string {
  if (passedOver.length === 0) return `: no name ends in ${postExtensions.join(', ')}`;
  const counts = new Map<PassedOverFor, number>();
  for (const { because } of passedOver) counts.set(because, (counts.get(because) ?? 0) + 1);
  return `; passed over: ${Array.from(counts, ([because, files]) => `${files} ${because}`).join(', ')}`;
}
