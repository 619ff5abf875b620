import { Fault } from '../../fault.ts';
import { AddedTokens } from './added-tokens.ts';
import { mergeWord } from './merge-word.ts';
import { parseOnce } from './parse-once.ts';
import type { Vocabulary, VocabularyFiles } from './vocabulary.ts';

/** A token id that the vocabulary does not have. */
export class TokenRangeFault extends Fault {}

/**
 * How GPT-2 cuts text into words before merging: contractions (lower case only), then runs of letters, of
 * numbers or of anything else, each with one space in front; white space otherwise, without the last
 * character when a word follows. \p{White_Space} and not \s: Python's \s, which the vocabulary was
 * made with, has U+0085 and not U+FEFF; JavaScript's has U+FEFF and not U+0085.
 */
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Words of any corpus repeat (Zipf, 1935): this many are remembered, then all are forgotten at once. */
const REMEMBERED_WORDS = 2 ** 17;
/** Longer words hardly ever come again. */
const LONGEST_REMEMBERED_WORD = 64;

/** GPT-2's byte-level byte-pair encoding, over any vocabulary of its shape. */
export class Tokenizer {
  readonly n_vocab: number;
  /** The id of `<|endoftext|>`, which `encode` never gives (50256 in the official vocabulary); null if there is none. */
  readonly endOfText: number | null;
  /** Ids that no text has: no token stands behind them. Ascending. */
  readonly unused: readonly number[];
  /** Where an added token may go across white space, a text can only be encoded as a whole. */
  readonly needsWholeText: boolean;
  readonly #vocabulary: Vocabulary;
  readonly #added: AddedTokens;
  readonly #remembered = new Map<string, readonly number[]>();
  readonly #encoder = new TextEncoder();
  readonly #decoder = utf8Decoder();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.n_vocab = vocabulary.n_vocab;
    this.endOfText = vocabulary.endOfText;
    this.#added = new AddedTokens(vocabulary.added);
    this.needsWholeText = vocabulary.added.some(
      ({ content, lstrip, rstrip }) => lstrip || rstrip || /\p{White_Space}/u.test(content),
    );
    this.unused = [...vocabulary.tokenEnds.keys()].filter(
      (id) => vocabulary.tokenEnds[id] === (id === 0 ? 0 : vocabulary.tokenEnds[id - 1]),
    );
  }

  /** Throws VocabularyFault if a file is not as it should be. */
  static fromFiles(files: VocabularyFiles): Tokenizer {
    return new Tokenizer(parseOnce(files));
  }

  /**
   * The tokens of a text. Added tokens are cut out of it first; `<|endoftext|>` is ordinary text here; half a surrogate
   * pair counts as U+FFFD.
   */
  encode(text: string): number[] {
    const tokens: number[] = [];
    this.encodeInto(text, { push: (ids) => void appendAll(tokens, ids) });
    return tokens;
  }

  /** As `encode`, a word's tokens at a time. */
  encodeInto(text: string, out: { push(ids: readonly number[]): void }): void {
    for (const part of this.#added.isEmpty ? [text] : this.#added.divide(text)) {
      if (typeof part === 'number') out.push([part]);
      else this.#encodePlain(part, out);
    }
  }

  #encodePlain(text: string, out: { push(ids: readonly number[]): void }): void {
    WORD.lastIndex = 0;
    let start = 0;
    // Every character belongs to a word, so each match begins where the last one ended.
    while (WORD.test(text)) {
      out.push(this.#encodeWord(text.slice(start, WORD.lastIndex)));
      start = WORD.lastIndex;
    }
  }

  /** The text of some tokens; bytes that are not valid UTF-8 become U+FFFD. Throws TokenRangeFault. */
  decode(ids: Iterable<number>): string {
    const stream = new TextStream(this);
    let text = '';
    for (const id of ids) text += stream.push(id);
    return text + stream.end();
  }

  /** The bytes of one token: not always whole characters. Throws TokenRangeFault. */
  bytesOf(id: number): Uint8Array {
    if (!Number.isInteger(id) || id < 0 || id >= this.n_vocab) {
      throw new TokenRangeFault(`Token ${id} is not in the vocabulary, whose ids go from 0 to ${this.n_vocab - 1}.`);
    }
    const { tokenBytes, tokenEnds } = this.#vocabulary;
    return tokenBytes.subarray(id === 0 ? 0 : tokenEnds[id - 1], tokenEnds[id]);
  }

  /** The bytes of all tokens, one after the other; those of token i end at `tokenEnds[i]`. To be read only. */
  get bytesOfAll(): Pick<Vocabulary, 'tokenBytes' | 'tokenEnds'> {
    return this.#vocabulary;
  }

  #encodeWord(word: string): readonly number[] {
    const remembered = this.#remembered.get(word);
    if (remembered !== undefined) return remembered;
    const bytes = this.#encoder.encode(word);
    const tokens = mergeWord(bytes, this.#vocabulary);
    if (word.length <= LONGEST_REMEMBERED_WORD) {
      if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
      // Decoded anew, because `word` is a slice and would keep the whole text that it was cut from in memory.
      this.#remembered.set(this.#decoder.decode(bytes), tokens);
    }
    return tokens;
  }
}

/** Text out of tokens as they are generated: a character whose bytes have not all come is held back. */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  readonly #decoder = utf8Decoder();

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** The text that this token completes, often with the end of a character begun before; may be empty. */
  push(id: number): string {
    return this.#decoder.decode(this.#tokenizer.bytesOf(id), { stream: true });
  }

  /** What was held back, as U+FFFD. The stream may be used for another text afterwards. */
  end(): string {
    return this.#decoder.decode();
  }
}

/** `ignoreBOM`, because a U+FEFF is text here like any other, also at the beginning. */
function utf8Decoder() {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

/** Without spread arguments, whose number is limited. */
function appendAll(tokens: number[], more: readonly number[]): void {
  for (const token of more) tokens.push(token);
}
