import { wordsOf } from '../language/words.ts';
import { BandIndex } from './band-index.ts';
import { type Signature, signatureOf, similarityOf } from './min-hash.ts';
import { TextNumbers } from './text-numbers.ts';

/** A post that repeats another one. */
export interface Repeat {
  /** Index of the post that is kept. */
  readonly of: number;
  /** How much of both is the same, 0 to 1; 1 only if they are identical. */
  readonly similarity: number;
}

/** From this likeness on, a post counts as a repeat. */
const LEAST_SIMILARITY = 0.7;
/** Shorter texts resemble each other by chance, so they count as repeats only if identical. */
const FEWEST_WORDS = 30;

/**
 * Finds posts that repeat others: reposts, corrected versions, posts that occur twice in an export. Of several, the
 * newest is kept because it is the corrected one; with the same date or none, the longest; of equal length, the first.
 * A post is only left out in favour of one that is kept. Stores no text, only about 900 bytes a post, and up to 4 KB
 * more while it searches.
 */
export class RepeatFinder {
  readonly #keys = new TextNumbers();
  readonly #signatures: Signature[] = [];
  /** For each post: the number of its text; its day as 20190310, or 0; its words; its signature unless it is short. */
  readonly #same: number[] = [];
  readonly #days: number[] = [];
  readonly #words: number[] = [];
  readonly #signatureOf: (number | null)[] = [];

  /** `sameKey` is equal for identical posts; `day` is YYYY-MM-DD or null. */
  add(text: string, sameKey: string, day: string | null): void {
    const words = wordsOf(text);
    this.#same.push(this.#keys.numberOf(sameKey));
    this.#days.push(day === null ? 0 : Number(day.replaceAll('-', '')));
    this.#words.push(words.length);
    this.#signatureOf.push(words.length < FEWEST_WORDS ? null : this.#signatures.push(signatureOf(words)) - 1);
  }

  /** The posts to leave out, by their index in the order of adding. Without `near`, only identical ones. */
  repeats({ near }: { readonly near: boolean }): Map<number, Repeat> {
    const repeats = new Map<number, Repeat>();
    /** Kept posts, by number of text and by number of signature. */
    const staying = new Map<number, number>();
    const withSignature: number[] = [];
    const bands = new BandIndex(this.#signatures);
    for (const index of this.#inOrderOfStaying()) {
      const same = staying.get(this.#same[index]);
      const signature = near ? this.#signatureOf[index] : null;
      const nearest = same !== undefined || signature === null ? null : this.#nearest(signature, bands);
      if (same !== undefined) repeats.set(index, { of: same, similarity: 1 });
      else if (nearest !== null) repeats.set(index, { of: withSignature[nearest.of], similarity: nearest.similarity });
      else {
        staying.set(this.#same[index], index);
        if (signature === null) continue;
        withSignature[signature] = index;
        bands.add(signature);
      }
    }
    return repeats;
  }

  #inOrderOfStaying(): Uint32Array {
    const [days, words] = [this.#days, this.#words];
    return Uint32Array.from(days.keys()).sort((one, other) => {
      return days[other] - days[one] || words[other] - words[one] || one - other;
    });
  }

  /** The most similar signature, if any is similar enough. */
  #nearest(signature: number, bands: BandIndex): Repeat | null {
    let best: Repeat | null = null;
    for (const of of bands.withCommonBand(signature)) {
      const similarity = Math.min(0.99, similarityOf(this.#signatures[signature], this.#signatures[of]));
      if (similarity >= LEAST_SIMILARITY && similarity > (best?.similarity ?? 0)) best = { of, similarity };
    }
    return best;
  }
}
