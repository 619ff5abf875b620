/**
 * Numbers texts 0, 1, 2 in the order in which they first occur. It keeps a 53-bit digest of each text, not the text: of
 * a million texts, two get the same number by mistake with a probability of 1 in 18,000.
 */
export class TextNumbers {
  readonly #numbers = new Map<number, number>();

  /** How many different texts have a number. */
  get size(): number {
    return this.#numbers.size;
  }

  /** The number of a text; a new one if it has none yet. */
  numberOf(text: string): number {
    const digest = digestOf(text);
    const known = this.#numbers.get(digest);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(digest, number);
    return number;
  }

  /** Only the texts with these numbers, renumbered in the order of `numbers`. */
  only(numbers: Iterable<number>): TextNumbers {
    const digests = [...this.#numbers.keys()];
    const chosen = new TextNumbers();
    for (const number of numbers) chosen.#numbers.set(digests[number], chosen.size);
    return chosen;
  }
}

/**
 * A digest of a text, an integer below 2⁵³. Hashes like MurmurHash3 for 128 bits on 32-bit machines, with two lanes in
 * place of four, over UTF-16.
 */
export function digestOf(text: string): number {
  let one = 0x239b961b;
  let other = 0xab0e9789;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    one = (rotated(one ^ Math.imul(rotated(Math.imul(unit, 0x239b961b), 15), 0xab0e9789), 19) + other) | 0;
    one = (Math.imul(one, 5) + 0x561ccd1b) | 0;
    other = (rotated(other ^ Math.imul(rotated(Math.imul(unit, 0xab0e9789), 16), 0x38b34ae5), 17) + one) | 0;
    other = (Math.imul(other, 5) + 0x0bcaa747) | 0;
  }
  one = (one ^ text.length) + (other ^ text.length);
  other = (other ^ text.length) + one;
  one = avalanched(one) + avalanched(other);
  other = avalanched(other) + one;
  return (one >>> 0) * 2 ** 21 + (other >>> 11);
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** The last step of MurmurHash3: each bit of the input affects every bit of the output. */
function avalanched(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
