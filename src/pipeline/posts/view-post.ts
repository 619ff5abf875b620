import { cleanPost } from '../../blog/corpus/clean-post.ts';
import type { SourceItem } from '../../blog/import/post-source.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile, UnreadableFault } from '../../project/text/read-text-file.ts';
import { DocumentMaker, documentText, importedName, type MakerEvent } from '../corpus/document-maker.ts';
import type { DocumentEvent, InterruptibleReading } from '../corpus/documents.ts';
import { Exclusion } from '../corpus/exclusion.ts';
import { findInputs } from '../corpus/post-inputs.ts';
import { type ExportInput, exportItems, placeOfItem } from '../corpus/read-export.ts';
import { readFiles } from '../corpus/read-files.ts';
import { type InputReading, sizeOfInput } from '../corpus/read-input.ts';
import type { SkippedEvent } from '../events/reading.ts';
import type { PostsSettings } from '../settings/posts.ts';
import type { PostReader } from './find-reader.ts';
import { tokenPieces } from './token-pieces.ts';
import type { ViewedPost } from './viewed-post.ts';

/** Reads the items of an export; `exportItems` is one. */
export type ItemsOf = (input: ExportInput) => AsyncIterable<SourceItem>;

/**
 * Finds one post among those that `posts` reads with these settings, by its path or name as `post-seen` has it; null if there is
 * none. It is shown even if `exclude` leaves it out, and as if there were no other posts: paragraphs that repeat in most of
 * them are still in it. Throws the faults of `findInputs` and `sizeOfInput`, and SourceFault.
 */
export async function viewPost(
  project: Project,
  settings: PostsSettings,
  name: string,
  { tokenizer, format }: Pick<PostReader, 'tokenizer' | 'format'>,
  itemsOf: ItemsOf = exportItems,
): Promise<ViewedPost | null> {
  const { signal, files } = project;
  const options: InterruptibleReading = { ...settings, format, signal };
  const maker = new DocumentMaker(options, new Exclusion(files, []));
  for (const input of await findInputs(project, settings.posts, settings)) {
    const found =
      input.kind === 'archive' || input.kind === 'document'
        ? await itemNamed(input, itemsOf(input), name, maker)
        : await fileNamed(project, await sizeOfInput(files, input, options), name, maker, options);
    if (found === null) continue;
    const { event, source, isFile } = found;
    const rest = { path: event.path, isFile, source };
    if (event.type === 'skipped') {
      const { because, reason } = event;
      return { ...rest, title: null, date: null, leftOut: { because, reason }, pieces: null };
    }
    const { title, date } = event.post;
    const pieces = tokenPieces(learnedText(event, settings.redact, format), tokenizer);
    return { ...rest, title, date: date?.iso ?? null, leftOut: null, pieces };
  }
  return null;
}

/** What was found under a name. */
interface Found {
  readonly event: DocumentEvent | SkippedEvent;
  readonly source: string | null;
  readonly isFile: boolean;
}

async function fileNamed(
  { files }: Project,
  { found }: InputReading,
  name: string,
  maker: DocumentMaker,
  options: InterruptibleReading,
): Promise<Found | null> {
  if (found === null) return null;
  // The other files are neither read nor reported.
  const alone = { ...found, files: found.files.filter(({ path }) => path === name) };
  const event = await documentIn(readFiles(files, alone, maker, options), (path) => path === name);
  if (event === null) return null;
  const source = await readTextFile(files, name, options.encoding).catch((error) => {
    if (error instanceof UnreadableFault) return null;
    throw error;
  });
  return { event, source, isFile: true };
}

async function itemNamed(
  { path }: ExportInput,
  items: AsyncIterable<SourceItem>,
  name: string,
  maker: DocumentMaker,
): Promise<Found | null> {
  for await (const item of items) {
    const place = placeOfItem(path, item);
    if ('leftOut' in item) {
      if (place !== name || item.where === '') continue;
      const event: SkippedEvent = { type: 'skipped', path: place, because: item.leftOut, reason: item.reason };
      return { event, source: null, isFile: false };
    }
    // The name is found without making the Markdown of every item before it.
    if (place !== name && importedName(path, item) !== name) continue;
    const event = await documentIn(maker.fromImported(path, item), () => true);
    if (event !== null) return { event, source: event.type === 'document' ? fileOf(event.post) : null, isFile: false };
  }
  return null;
}

/** The first document or skipped item. */
async function documentIn(
  events: AsyncIterable<MakerEvent | { readonly type: 'source' | 'files-seen' | 'input-progress' }>,
  isWanted: (path: string) => boolean,
): Promise<DocumentEvent | SkippedEvent | null> {
  for await (const event of events) {
    if ((event.type === 'document' || event.type === 'skipped') && isWanted(event.path)) return event;
  }
  return null;
}

function fileOf({ frontMatter: { before, raw, after }, body }: Post): string {
  return before + raw + after + body;
}

/** The text of a document, cleaned as far as that does not depend on the other posts. */
function learnedText({ post, text }: DocumentEvent, redact: boolean, format: 'text' | 'markdown'): string {
  const cleaned = cleanPost(post, { boilerplate: new Map(), strip: false, redact }).post;
  return cleaned === post ? text : documentText(cleaned, format);
}
