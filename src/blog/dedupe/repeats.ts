import { wordsOf } from '../language/words.ts';
import { BandIndex, SignatureList } from './band-index.ts';
import { likeness, signatureOf } from './min-hash.ts';
import { TextNumbers } from './text-numbers.ts';

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

/**
 * Finds posts that repeat other ones: reposts, corrected versions, posts that an export has twice. Of those that say the
 * same the newest stays, for it is the one that was corrected; of one day, or without a date, the longest; of equally
 * long ones the one that came first. A post is left out only for one that stays. Keeps numbers alone, 600 bytes for each
 * post and 400 more while it looks, so that any number of posts fits into memory.
 */
export class RepeatFinder {
  readonly #keys = new TextNumbers();
  readonly #signatures = new SignatureList();
  /** Of each post: the number of what it says; its day as 20190310, or 0; its words; its signature unless it is short. */
  readonly #same: number[] = [];
  readonly #days: number[] = [];
  readonly #words: number[] = [];
  readonly #signatureOf: (number | null)[] = [];

  /** `sameKey`: equal for posts that are the same; `day`: YYYY-MM-DD or null. */
  add(text: string, sameKey: string, day: string | null): void {
    const words = wordsOf(text);
    this.#same.push(this.#keys.numberOf(sameKey));
    this.#days.push(day === null ? 0 : Number(day.replaceAll('-', '')));
    this.#words.push(words.length);
    this.#signatureOf.push(words.length < FEWEST_WORDS ? null : this.#signatures.add(signatureOf(words)));
  }

  /** What is left out, by the index in the order of adding. Without `near`, only what is the same. */
  repeats({ near }: { readonly near: boolean }): Map<number, Repeat> {
    const repeats = new Map<number, Repeat>();
    /** By what they say, and by signature. */
    const staying = new Map<number, number>();
    const withSignature: number[] = [];
    const bands = new BandIndex(this.#signatures);
    for (const index of this.#inOrderOfStaying()) {
      const same = staying.get(this.#same[index]);
      const signature = near ? this.#signatureOf[index] : null;
      const nearest = same !== undefined || signature === null ? null : this.#nearest(signature, bands);
      if (same !== undefined) repeats.set(index, { of: same, alike: 1 });
      else if (nearest !== null) repeats.set(index, { of: withSignature[nearest.of], alike: nearest.alike });
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

  /** The signature most alike, if any is alike enough. */
  #nearest(signature: number, bands: BandIndex): Repeat | null {
    let best: Repeat | null = null;
    for (const of of bands.withCommonBand(signature)) {
      const alike = Math.min(0.99, likeness(this.#signatures.at(signature), this.#signatures.at(of)));
      if (alike >= ALIKE && alike > (best?.alike ?? 0)) best = { of, alike };
    }
    return best;
  }
}
