import { ByteTextStream } from '../byte-text-stream.ts';
import { PieceEncoder } from '../piece-encoder.ts';
import { bytesOfToken, unusedTokensOf } from '../token-bytes.ts';
import type { StreamEncoder, TextStream, TokenBytes, Tokenizer, TokenLists, TokenSink } from '../tokenizer.ts';
import { AddedTokens } from './added-tokens.ts';
import { WordMerger } from './merge-word.ts';
import { normalizeNfc } from './nfc.ts';
import { parseOnce } from './parse-once.ts';
import { GPT2_RULES } from './text-rules.ts';
import { TokenIndex } from './token-index.ts';
import { listsOf } from './token-lists.ts';
import { mostBytes, writeUtf8 } from './utf8.ts';
import { NO_TOKEN, type Vocabulary, type VocabularyFiles } from './vocabulary.ts';
import { formatCheckpointFiles, formatHuggingFaceFiles } from './vocabulary-texts.ts';
import { WordCache } from './word-cache.ts';
import { lastCut, type WordEnd, type WordRule, wordEnds } from './words.ts';

/** Byte-level byte-pair encoding, as of GPT-2, SmolLM, Qwen and Llama 3. `encode` never gives a mark. */
export class BpeTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  readonly beginMark: number | null;
  readonly endMark: number | null;
  readonly stopTokens: ReadonlySet<number>;
  readonly unusedTokens: readonly number[];
  readonly addsSpace = false;
  /** True if an added token may reach across white space. */
  readonly needsWholeText: boolean;
  readonly #files: VocabularyFiles;
  readonly #vocabulary: Vocabulary;
  readonly #added: AddedTokens;
  readonly #wordRule: WordRule;
  readonly #wordEnd: WordEnd;
  readonly #cache = new WordCache();
  readonly #merger: WordMerger;
  /** Null if merges decide about all words. */
  readonly #wholeWords: TokenIndex | null;
  /** Room for the bytes of a word; it grows with the longest one. */
  #bytes = new Uint8Array(mostBytes(64));

  /** Throws VocabularyFault if a file is damaged or of another kind. */
  constructor(files: VocabularyFiles) {
    const vocabulary = parseOnce(files);
    this.#files = files;
    this.#vocabulary = vocabulary;
    this.vocabularySize = vocabulary.tokenEnds.length;
    const { words, nfc, wholeWords } = files.rules ?? GPT2_RULES;
    const { marks, added, specialTokens } = vocabulary;
    this.beginMark = marks.beginMark;
    this.endMark = marks.endMark;
    this.stopTokens = new Set(marks.stopTokens);
    this.#wordRule = words;
    this.#wordEnd = wordEnds[words];
    this.#merger = new WordMerger(vocabulary.merges, vocabulary.tokenOfByte);
    this.#wholeWords = wholeWords ? new TokenIndex(vocabulary, (id) => vocabulary.isInEncoder[id]) : null;
    this.#added = new AddedTokens(added, nfc ? normalizeNfc : (text) => text);
    this.needsWholeText = added.some(
      ({ content, lstrip, rstrip }) => lstrip || rstrip || /\p{White_Space}/u.test(content),
    );
    this.unusedTokens = unusedTokensOf(vocabulary, specialTokens, this.stopTokens);
  }

  encode(text: string): number[] {
    const tokens: number[] = [];
    this.encodeInto(text, { push: (ids) => void appendAll(tokens, ids) });
    return tokens;
  }

  encodeInto(text: string, out: TokenSink): void {
    for (const part of this.#added.divide(text)) {
      if (typeof part === 'number') out.push([part]);
      else this.#encodePlain(part, out);
    }
  }

  streamEncoder(out: TokenSink): StreamEncoder {
    return new PieceEncoder(
      (text) => this.encodeInto(text, out),
      this.needsWholeText ? () => -1 : (before, piece) => lastCut(before, piece, this.#wordRule),
    );
  }

  decode(ids: Iterable<number>): string {
    const stream = this.textStream();
    let text = '';
    for (const id of ids) text += stream.push(id);
    return text + stream.end();
  }

  textStream(): TextStream {
    return new ByteTextStream(this, false);
  }

  bytesOf(id: number): Uint8Array {
    return bytesOfToken(this.#vocabulary, id);
  }

  get bytesOfAll(): TokenBytes {
    return this.#vocabulary;
  }

  files(): Readonly<Record<string, string>> {
    return formatCheckpointFiles(this.#files, this.#vocabulary.marks);
  }

  huggingFaceFiles(context: number): Readonly<Record<string, string>> {
    return formatHuggingFaceFiles(this.#files, this.#vocabulary.marks, context);
  }

  lists(): TokenLists {
    return listsOf(this.#files, this.vocabularySize, this.#vocabulary.marks);
  }

  #encodePlain(text: string, out: TokenSink): void {
    for (let start = 0; start < text.length; ) {
      const end = this.#wordEnd(text, start);
      let tokens = this.#cache.find(text, start, end);
      if (tokens === undefined) {
        tokens = this.#encodeWord(text, start, end);
        this.#cache.add(text, start, end, tokens);
      }
      out.push(tokens);
      start = end;
    }
  }

  #encodeWord(text: string, start: number, end: number): readonly number[] {
    const most = mostBytes(end - start);
    if (most > this.#bytes.length) this.#bytes = new Uint8Array(most);
    const bytes = this.#bytes;
    const written = writeUtf8(text, start, end, bytes);
    const whole = this.#wholeWords?.find(bytes, written) ?? -1;
    if (whole !== -1) return [whole];
    const { tokenOfByte } = this.#vocabulary;
    let count = 0;
    for (let at = 0; at < written; at++) if (tokenOfByte[bytes[at]] !== NO_TOKEN) bytes[count++] = bytes[at];
    return this.#merger.merge(bytes, count);
  }
}

/** Without spread arguments, whose number is limited. */
function appendAll(tokens: number[], more: readonly number[]): void {
  for (const token of more) tokens.push(token);
}
