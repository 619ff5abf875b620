import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Numbers that look random and follow from a text: sfc32 (Chris Doty-Humphrey, PractRand), seeded by its SHA-256. */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(text: string) {
    const bytes = new DataView(sha256(utf8ToBytes(text)).buffer);
    [this.#a, this.#b, this.#c] = [0, 4, 8].map((at) => bytes.getUint32(at));
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** A number from `least` to below `most`. */
  from(least: number, most: number): number {
    return least + (most - least) * (this.#next() / 2 ** 32);
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return Math.floor(this.from(least, most + 1));
  }

  /** Whether something with this probability happens. */
  chance(probability: number): boolean {
    return this.from(0, 1) < probability;
  }

  /** One of the items; there must be one. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.whole(0, items.length - 1)];
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#count) >>> 0;
    this.#count = (this.#count + 1) >>> 0;
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0;
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }
}
