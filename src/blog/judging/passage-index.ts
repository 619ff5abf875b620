import { normaliseWord } from '../language/normalise-word.ts';
import { placedWordsOf, wordsOf } from '../language/words.ts';
import { suffixArray } from './suffix-array.ts';

/** A text that others may have copied from. */
export interface ReferenceText {
  /** Its name in messages. */
  readonly source: string;
  readonly text: string;
}

/** A passage that occurs word for word in a reference text; case, punctuation and line breaks are ignored. */
export interface SharedPassage {
  readonly words: number;
  /** As written in the checked text. */
  readonly passage: string;
  /** The first reference text that contains it. */
  readonly source: string;
}

/** What a text shares with the reference texts. */
export interface SharedText {
  /** Number of words in the text. */
  readonly words: number;
  /** Null if no word is shared. */
  readonly longest: SharedPassage | null;
  /** All of at least `GRAM_WORDS` words, the longest first; none of them overlap. */
  readonly passages: readonly SharedPassage[];
  /**
   * The share of its runs of `GRAM_WORDS` words that occur in a reference text, 0 to 1; 0 for a text without such runs.
   */
  readonly sharedGrams: number;
}

/** Shortens a long passage to its first and last words, to fit a few lines of a screen; always a single line. */
export function shortenPassage(passage: string): string {
  const words = placedWordsOf(passage);
  const [first, last] = [20, 10];
  if (words.length <= first + last + 1) return passage.replace(/\s+/g, ' ');
  // Punctuation stays with its word.
  const between = (word: number): string =>
    passage.slice(words[word - 1].index + words[word - 1].word.length, words[word].index);
  const [, behind] = /^(\S*)/.exec(between(first))!;
  const [before] = /\S*$/.exec(between(words.length - last))!;
  const end = words[first - 1].index + words[first - 1].word.length + behind.length;
  const start = words[words.length - last].index - before.length;
  return `${passage.slice(0, end)} … ${passage.slice(start)}`.replace(/\s+/g, ' ');
}

/** Shorter runs are often common phrases: "at the end of the day it is". */
export const GRAM_WORDS = 8;

/** Separates texts, so that no passage continues from one text into the next. */
const END_OF_TEXT = 0;
/** A word that no reference text contains. */
const UNKNOWN = -1;

const FIRST_CAPACITY_WORDS = 2 ** 16;

/** Suffixes of the text itself that are passed over; only one that repeats itself without end has more in a row. */
const MOST_OWN_SUFFIXES = 1000;

/** Collects reference texts one by one, stores their words as numbers, and builds an index. */
export class PassageIndexBuilder {
  readonly #sources: string[] = [];
  readonly #starts: number[] = [];
  /** By the written word, so that most words need a single lookup. */
  readonly #idOf = new Map<string, number>();
  #words = new Int32Array(FIRST_CAPACITY_WORDS);
  #length = 0;
  #ids = 1;

  /** `words`: the result of `wordsOf`. */
  add(source: string, words: readonly string[]): void {
    this.#sources.push(source);
    this.#starts.push(this.#length);
    this.#makeRoom(words.length + 1);
    for (const word of words) this.#words[this.#length++] = this.#idOf.get(word) ?? this.#learn(word);
    this.#words[this.#length++] = END_OF_TEXT;
  }

  /** Additional memory that `finish` will need. */
  get bytesToFinish(): number {
    // The order, bits for each word at every level of recursion, and three counters for each distinct word.
    return 4 * this.#length + this.#length / 4 + 12 * this.#ids;
  }

  /** Sorts the words. Throws RangeError if there is not enough memory: 8 bytes per word and more. */
  finish(): PassageIndex {
    const words = this.#words.subarray(0, this.#length);
    return new PassageIndex(words, suffixArray(words, this.#ids), this.#idOf, this.#starts, this.#sources);
  }

  #learn(written: string): number {
    const word = normaliseWord(written);
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

/** A stretch of the text that occurs in the reference texts. */
interface Match {
  /** Index of its first word in the text. */
  readonly start: number;
  readonly words: number;
  /** The position in the suffix array of a suffix that begins with it. */
  readonly rank: number;
}

/** Whether a position among the reference texts' words is in the text that is checked. */
type IsOwn = (position: number) => boolean;

/** Finds passages of a text in the reference texts with their suffix array: a binary search per word. */
export class PassageIndex {
  readonly #words: Int32Array;
  /** The suffix array of `#words`. */
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

  /** `own`: the source of the text itself, if it is a reference text too; nothing is shared with that one. */
  sharedWith(text: string, own: string | null = null): SharedText {
    const isOwn = this.#inTextsOf(own);
    const placed = placedWordsOf(text);
    const ids = Int32Array.from(
      placed,
      ({ word }) => this.#idOf.get(word) ?? this.#idOf.get(normaliseWord(word)) ?? UNKNOWN,
    );
    const matches = Array.from(ids, (_, start) => this.#longestFrom(ids, start, isOwn));
    const passageOf = (match: Match): SharedPassage => {
      const [first, last] = [placed[match.start], placed[match.start + match.words - 1]];
      return {
        words: match.words,
        passage: text.slice(first.index, last.index + last.word.length),
        source: this.#firstSourceOf(match, isOwn),
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

  /** Whether a position in `#words` is in a text of this source; null if there is no such text. */
  #inTextsOf(source: string | null): IsOwn | null {
    if (source === null || !this.#sources.includes(source)) return null;
    return (position) => this.#sources[lastAtMost(this.#starts, position)] === source;
  }

  /** The longest run from the word at `start` that occurs in the reference texts, except where `isOwn`. */
  #longestFrom(ids: Int32Array, start: number, isOwn: IsOwn | null): Match {
    let [low, high] = [0, this.#order.length];
    // Words that the suffixes just below `low` and at `high` share with the text; all suffixes between share at least
    // the smaller number.
    let [lowWords, highWords] = [0, 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      const [suffix, from] = [this.#order[middle], Math.min(lowWords, highWords)];
      const words = this.#sharedWords(ids, start, suffix, from);
      const isBelow = start + words < ids.length && (this.#words[suffix + words] ?? UNKNOWN) < ids[start + words];
      if (isBelow) [low, lowWords] = [middle + 1, words];
      else [high, highWords] = [middle, words];
    }
    if (isOwn !== null) return this.#longestOfOthers(ids, start, low, isOwn);
    return lowWords > highWords
      ? { start, words: lowWords, rank: low - 1 }
      : { start, words: highWords, rank: Math.min(low, this.#order.length - 1) };
  }

  /** The same with the nearest suffixes on both sides of `rank` that are not `isOwn`. */
  #longestOfOthers(ids: Int32Array, start: number, rank: number, isOwn: IsOwn): Match {
    const nearest = (from: number, step: 1 | -1): Match => {
      let other = from;
      for (let own = 0; own < MOST_OWN_SUFFIXES && other >= 0 && other < this.#order.length; own++) {
        const suffix = this.#order[other];
        if (!isOwn(suffix)) return { start, words: this.#sharedWords(ids, start, suffix, 0), rank: other };
        other += step;
      }
      return { start, words: 0, rank: 0 };
    };
    const [below, above] = [nearest(rank - 1, -1), nearest(rank, 1)];
    return below.words > above.words ? below : above;
  }

  /** How many consecutive words the text from `start` shares with a suffix; at least `known`. */
  #sharedWords(ids: Int32Array, start: number, suffix: number, known: number): number {
    let words = known;
    while (start + words < ids.length && ids[start + words] === this.#words[suffix + words]) words++;
    return words;
  }

  #firstSourceOf({ words, rank }: Match, isOwn: IsOwn | null): string {
    const order = this.#order;
    const begins = (other: number): boolean => {
      for (let k = 0; k < words; k++) {
        if (this.#words[order[rank] + k] !== this.#words[order[other] + k]) return false;
      }
      return true;
    };
    let first = order[rank];
    const take = (other: number) => {
      if (isOwn === null || !isOwn(order[other])) first = Math.min(first, order[other]);
    };
    for (let other = rank - 1; other >= 0 && begins(other); other--) take(other);
    for (let other = rank + 1; other < order.length && begins(other); other++) take(other);
    return this.#sources[lastAtMost(this.#starts, first)];
  }
}

/** The longest matches that do not overlap a longer one. */
function apart(matches: readonly Match[]): Match[] {
  const taken = new Set<number>();
  return matches
    .toSorted((a, b) => b.words - a.words || a.start - b.start)
    .filter(({ start, words }) => {
      // A match that overlaps a longer one has its first or last word in it.
      if (taken.has(start) || taken.has(start + words - 1)) return false;
      for (let i = start; i < start + words; i++) taken.add(i);
      return true;
    });
}

/** Index of the last of the ascending `values` that is at most `value`. */
function lastAtMost(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
