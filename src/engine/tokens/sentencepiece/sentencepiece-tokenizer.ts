import { AddedTokens, type TextPart } from '../bpe/added-tokens.ts';
import { mergeLong, mergeShort, SHORT_WORD } from '../bpe/merge-symbols.ts';
import { mostBytes, writeUtf8 } from '../bpe/utf8.ts';
import { WordCache } from '../bpe/word-cache.ts';
import { ByteTextStream } from '../byte-text-stream.ts';
import { PieceEncoder } from '../piece-encoder.ts';
import { bytesOfToken, unusedTokensOf } from '../token-bytes.ts';
import type { StreamEncoder, TextStream, TokenBytes, Tokenizer, TokenLists, TokenSink } from '../tokenizer.ts';
import { listsOfPieces } from './piece-lists.ts';
import { checkpointFiles, huggingFaceFiles } from './piece-texts.ts';
import { NO_TOKEN, type PieceVocabulary, parsePieces } from './piece-vocabulary.ts';
import { type PieceFiles, SPACE_SIGN } from './pieces.ts';
import { lastWordEnd, wordEnd } from './word-cuts.ts';

/** A character that no other can continue, and that stands for half a surrogate pair. */
const REPLACEMENT = 0xfffd;

/**
 * Byte-pair encoding of SentencePiece's kind, as of Llama 2 and TinyLlama: over the characters of a whole text, with signs
 * for spaces, one of them in front, and bytes for characters that have no token. `encode` never gives a mark.
 */
export class SentencePieceTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  readonly beginMark: number | null;
  readonly endMark: number | null;
  readonly stopTokens: ReadonlySet<number>;
  readonly unusedTokens: readonly number[];
  readonly addsSpace: boolean;
  /** True if there are added tokens, which may begin or end anywhere. */
  readonly needsWholeText: boolean;
  readonly #files: PieceFiles;
  readonly #vocabulary: PieceVocabulary;
  readonly #added: AddedTokens;
  /** Whether `#added` gives text that already has its signs and spaces in front. */
  readonly #dividesSigns: boolean;
  readonly #cache = new WordCache();
  readonly #ranks = new Int32Array(SHORT_WORD);
  /** Room for the symbols of a word, and for the bytes of a character. */
  #symbols = new Int32Array(mostBytes(64));
  readonly #bytes = new Uint8Array(4);

  /** Throws VocabularyFault if the files contradict themselves. */
  constructor(files: PieceFiles) {
    const vocabulary = parsePieces(files);
    const { marks, added, specialTokens } = vocabulary;
    const { spacePrefix, findsInSigns } = files.rules;
    this.#files = files;
    this.#vocabulary = vocabulary;
    this.vocabularySize = vocabulary.tokenEnds.length;
    this.beginMark = marks.beginMark;
    this.endMark = marks.endMark;
    this.stopTokens = new Set(marks.stopTokens);
    this.unusedTokens = unusedTokensOf(vocabulary, specialTokens, this.stopTokens);
    this.addsSpace = spacePrefix !== 'none';
    this.needsWholeText = added.some(({ special }) => !special);
    this.#dividesSigns = findsInSigns && this.needsWholeText;
    this.#added = new AddedTokens(
      added,
      this.#dividesSigns ? (text) => this.#prefixed(text, false).replaceAll(' ', SPACE_SIGN) : (text) => text,
    );
  }

  encode(text: string): number[] {
    const tokens: number[] = [];
    this.encodeInto(text, {
      push(ids) {
        for (const id of ids) tokens.push(id);
      },
    });
    return tokens;
  }

  encodeInto(text: string, out: TokenSink): void {
    for (const part of this.#divide(text)) {
      if (typeof part === 'number') out.push([part]);
      else this.#encodePlain(part, out);
    }
  }

  streamEncoder(out: TokenSink): StreamEncoder {
    const { unitKinds } = this.#vocabulary;
    return new PieceEncoder(
      (text, isStart) => (isStart ? this.encodeInto(text, out) : this.#encodePlain(text, out)),
      (before, text) => (this.needsWholeText ? -1 : lastWordEnd(before, text, unitKinds)),
    );
  }

  decode(ids: Iterable<number>): string {
    const stream = this.textStream();
    let text = '';
    for (const id of ids) text += stream.push(id);
    return text + stream.end();
  }

  textStream(continues = false): TextStream {
    return new ByteTextStream(this, this.addsSpace && !continues);
  }

  bytesOf(id: number): Uint8Array {
    return bytesOfToken(this.#vocabulary, id);
  }

  get bytesOfAll(): TokenBytes {
    return this.#vocabulary;
  }

  files(): Readonly<Record<string, string>> {
    return checkpointFiles(this.#files);
  }

  huggingFaceFiles(context: number): Readonly<Record<string, string>> {
    return huggingFaceFiles(this.#files, this.#vocabulary.marks, context);
  }

  lists(): TokenLists {
    return listsOfPieces(this.#files, this.#vocabulary.marks);
  }

  /** The added tokens of a text, and what is between them, with spaces in front. */
  #divide(text: string): TextPart[] {
    const parts = this.#added.divide(text);
    if (this.#dividesSigns) return parts;
    return parts.map((part, i) => (typeof part === 'number' ? part : this.#prefixed(part, i === 0)));
  }

  #prefixed(text: string, isFirst: boolean): string {
    const { spacePrefix } = this.#files.rules;
    if (text === '' || spacePrefix === 'none' || (spacePrefix === 'first' && !isFirst)) return text;
    const hasSpace = text.startsWith(' ') || text.startsWith(SPACE_SIGN);
    return hasSpace && spacePrefix !== 'each' ? text : ` ${text}`;
  }

  #encodePlain(text: string, out: TokenSink): void {
    const { unitKinds } = this.#vocabulary;
    for (let start = 0; start < text.length; ) {
      const end = wordEnd(text, start, unitKinds);
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
    const { merges } = this.#vocabulary;
    const count = this.#writeSymbols(text, start, end);
    const [symbols, ranks] = [this.#symbols, this.#ranks];
    if (count > SHORT_WORD) return mergeLong(symbols.slice(0, count), merges);
    for (let at = 0; at < count - 1; at++) ranks[at] = merges.rankOf(symbols[at], symbols[at + 1]);
    return mergeShort(symbols, ranks, count, merges);
  }

  /**
   * Writes the token of each character, or those of its bytes, to `#symbols`, and returns how many there are. As in Hugging
   * Face's tokenizers, the token for unknown characters waits for the next character that has a token.
   */
  #writeSymbols(text: string, start: number, end: number): number {
    if (mostBytes(end - start) + 1 > this.#symbols.length) this.#symbols = new Int32Array(mostBytes(end - start) + 1);
    const symbols = this.#symbols;
    const { unknown } = this.#vocabulary;
    const { fusesUnknown } = this.#files.rules;
    let count = 0;
    let waits = false;
    for (let at = start; at < end; ) {
      const point = text.codePointAt(at)!;
      const units = point >= 0x10000 ? 2 : 1;
      const token = this.#tokenOf(point);
      if (token !== NO_TOKEN) {
        if (waits) symbols[count++] = unknown;
        waits = false;
        symbols[count++] = token;
      } else {
        const bytes = this.#writeBytes(text, at, at + units, count);
        if (bytes === 0 && unknown !== NO_TOKEN) {
          if (waits && !fusesUnknown) symbols[count++] = unknown;
          waits = true;
        }
        count += bytes;
      }
      at += units;
    }
    if (waits) symbols[count++] = unknown;
    return count;
  }

  #tokenOf(point: number): number {
    const { tokenOfUnit, tokenOfPoint } = this.#vocabulary;
    if (point >= 0x10000) return tokenOfPoint.get(point) ?? NO_TOKEN;
    return tokenOfUnit[point >= 0xd800 && point < 0xe000 ? REPLACEMENT : point];
  }

  /** Writes the tokens of a character's bytes to `#symbols` from `at` on, and returns how many; 0 unless each byte has one. */
  #writeBytes(text: string, start: number, end: number, at: number): number {
    const { tokenOfByte } = this.#vocabulary;
    const count = writeUtf8(text, start, end, this.#bytes);
    for (let i = 0; i < count; i++) {
      const token = tokenOfByte[this.#bytes[i]];
      if (token === NO_TOKEN) return 0;
      this.#symbols[at + i] = token;
    }
    return count;
  }
}
