/** Digests of two halves, 32 bits each. */
const HALVES = 2;
const FIRST_CAPACITY = 1024;
/** Of slots for each text, so that a free one is never far. */
const SLOTS_PER_TEXT = 2;

/**
 * Numbers for texts, 0, 1, 2 in the order in which they first came. No text is kept, only a digest of 64 bits: 16 to 32
 * bytes for each, however long it is. Among a million texts two are taken for one with a probability of 1 in 37 million.
 */
export class TextNumbers {
  #size = 0;
  #digests = new Uint32Array(FIRST_CAPACITY * HALVES);
  /** Open addressing: one more than the number of the text, 0 for a free slot. */
  #slots = new Uint32Array(FIRST_CAPACITY * SLOTS_PER_TEXT);

  get size(): number {
    return this.#size;
  }

  /** The number of a text, a new one if it has none yet. */
  numberOf(text: string): number {
    const [one, other] = digestOf(text);
    return this.#numberOf(one, other);
  }

  /** These of the texts and no more, numbered anew in this order. */
  only(numbers: Iterable<number>): TextNumbers {
    const chosen = new TextNumbers();
    for (const number of numbers) chosen.#numberOf(...this.#digest(number));
    return chosen;
  }

  #numberOf(one: number, other: number): number {
    const slot = this.#slotOf(one, other);
    if (this.#slots[slot] !== 0) return this.#slots[slot] - 1;
    const number = this.#size++;
    this.#digests[number * HALVES] = one;
    this.#digests[number * HALVES + 1] = other;
    this.#slots[slot] = this.#size;
    if (this.#size * HALVES === this.#digests.length) this.#grow();
    return number;
  }

  #digest(number: number): readonly [number, number] {
    return [this.#digests[number * HALVES], this.#digests[number * HALVES + 1]];
  }

  /** The slot of a text with this digest, or the free one where it belongs. */
  #slotOf(one: number, other: number): number {
    const last = this.#slots.length - 1;
    for (let slot = one & last; ; slot = (slot + 1) & last) {
      const at = (this.#slots[slot] - 1) * HALVES;
      if (at < 0 || (this.#digests[at] === one && this.#digests[at + 1] === other)) return slot;
    }
  }

  #grow(): void {
    const digests = this.#digests;
    this.#digests = new Uint32Array(digests.length * 2);
    this.#digests.set(digests);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#size; number++) {
      this.#slots[this.#slotOf(...this.#digest(number))] = number + 1;
    }
  }
}

/** As MurmurHash3 for 128 bits does it on 32-bit machines, with two lanes in place of four, over UTF-16. */
export function digestOf(text: string): readonly [number, number] {
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
  return [one >>> 0, other >>> 0];
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** The last step of MurmurHash3: each bit of the input moves each bit of the output. */
function avalanched(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
