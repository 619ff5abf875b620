import { markdownForm, portableBody } from '../../blog/corpus/markdown-form.ts';
import { hasParagraphs, plainText } from '../../blog/corpus/plain-text.ts';
import { postFile, postFileName } from '../../blog/import/post-file.ts';
import { type ImportedPost, SourceFault } from '../../blog/import/post-source.ts';
import { TOO_DEEP } from '../../blog/markdown/bounded/bounded-html.ts';
import type { Tell } from '../../blog/markdown/markdown-tree.ts';
import { GENERATED_LABEL, type Post } from '../../blog/posts/post.ts';
import { readDate } from '../../blog/posts/post-date.ts';
import { zoneNote } from '../../blog/posts/post-dates.ts';
import { readPost, saysGenerated } from '../../blog/posts/read-post.ts';
import { Random } from '../../engine/random.ts';
import type { NoteEvent, SkippedEvent } from '../events/reading.ts';
import { detachString } from './detach-string.ts';
import type { DocumentEvent, ReadPostsOptions } from './documents.ts';
import type { Exclusion } from './exclusion.ts';
import { skipped } from './skipped.ts';

export type MakerEvent = DocumentEvent | SkippedEvent | NoteEvent;

/** Turns posts into documents, or says why a post is skipped. */
export class DocumentMaker {
  readonly #format: 'text' | 'markdown';
  readonly #drafts: boolean;
  readonly #label: string;
  readonly #exclusion: Exclusion;

  constructor({ format, drafts, label }: Pick<ReadPostsOptions, 'format' | 'drafts' | 'label'>, exclusion: Exclusion) {
    this.#format = format;
    this.#drafts = drafts;
    this.#label = label ?? GENERATED_LABEL;
    this.#exclusion = exclusion;
  }

  /** Says that a post is left out because a person wanted it so; `names`: other names that it goes by. Null if it is not. */
  excluded(path: string, ...names: readonly string[]): SkippedEvent | null {
    const pattern = this.#exclusion.matching(path, ...names);
    if (pattern === null) return null;
    const how = pattern === path || names.includes(pattern) ? 'it is in' : `it matches ${pattern} in`;
    return { ...skipped(path, 'excluded', `${how} --exclude.`), pattern };
  }

  /** `hasGenerator`: the body may contain syntax of its site generator. */
  async *fromPost(path: string, post: Post, hasGenerator = true): AsyncGenerator<MakerEvent> {
    const unwanted = this.#unwanted(path, { ...post, generated: saysGenerated(post, this.#label) });
    if (unwanted !== null) return yield unwanted;
    const notes = post.notes.map(({ line, note }) => `${path}, line ${line}: ${note}`);
    const tell = (note: string) => notes.push(note);
    const text = unlessTooDeep(() => documentText(post, this.#format, tell));
    if (text === null) return yield tooDeep(path);
    if (isOnlyTitle(text, post, this.#format)) {
      const isDeep = notes.some((note) => note.includes(TOO_DEEP));
      return yield isDeep ? tooDeep(path) : skipped(path, 'empty', 'it has no text.');
    }
    for (const note of notes) yield { type: 'note', path, note };
    yield { type: 'document', path, post, text, hasGenerator };
  }

  /** `source`: the path of the export that contains the post. */
  async *fromImported(source: string, imported: ImportedPost): AsyncGenerator<MakerEvent> {
    const place = detachString(`${source}, ${imported.where}`);
    const name = importedName(source, imported);
    // Checked before its Markdown is made, which takes time.
    const unwanted = this.excluded(place, name) ?? this.#unwanted(place, imported);
    if (unwanted !== null) return yield unwanted;
    let file: ReturnType<typeof postFile> | null;
    try {
      file = unlessTooDeep(() => postFile(imported));
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      return yield skipped(place, 'broken', error.reason);
    }
    if (file === null) return yield tooDeep(place);
    for (const note of imported.notes ?? []) yield { type: 'note', path: place, note };
    const date = imported.date === null ? undefined : readDate(imported.date);
    const dateNote = date === null ? `the date "${imported.date}" could not be read.` : date && zoneNote(date);
    if (dateNote) yield { type: 'note', path: place, note: `${place}: ${dateNote}` };
    const post = readPost(name, file.text);
    yield* this.fromPost(place, post, false);
  }

  #unwanted(path: string, post: Unpublished): SkippedEvent | null {
    if (post.generated) return skipped(path, 'generated', 'its front matter says that a model wrote it.');
    if (!post.draft || this.#drafts) return null;
    if (post.scheduledFor !== undefined) {
      return skipped(path, 'future', `its date is in the future (${post.scheduledFor}); --drafts includes it.`);
    }
    return skipped(path, 'draft', `${post.draftBecause ?? 'it is a draft'}; --drafts includes it.`);
  }
}

/** The name of an item of an export: the file that an import would write for it, as if the export were a folder. */
export function importedName(source: string, imported: ImportedPost): string {
  return `${source}/${postFileName(imported)}`;
}

/** The part of a post that says whether it is published. */
type Unpublished = Pick<ImportedPost, 'generated' | 'draft' | 'draftBecause'> & Pick<Post, 'scheduledFor'>;

/**
 * The text of a post that the model learns from. What chance decides in it depends on the post's title and slug only, so
 * that a document stays the same when other posts change.
 */
export function documentText(post: Post, format: 'text' | 'markdown', tell?: Tell): string {
  if (format === 'text') return plainText(post, tell);
  const random = Random.fromSeed(0, `document of ${post.slug}, ${post.title}`);
  return markdownForm(post, () => random.uniform(), tell);
}

/** Whether a document consists only of what surrounds the body of its post: a title or front matter. */
export function isOnlyTitle(text: string, post: Post, format: 'text' | 'markdown'): boolean {
  const body = format === 'markdown' ? portableBody(text, post) : null;
  if (body !== null) return body === '';
  if (text !== documentText({ ...post, body: '' }, format)) return false;
  // The body may repeat the title, as a note of one sentence does.
  return format === 'markdown' || !hasParagraphs(post);
}

function tooDeep(path: string): SkippedEvent {
  return skipped(path, 'broken', 'its lists, quotes or HTML are nested too deeply.');
}

/**
 * Null if `read` overflows the stack: parsers of Markdown and HTML recurse, and a thousand levels of nesting exhaust it.
 */
function unlessTooDeep<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
