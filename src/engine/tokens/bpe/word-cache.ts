/** Longer words hardly ever repeat. */
const LONGEST_WORD = 64;
/** Words of any corpus repeat (Zipf, 1935): this many are remembered, then all are forgotten at once. */
const MOST_WORDS = 2 ** 17;
const FEWEST_SLOTS = 2 ** 10;

/**
 * The tokens of words seen before. The words are looked up where they are in a text, without making a string of each: an
 * open-addressing hash table over typed arrays.
 */
export class WordCache {
  #words = 0;
  #mask = FEWEST_SLOTS - 1;
  /** Hash, units and first unit of the word in each slot; no units: an empty slot. */
  #slots = new Int32Array(4 * FEWEST_SLOTS);
  #tokens: (readonly number[])[] = [];
  #units = new Uint16Array(8 * FEWEST_SLOTS);
  #unitsEnd = 0;
  #hash = 0;
  #slot = 0;

  /** The tokens of text[start, end); undefined if they are not known. `add` can then give them. */
  find(text: string, start: number, end: number): readonly number[] | undefined {
    const length = end - start;
    if (length > LONGEST_WORD) return undefined;
    let hash = length;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (; ; slot = (slot + 1) & this.#mask) {
      const units = slots[4 * slot + 1];
      if (units === 0) break;
      if (slots[4 * slot] !== hash || units !== length) continue;
      if (this.#isWord(slots[4 * slot + 2], text, start, end)) return this.#tokens[slots[4 * slot + 3]];
    }
    this.#hash = hash;
    this.#slot = slot;
    return undefined;
  }

  /** Remembers the tokens of the word that `find` has just not found. */
  add(text: string, start: number, end: number, tokens: readonly number[]): void {
    const length = end - start;
    if (length > LONGEST_WORD) return;
    if (this.#words === MOST_WORDS) this.#forgetAll();
    else if (2 * this.#words > this.#mask) this.#grow();
    if (this.#unitsEnd + length > this.#units.length) {
      const units = new Uint16Array(2 * this.#units.length);
      units.set(this.#units);
      this.#units = units;
    }
    const at = 4 * this.#slot;
    this.#slots[at] = this.#hash;
    this.#slots[at + 1] = length;
    this.#slots[at + 2] = this.#unitsEnd;
    this.#slots[at + 3] = this.#words;
    for (let unit = start; unit < end; unit++) this.#units[this.#unitsEnd++] = text.charCodeAt(unit);
    this.#tokens[this.#words++] = tokens;
  }

  #isWord(first: number, text: string, start: number, end: number): boolean {
    const units = this.#units;
    for (let at = start; at < end; at++) if (units[first + at - start] !== text.charCodeAt(at)) return false;
    return true;
  }

  #forgetAll(): void {
    this.#slots.fill(0);
    this.#tokens = [];
    this.#words = this.#unitsEnd = 0;
    this.#slot = this.#hash & this.#mask;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    const slots = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += 4) {
      if (old[from + 1] !== 0) slots.set(old.subarray(from, from + 4), 4 * this.#emptySlot(slots, old[from]));
    }
    this.#slots = slots;
    this.#slot = this.#emptySlot(slots, this.#hash);
  }

  #emptySlot(slots: Int32Array, hash: number): number {
    let slot = hash & this.#mask;
    while (slots[4 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
