import { BANDS, bandHash, type Signature, shareBand } from './min-hash.ts';

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
      else same.push(number);
    }
  }

  /** The added signatures that share a band with this one, by their first common band, then in the order of adding. */
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
