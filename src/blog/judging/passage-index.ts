import { placedWordsOf, wordsOf } from '../language/words.ts';
import { sameWord } from './same-word.ts';
import { suffixArray } from './suffix-array.ts';

/** A text that others may have copied from. */
export interface ReferenceText {
  /** What it is called in messages. */
  readonly source: string;
  readonly text: string;
}

/** A passage that stands word for word in a reference text; case, punctuation and line breaks do not matter. */
export interface SharedPassage {
  readonly words: number;
  /** As it stands in the text that was looked at. */
  readonly passage: string;
  /** Of the first reference text that has it. */
  readonly source: string;
}

/** What a text has in common with the reference texts. */
export interface SharedText {
  /** Of the text. */
  readonly words: number;
  /** Null where no word is shared. */
  readonly longest: SharedPassage | null;
  /** All from `GRAM_WORDS` words on, the longest first, none within or across another. */
  readonly passages: readonly SharedPassage[];
  /** The share of its runs of `GRAM_WORDS` words that stand in a reference text, 0 to 1; 0 for a text without any. */
  readonly sharedGrams: number;
}

/** Of a long passage, its first and its last words, as many as fit a few lines of a screen; on one line. */
export function shortened(passage: string): string {
  const words = placedWordsOf(passage);
  const [first, last] = [20, 10];
  if (words.length <= first + last + 1) return passage.replace(/\s+/g, ' ');
  // Marks at a word stay with it.
  const between = (word: number): string =>
    passage.slice(words[word - 1].index + words[word - 1].word.length, words[word].index);
  const [, behind] = /^(\S*)/.exec(between(first))!;
  const [before] = /\S*$/.exec(between(words.length - last))!;
  const end = words[first - 1].index + words[first - 1].word.length + behind.length;
  const start = words[words.length - last].index - before.length;
  return `${passage.slice(0, end)} … ${passage.slice(start)}`.replace(/\s+/g, ' ');
}

/** Fewer words than this in a row are often nobody's: "at the end of the day it is". */
export const GRAM_WORDS = 8;

/** Stands behind each text, and is no word: no passage goes from one text into the next. */
const END_OF_TEXT = 0;
/** A word that no reference text has. */
const UNKNOWN = -1;

const FIRST_CAPACITY_WORDS = 2 ** 16;

/** Takes reference texts one after the other, keeps their words as numbers, and makes an index of them. */
export class PassageIndexBuilder {
  readonly #sources: string[] = [];
  readonly #starts: number[] = [];
  /** By the word as it is written, so that most words are looked at once. */
  readonly #idOf = new Map<string, number>();
  #words = new Int32Array(FIRST_CAPACITY_WORDS);
  #length = 0;
  #ids = 1;

  /** `words` as `wordsOf` gives them. */
  add(source: string, words: readonly string[]): void {
    this.#sources.push(source);
    this.#starts.push(this.#length);
    this.#makeRoom(words.length + 1);
    for (const word of words) this.#words[this.#length++] = this.#idOf.get(word) ?? this.#learn(word);
    this.#words[this.#length++] = END_OF_TEXT;
  }

  /** What `finish` will take besides. */
  get bytesToFinish(): number {
    // The order, marks of an eighth of a byte a word at each of its scales, and the counts of each word, three times.
    return 4 * this.#length + this.#length / 4 + 12 * this.#ids;
  }

  /** Sorts what was added. Throws RangeError where there is no memory for it: 8 bytes a word and more. */
  finish(): PassageIndex {
    const words = this.#words.subarray(0, this.#length);
    return new PassageIndex(words, suffixArray(words, this.#ids), this.#idOf, this.#starts, this.#sources);
  }

  #learn(written: string): number {
    const word = sameWord(written);
    const id = this.#idOf.get(word) ?? this.#ids++;
    this.#idOf.set(word, id).set(written, id);
    return id;
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#words.length) return;
    const grown = new Int32Array(Math.max(needed, 2 * this.#words.length));
    grown.set(this.#words.subarray(0, this.#length));
    this.#words = grown;
  }
}

/** A stretch of the text that stands in the reference texts. */
interface Match {
  /** Of its first word in the text. */
  readonly start: number;
  readonly words: number;
  /** A place in the order of suffixes that begin with it. */
  readonly rank: number;
}

/** Finds passages of a text in the reference texts, by their suffix array: each word takes a binary search. */
export class PassageIndex {
  readonly #words: Int32Array;
  /** Starts of the suffixes of `#words`, in their order. */
  readonly #order: Int32Array;
  readonly #idOf: ReadonlyMap<string, number>;
  readonly #starts: readonly number[];
  readonly #sources: readonly string[];

  constructor(
    words: Int32Array,
    order: Int32Array,
    idOf: ReadonlyMap<string, number>,
    starts: readonly number[],
    sources: readonly string[],
  ) {
    this.#words = words;
    this.#order = order;
    this.#idOf = idOf;
    this.#starts = starts;
    this.#sources = sources;
  }

  static of(texts: Iterable<ReferenceText>): PassageIndex {
    const builder = new PassageIndexBuilder();
    for (const { source, text } of texts) builder.add(source, wordsOf(text));
    return builder.finish();
  }

  sharedWith(text: string): SharedText {
    const placed = placedWordsOf(text);
    const ids = Int32Array.from(
      placed,
      ({ word }) => this.#idOf.get(word) ?? this.#idOf.get(sameWord(word)) ?? UNKNOWN,
    );
    const matches = Array.from(ids, (_, start) => this.#longestFrom(ids, start));
    const passageOf = (match: Match): SharedPassage => {
      const [first, last] = [placed[match.start], placed[match.start + match.words - 1]];
      return {
        words: match.words,
        passage: text.slice(first.index, last.index + last.word.length),
        source: this.#firstSourceOf(match),
      };
    };
    const longest = matches.reduce<Match | null>(
      (best, match) => (match.words > (best?.words ?? 0) ? match : best),
      null,
    );
    const grams = Math.max(0, ids.length - GRAM_WORDS + 1);
    const shared = matches.filter(({ words }) => words >= GRAM_WORDS);
    return {
      words: ids.length,
      longest: longest === null ? null : passageOf(longest),
      passages: apart(shared).map(passageOf),
      sharedGrams: grams === 0 ? 0 : shared.length / grams,
    };
  }

  /** The longest run from the word at `start` that stands in the reference texts. */
  #longestFrom(ids: Int32Array, start: number): Match {
    let [low, high] = [0, this.#order.length];
    // Words that the suffixes just below `low` and at `high` share with the text: all between share the fewer of them.
    let [lowWords, highWords] = [0, 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      const [suffix, from] = [this.#order[middle], Math.min(lowWords, highWords)];
      const words = this.#sharedWords(ids, start, suffix, from);
      const isBelow = start + words < ids.length && (this.#words[suffix + words] ?? UNKNOWN) < ids[start + words];
      if (isBelow) [low, lowWords] = [middle + 1, words];
      else [high, highWords] = [middle, words];
    }
    return lowWords > highWords
      ? { start, words: lowWords, rank: low - 1 }
      : { start, words: highWords, rank: Math.min(low, this.#order.length - 1) };
  }

  /** Words in a row that the text from `start` and a suffix have in common, `known` of them at least. */
  #sharedWords(ids: Int32Array, start: number, suffix: number, known: number): number {
    let words = known;
    while (start + words < ids.length && ids[start + words] === this.#words[suffix + words]) words++;
    return words;
  }

  #firstSourceOf({ words, rank }: Match): string {
    const order = this.#order;
    const begins = (other: number): boolean => {
      for (let k = 0; k < words; k++) {
        if (this.#words[order[rank] + k] !== this.#words[order[other] + k]) return false;
      }
      return true;
    };
    let first = order[rank];
    for (let other = rank - 1; other >= 0 && begins(other); other--) first = Math.min(first, order[other]);
    for (let other = rank + 1; other < order.length && begins(other); other++) first = Math.min(first, order[other]);
    return this.#sources[lastAtMost(this.#starts, first)];
  }
}

/** Of matches, the longest ones that share no word of the text with a longer one. */
function apart(matches: readonly Match[]): Match[] {
  const taken = new Set<number>();
  return matches
    .toSorted((a, b) => b.words - a.words || a.start - b.start)
    .filter(({ start, words }) => {
      // One that overlaps a longer one has its first or its last word in it.
      if (taken.has(start) || taken.has(start + words - 1)) return false;
      for (let i = start; i < start + words; i++) taken.add(i);
      return true;
    });
}

/** Index of the last of ascending `values` that is at most `value`. */
function lastAtMost(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
