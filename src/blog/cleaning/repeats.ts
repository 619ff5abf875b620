import { wordsOf } from '../corpus/count-words.ts';
import { bandsOf, likeness, type Signature, signatureOf } from './min-hash.ts';

/** A post that says what another one says. */
export interface Repeat {
  /** Index of the post that stays. */
  readonly of: number;
  /** How much of both is the same, 0 to 1; 1 only where all of it is. */
  readonly alike: number;
}

/** From here on a post counts as a repetition of another one. */
const ALIKE = 0.7;
/** Shorter texts resemble each other by chance: of them only those that are the same are found. */
const FEWEST_WORDS = 30;

interface Entry {
  readonly index: number;
  readonly sameKey: string;
  /** '' for none. */
  readonly day: string;
  readonly words: number;
  /** Null for a text too short to be alike. */
  readonly signature: Signature | null;
}

/**
 * Finds posts that repeat other ones: reposts, corrected versions, posts that an export has twice. Of those that say the
 * same the newest stays, for it is the one that was corrected; of one day, or without a date, the longest; of equally
 * long ones the one that came first. A post is left out only for one that stays. Keeps 512 bytes for each post, no text.
 */
export class RepeatFinder {
  readonly #entries: Entry[] = [];

  /** `sameKey`: equal for posts that are the same; `day`: YYYY-MM-DD or null. */
  add(text: string, sameKey: string, day: string | null): void {
    const words = wordsOf(text);
    this.#entries.push({
      index: this.#entries.length,
      sameKey,
      day: day ?? '',
      words: words.length,
      signature: words.length < FEWEST_WORDS ? null : signatureOf(words),
    });
  }

  /** What is left out, by the index in the order of adding. Without `near`, only what is the same. */
  repeats({ near }: { readonly near: boolean }): Map<number, Repeat> {
    const repeats = new Map<number, Repeat>();
    const same = new Map<string, number>();
    const staying = new Map<string, Entry[]>();
    for (const entry of this.#entries.toSorted(inOrderOfStaying)) {
      const first = same.get(entry.sameKey);
      const repeat = first !== undefined ? { of: first, alike: 1 } : near ? nearest(entry, staying) : null;
      if (repeat !== null) {
        repeats.set(entry.index, repeat);
        continue;
      }
      same.set(entry.sameKey, entry.index);
      for (const band of near && entry.signature !== null ? bandsOf(entry.signature) : []) {
        const others = staying.get(band);
        if (others === undefined) staying.set(band, [entry]);
        else others.push(entry);
      }
    }
    return repeats;
  }
}

function inOrderOfStaying(one: Entry, other: Entry): number {
  if (one.day !== other.day) return one.day > other.day ? -1 : 1;
  return other.words - one.words || one.index - other.index;
}

/** The post most alike, if any is alike enough. */
function nearest({ signature }: Entry, staying: ReadonlyMap<string, readonly Entry[]>): Repeat | null {
  if (signature === null) return null;
  const candidates = new Set(bandsOf(signature).flatMap((band) => staying.get(band) ?? []));
  let best: Repeat | null = null;
  for (const candidate of candidates) {
    const alike = Math.min(0.99, likeness(signature, candidate.signature!));
    if (alike >= ALIKE && alike > (best?.alike ?? 0)) best = { of: candidate.index, alike };
  }
  return best;
}
