// Counts of all n-grams of one length, and their probabilities (interpolated modified Kneser-Ney).

const EMPTY = -1;
/** Set in `counts` once an n-gram has been visited. */
const VISITED = 2 ** 31;

export class NgramTable {
  #tokens;
  #n;
  #mask;
  /** The position of the first occurrence of each n-gram in the tokens; open addressing. */
  #places;
  counts;
  size = 0;
  /** The discounts for counts of 1, 2, and 3 or more. */
  #discounts;
  /** For each context, by its slot in the table of shorter n-grams: the sum of counts, and the discounted mass. */
  #shorter = null;
  #totals;
  #freed;

  constructor(tokens, n) {
    this.#tokens = tokens;
    this.#n = n;
    const capacity = 2 ** Math.ceil(Math.log2(2 * tokens.length));
    this.#mask = capacity - 1;
    this.#places = new Int32Array(capacity).fill(EMPTY);
    this.counts = new Uint32Array(capacity);
  }

  /** The slot of the n-gram at `first` in the counted tokens; a new n-gram is added. */
  slotOf(first) {
    const slot = this.#find(this.#tokens, first);
    if (this.#places[slot] === EMPTY) {
      this.#places[slot] = first;
      this.size++;
    }
    return slot;
  }

  isFirstVisit(slot) {
    if (this.counts[slot] >= VISITED) return false;
    this.counts[slot] += VISITED;
    return true;
  }

  /** Finishes counting: computes the discounts and the sums of each context. `shorter` is null for single tokens. */
  finish(shorter) {
    const capacity = this.counts.length;
    for (let slot = 0; slot < capacity; slot++) if (this.counts[slot] >= VISITED) this.counts[slot] -= VISITED;
    this.#discounts = discountsOf(this.counts);
    this.#shorter = shorter;
    const contexts = shorter === null ? 1 : shorter.counts.length;
    this.#totals = new Uint32Array(contexts);
    this.#freed = new Float32Array(contexts);
    for (let slot = 0; slot < capacity; slot++) {
      const count = this.counts[slot];
      if (count === 0) continue;
      const context = this.#contextOf(this.#tokens, this.#places[slot]);
      this.#totals[context] += count;
      this.#freed[context] += this.#discountOf(count);
    }
  }

  /** The probability of the last token of the n-gram at `first`, given its probability in the shorter context. */
  interpolate(tokens, first, shorterProbability) {
    const context = this.#contextOf(tokens, first);
    const total = this.#totals[context];
    if (total === 0) return shorterProbability;
    const count = this.counts[this.#find(tokens, first)];
    return (count - this.#discountOf(count) + this.#freed[context] * shorterProbability) / total;
  }

  #contextOf(tokens, first) {
    return this.#shorter === null ? 0 : this.#shorter.#find(tokens, first);
  }

  #discountOf(count) {
    return this.#discounts[Math.min(count, 3)];
  }

  #find(tokens, first) {
    let hash = 0;
    for (let i = 0; i < this.#n; i++) hash = Math.imul(hash ^ tokens[first + i], 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & this.#mask;
    while (this.#places[slot] !== EMPTY && !this.#isAt(this.#places[slot], tokens, first))
      slot = (slot + 1) & this.#mask;
    return slot;
  }

  #isAt(place, tokens, first) {
    for (let i = 0; i < this.#n; i++) if (this.#tokens[place + i] !== tokens[first + i]) return false;
    return true;
  }
}

/** Chen & Goodman's estimates, from the numbers of n-grams that occur once, twice, three and four times. */
function discountsOf(counts) {
  const occurring = [0, 0, 0, 0, 0];
  for (const count of counts) if (count < 5) occurring[count]++;
  const [, n1, n2, n3, n4] = occurring;
  const y = n1 / (n1 + 2 * n2);
  return [0, 1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
}
