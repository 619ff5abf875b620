import { BANDS, bandHash, haveBand, type Signature } from './min-hash.ts';

const NONE = -1;
/** Signatures that lie in memory in one piece. */
const IN_PIECE = 1024;

/** Signatures one after another, 512 bytes for each and nothing besides. */
export class SignatureList {
  readonly #pieces: Uint32Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Copies it; returns its number in the list. */
  add(signature: Signature): number {
    const number = this.#size++;
    if (number % IN_PIECE === 0) this.#pieces.push(new Uint32Array(IN_PIECE * signature.length));
    this.at(number).set(signature);
    return number;
  }

  at(number: number): Signature {
    const piece = this.#pieces[Math.floor(number / IN_PIECE)];
    const values = piece.length / IN_PIECE;
    const start = (number % IN_PIECE) * values;
    return piece.subarray(start, start + values);
  }
}

/**
 * Finds signatures of a list that have a band in common. Bands are not kept, only chains of the numbers of those that
 * fall together: 256 to 384 bytes for each signature of the list.
 */
export class BandIndex {
  readonly #signatures: SignatureList;
  /** By hash, the band that was added last: BANDS × its signature + its place in it. */
  readonly #newest: Int32Array;
  /** By band, the one of the same hash that was added before it. */
  readonly #older: Int32Array;

  /** For the signatures that are in the list now. */
  constructor(signatures: SignatureList) {
    const bands = signatures.size * BANDS;
    this.#signatures = signatures;
    this.#newest = new Int32Array(2 ** Math.ceil(Math.log2(bands + 1))).fill(NONE);
    this.#older = new Int32Array(bands);
  }

  add(number: number): void {
    const signature = this.#signatures.at(number);
    for (let band = 0; band < BANDS; band++) {
      const at = this.#place(signature, band);
      this.#older[number * BANDS + band] = this.#newest[at];
      this.#newest[at] = number * BANDS + band;
    }
  }

  /** Those added so far that have a band in common with it: by their first such band, then in the order of adding. */
  withCommonBand(number: number): Set<number> {
    const signature = this.#signatures.at(number);
    const found = new Set<number>();
    for (let band = 0; band < BANDS; band++) {
      const same: number[] = [];
      for (let at = this.#newest[this.#place(signature, band)]; at !== NONE; at = this.#older[at]) {
        const other = Math.floor(at / BANDS);
        if (at % BANDS === band && haveBand(signature, this.#signatures.at(other), band)) same.push(other);
      }
      for (const other of same.reverse()) found.add(other);
    }
    return found;
  }

  #place(signature: Signature, band: number): number {
    return bandHash(signature, band) & (this.#newest.length - 1);
  }
}
