import { type Reference, referenceOf, referenceOfText } from '../../blog/judging/reference.ts';
import { DOCUMENT_MARK, DocumentSplitter } from '../../engine/tokens/documents.ts';
import { readNpz } from '../../engine/tokens/npz.ts';
import { documentsOf, tokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Files } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { readText } from '../../project/text/read-text.ts';
import { inputFiles } from '../corpus/input-files.ts';
import { holdsPosts } from '../corpus/read-post-tokens.ts';
import { readPosts } from '../corpus/read-posts.ts';
import type { CorpusEvent } from '../events/reading.ts';

export type ReferenceEvent = CorpusEvent | { readonly type: 'reference'; readonly reference: Reference };

export interface ReferenceOptions {
  readonly drafts: boolean;
  readonly encoding: string;
  readonly site: string;
  /** A front-matter key, besides GENERATED_LABEL, that marks posts written by a model, which are left out. */
  readonly label?: string;
  /** Posts to leave out, which nothing was learned from. */
  readonly exclude?: readonly string[] | null;
  /** Decodes token files. */
  readonly tokenizer: Tokenizer;
}

/**
 * Yields the texts of a dataset, one in memory at a time. Each is named after its file, or after its place in a file of
 * many. Posts are read as a reader sees them; training texts and token files are split into documents. Throws
 * NoInputFault, EncodingFault, and the faults of `readPosts` and `readNpz`.
 */
export async function* readReferences(
  project: Project,
  dataset: string,
  options: ReferenceOptions,
): AsyncGenerator<ReferenceEvent, void, undefined> {
  const { drafts, encoding, site, label, exclude = null } = options;
  const marked = label === undefined ? {} : { label };
  if (!(await holdsPosts(project, dataset, options))) return yield* readDocuments(project, dataset, options);
  const reading = { format: 'text', drafts, encoding, site, exclude, ...marked } as const;
  for await (const event of readPosts(project, [dataset], reading)) {
    if (event.type !== 'document') yield event;
    else yield { type: 'reference', reference: referenceOf(event.post) };
  }
}

async function* readDocuments(
  { files: disk, signal }: Project,
  dataset: string,
  { encoding, tokenizer }: ReferenceOptions,
): AsyncGenerator<ReferenceEvent, void, undefined> {
  const files = await inputFiles(disk, dataset);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let bytesDone = 0;
  for (const [filesDone, file] of files.entries()) {
    const documents = file.path.endsWith('.npz')
      ? documentsOfTokens(disk, file.path, tokenizer)
      : documentsOfText(disk, file.path, encoding);
    let number = 0;
    for await (const text of documents) {
      signal?.throwIfAborted();
      const source = `${file.path}, document ${++number}${titleOf(text)}`;
      if (text !== '') yield { type: 'reference', reference: referenceOfText(source, text) };
    }
    bytesDone += file.bytes;
    yield { type: 'reading', path: file.path, files: files.length, filesDone, bytes, bytesDone };
  }
}

async function* documentsOfText(disk: Files, path: string, encoding: string): AsyncGenerator<string> {
  const splitter = new DocumentSplitter();
  let pieces: string[] = [];
  const add = function* (found: ReturnType<DocumentSplitter['push']>) {
    for (const { text, endsDocument } of found) {
      pieces.push(text);
      if (!endsDocument) continue;
      yield pieces.join('');
      pieces = [];
    }
  };
  for await (const { text } of readText(disk, path, encoding)) yield* add(splitter.push(text.replaceAll('\r\n', '\n')));
  yield* add(splitter.finish());
}

async function* documentsOfTokens(disk: Files, path: string, tokenizer: Tokenizer): AsyncGenerator<string> {
  const source = await disk.open(path);
  try {
    for await (const tokens of readNpz(source, tokenizer.vocabularySize)) {
      for (const { chunk, start, end } of documentsOf(tokenSet([tokens]), tokenizer.endMark)) {
        const last = chunk[end - 1] === tokenizer.endMark ? end - 1 : end;
        // The scripts of 2019 wrote the mark as ordinary tokens.
        yield* tokenizer.decode(chunk.subarray(start, last)).split(DOCUMENT_MARK);
      }
    }
  } finally {
    await source.close();
  }
}

const LONGEST_TITLE = 60;

/** The first line that contains a word: documents from `prepare` begin with their titles. '' if there is none. */
function titleOf(text: string): string {
  const [line] = /[\p{L}\p{N}].*/u.exec(text.slice(0, 1000)) ?? [''];
  const title = line.replace(/^title: "(.*)"$/, '$1');
  if (title === '') return '';
  return `, “${title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE).trimEnd()}…`}”`;
}
