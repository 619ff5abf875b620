import { corpusEncoder, type Marker } from '../../engine/tokens/corpus-encoder.ts';
import { readNpz } from '../../engine/tokens/npz.ts';
import type { TokenArray } from '../../engine/tokens/token-buffer.ts';
import { joinAtDocuments, type TokenSet, tokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { readText } from '../../project/text/read-text.ts';
import type { ReadingEvent } from '../events/reading.ts';
import { type InputFile, inputFiles } from './input-files.ts';

/** The input contains no tokens. */
export class NoTokensFault extends Fault {
  override readonly code: string = 'no-tokens';
}

export interface ReadTokensOptions {
  readonly tokenizer: Tokenizer;
  readonly marker: Marker;
  /** A chunk is closed once it has this many characters. */
  readonly combine: number;
  /** The encoding of text files without a byte order mark. */
  readonly encoding: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ChunkEvent {
  readonly type: 'chunk';
  readonly tokens: TokenArray;
}

/**
 * Yields the tokens of a file, a folder or a glob, chunk by chunk: text files are encoded, token files (.npz) taken as
 * they are. Holds one piece of text and one chunk at a time. Throws NoInputFault, EncodingFault, NoEndMarkFault, the
 * faults of `readNpz`, and NoTokensFault if all files are empty.
 */
export async function* readTokens(
  disk: Files,
  input: string,
  options: ReadTokensOptions,
): AsyncGenerator<ReadingEvent | ChunkEvent, void, undefined> {
  const files = await inputFiles(disk, input);
  const encoder = corpusEncoder(options.tokenizer, options.marker, options.combine);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let bytesDone = 0;
  let total = 0;
  const pass = function* (chunks: readonly TokenArray[]): Generator<ChunkEvent> {
    for (const tokens of chunks) {
      total += tokens.length;
      yield { type: 'chunk', tokens };
    }
  };
  for (const [filesDone, file] of files.entries()) {
    const parts = file.path.endsWith('.npz')
      ? npzParts(disk, file, options.tokenizer.vocabularySize)
      : textParts(disk, file, options.encoding, encoder);
    for await (const part of parts) {
      options.signal?.throwIfAborted();
      yield* pass(part.chunks);
      bytesDone += part.bytes;
      yield { type: 'reading', path: file.path, files: files.length, filesDone, bytes, bytesDone };
    }
  }
  yield* pass(encoder.finish());
  if (total === 0) throw new NoTokensFault(`There is no text in ${input}.`);
}

/** Bytes that were read, and the chunks they completed. */
interface Part {
  readonly bytes: number;
  readonly chunks: readonly TokenArray[];
}

async function* textParts(
  disk: Files,
  file: InputFile,
  encoding: string,
  encoder: ReturnType<typeof corpusEncoder>,
): AsyncGenerator<Part> {
  for await (const { text, bytes } of readText(disk, file.path, encoding)) yield { bytes, chunks: encoder.push(text) };
  yield { bytes: 0, chunks: encoder.endFile() };
}

async function* npzParts(disk: Files, file: InputFile, n_vocab: number): AsyncGenerator<Part> {
  const source = await disk.open(file.path);
  try {
    for await (const tokens of readNpz(source, n_vocab)) yield { bytes: 0, chunks: [tokens] };
    yield { bytes: file.bytes, chunks: [] };
  } finally {
    await source.close();
  }
}

/** Longer than any window, and short enough to copy quickly while it grows. */
const CHARACTERS_IN_MEMORY = 2 ** 24;

/** As for `readTokens`; `combine` null means as few seams as possible. */
export type LoadTokensOptions = Omit<ReadTokensOptions, 'combine'> & { readonly combine: number | null };

/**
 * Reads a whole corpus into memory: documents joined into chunks of `combine` characters, or, if that is null, into a
 * single stream as far as possible. Throws the faults of `readTokens`.
 */
export async function* loadTokens(
  disk: Files,
  input: string,
  options: LoadTokensOptions,
): AsyncGenerator<ReadingEvent, TokenSet, undefined> {
  const { tokenizer, combine } = options;
  const chunks: TokenArray[] = [];
  for await (const event of readTokens(disk, input, { ...options, combine: combine ?? CHARACTERS_IN_MEMORY })) {
    if (event.type === 'chunk') chunks.push(event.tokens);
    else yield event;
  }
  return combine === null ? singleStream(chunks, tokenizer) : tokenSet(chunks);
}

/** The tokens of a text in memory: the same that `loadTokens` reads from a file of this text, with `combine` null. */
export function tokensOfText(text: string, tokenizer: Tokenizer): TokenSet {
  const encoder = corpusEncoder(tokenizer, 'token', CHARACTERS_IN_MEMORY);
  return singleStream([...encoder.push(text), ...encoder.endFile(), ...encoder.finish()], tokenizer);
}

function singleStream(chunks: readonly TokenArray[], tokenizer: Tokenizer): TokenSet {
  return joinAtDocuments(tokenSet(chunks), tokenizer.endMark, tokenizer.vocabularySize);
}
