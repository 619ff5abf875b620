import { BANDS, bandHash, type Signature, shareBand } from './min-hash.ts';

/**
 * Most signatures that are kept with the same values in a band. What more texts share is a template, such as a footer, and
 * comparing all of them with each other would take quadratic time. Texts that repeat one another share eight bands on average,
 * so others than those of the template.
 */
export const MOST_IN_BAND = 64;

/** Finds signatures that have a band in common with a given one. */
export class BandIndex {
  /** For each band, the numbers of the signatures by the hash of their band. */
  readonly #bands = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  readonly #signatures: readonly Signature[];

  /** `signatures`: every signature that may be added or looked up, by number. */
  constructor(signatures: readonly Signature[]) {
    this.#signatures = signatures;
  }

  add(number: number): void {
    for (const [band, byHash] of this.#bands.entries()) {
      const hash = bandHash(this.#signatures[number], band);
      const same = byHash.get(hash);
      if (same === undefined) byHash.set(hash, [number]);
      else if (same.length < MOST_IN_BAND) same.push(number);
    }
  }

  /**
   * The added signatures that share a band with this one, by their first common band, then in the order of adding. Of more
   * than MOST_IN_BAND with the same values in a band, those added first.
   */
  withCommonBand(number: number): Set<number> {
    const signature = this.#signatures[number];
    const found = new Set<number>();
    for (const [band, byHash] of this.#bands.entries()) {
      for (const other of byHash.get(bandHash(signature, band)) ?? []) {
        // Different values may have the same hash.
        if (shareBand(signature, this.#signatures[other], band)) found.add(other);
      }
    }
    return found;
  }
}
