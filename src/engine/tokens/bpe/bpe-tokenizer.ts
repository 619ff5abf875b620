import { ByteTextStream } from '../byte-text-stream.ts';
import { PieceEncoder } from '../piece-encoder.ts';
import {
  type StreamEncoder,
  type TextStream,
  type TokenBytes,
  type Tokenizer,
  type TokenLists,
  TokenRangeFault,
  type TokenSink,
} from '../tokenizer.ts';
import { AddedTokens } from './added-tokens.ts';
import { mergeWord } from './merge-word.ts';
import { parseOnce } from './parse-once.ts';
import { listsOf } from './token-lists.ts';
import type { Vocabulary, VocabularyFiles } from './vocabulary.ts';
import { formatCheckpointFiles, formatHuggingFaceFiles } from './vocabulary-texts.ts';
import { lastCut, WORD } from './words.ts';

/** Words of any corpus repeat (Zipf, 1935): this many are remembered, then all are forgotten at once. */
const REMEMBERED_WORDS = 2 ** 17;
/** Longer words hardly ever repeat. */
const LONGEST_REMEMBERED_WORD = 64;

/** GPT-2's byte-level byte-pair encoding, over any vocabulary of its shape. `encode` never gives the end mark. */
export class BpeTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  readonly beginMark: number | null;
  readonly endMark: number | null;
  readonly stopTokens: ReadonlySet<number>;
  readonly unusedTokens: readonly number[];
  /** True if an added token may reach across white space. */
  readonly needsWholeText: boolean;
  readonly #files: VocabularyFiles;
  readonly #vocabulary: Vocabulary;
  readonly #added: AddedTokens;
  readonly #remembered = new Map<string, readonly number[]>();
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Throws VocabularyFault if a file is damaged or of another kind. */
  constructor(files: VocabularyFiles) {
    const vocabulary = parseOnce(files);
    this.#files = files;
    this.#vocabulary = vocabulary;
    this.vocabularySize = vocabulary.tokenEnds.length;
    this.beginMark = vocabulary.endMark;
    this.endMark = vocabulary.endMark;
    this.stopTokens = new Set(vocabulary.endMark === null ? [] : [vocabulary.endMark]);
    this.#added = new AddedTokens(vocabulary.added);
    this.needsWholeText = vocabulary.added.some(
      ({ content, lstrip, rstrip }) => lstrip || rstrip || /\p{White_Space}/u.test(content),
    );
    this.unusedTokens = [...vocabulary.tokenEnds.keys()].filter(
      (id) => vocabulary.tokenEnds[id] === (id === 0 ? 0 : vocabulary.tokenEnds[id - 1]),
    );
  }

  encode(text: string): number[] {
    const tokens: number[] = [];
    this.encodeInto(text, { push: (ids) => void appendAll(tokens, ids) });
    return tokens;
  }

  encodeInto(text: string, out: TokenSink): void {
    for (const part of this.#added.isEmpty ? [text] : this.#added.divide(text)) {
      if (typeof part === 'number') out.push([part]);
      else this.#encodePlain(part, out);
    }
  }

  streamEncoder(out: TokenSink): StreamEncoder {
    return new PieceEncoder(this, out, this.needsWholeText ? () => -1 : lastCut);
  }

  decode(ids: Iterable<number>): string {
    const stream = this.textStream();
    let text = '';
    for (const id of ids) text += stream.push(id);
    return text + stream.end();
  }

  textStream(): TextStream {
    return new ByteTextStream(this);
  }

  bytesOf(id: number): Uint8Array {
    if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize) {
      throw new TokenRangeFault(
        `Token ${id} is not in the vocabulary, whose ids run from 0 to ${this.vocabularySize - 1}.`,
      );
    }
    const { tokenBytes, tokenEnds } = this.#vocabulary;
    return tokenBytes.subarray(id === 0 ? 0 : tokenEnds[id - 1], tokenEnds[id]);
  }

  get bytesOfAll(): TokenBytes {
    return this.#vocabulary;
  }

  files(): Readonly<Record<string, string>> {
    return formatCheckpointFiles(this.#files);
  }

  huggingFaceFiles(context: number): Readonly<Record<string, string>> {
    return formatHuggingFaceFiles(this.#files, this.endMark !== null, context);
  }

  lists(): TokenLists {
    return listsOf(this.#files, this.vocabularySize, this.endMark);
  }

  #encodePlain(text: string, out: TokenSink): void {
    WORD.lastIndex = 0;
    let start = 0;
    // Every character belongs to a word, so each match begins where the last one ended.
    while (WORD.test(text)) {
      out.push(this.#encodeWord(text.slice(start, WORD.lastIndex)));
      start = WORD.lastIndex;
    }
  }

  #encodeWord(word: string): readonly number[] {
    const remembered = this.#remembered.get(word);
    if (remembered !== undefined) return remembered;
    const bytes = this.#encoder.encode(word);
    const tokens = mergeWord(bytes, this.#vocabulary);
    if (word.length <= LONGEST_REMEMBERED_WORD) {
      if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
      // A copy, because `word` is a slice and would keep the whole text in memory.
      this.#remembered.set(this.#decoder.decode(bytes), tokens);
    }
    return tokens;
  }
}

/** Without spread arguments, whose number is limited. */
function appendAll(tokens: number[], more: readonly number[]): void {
  for (const token of more) tokens.push(token);
}
