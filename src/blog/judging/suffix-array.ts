/**
 * The suffix array of a sequence of symbols: the starts of all its suffixes, in the order of the suffixes, where one that
 * ends is smaller than one that goes on. SA-IS of Nong, Zhang and Chan (2009), in time proportional to the length: it
 * sorts the few suffixes that begin at a local minimum, by sorting a sequence of their names in the same way, and induces
 * the order of all others from theirs. Besides the result, 4 bytes a symbol, it takes an eighth of a byte a symbol and 4
 * bytes a letter of the alphabet; the shorter sequence lies in the part of the result that is free meanwhile.
 *
 * `symbols` are in [0, alphabet). Throws RangeError where there is no memory for it.
 */
export function suffixArray(symbols: Int32Array, alphabet: number): Int32Array {
  const order = new Int32Array(symbols.length);
  sortSuffixes(symbols, alphabet, order);
  return order;
}

/** No suffix is here yet. */
const EMPTY = -1;

function sortSuffixes(symbols: Int32Array, alphabet: number, order: Int32Array): void {
  const n = symbols.length;
  if (n < 2) {
    order.fill(0);
    return;
  }
  const isMinimum = localMinima(symbols);
  const counts = countSymbols(symbols, alphabet);
  order.fill(EMPTY);
  const tails = bucketTails(counts);
  for (let i = 1; i < n; i++) if (has(isMinimum, i)) order[--tails[symbols[i]]] = i;
  induce(symbols, counts, order);
  // What stands between two minima is in order now: so are the minima, where no two of these stretches are equal.
  let minima = 0;
  for (let i = 0; i < n; i++) if (has(isMinimum, order[i])) order[minima++] = order[i];
  const names = nameStretches(symbols, isMinimum, order, minima);
  const reduced = order.subarray(n - minima);
  const sorted = order.subarray(0, minima);
  if (names < minima) sortSuffixes(reduced, names, sorted);
  else for (let i = 0; i < minima; i++) sorted[reduced[i]] = i;
  placeMinima(symbols, isMinimum, bucketTails(counts), order, minima);
  induce(symbols, counts, order);
}

/**
 * One bit a symbol: whether its suffix is smaller than the next one, and the one before it is not. Neither the first
 * symbol nor the last is one.
 */
function localMinima(symbols: Int32Array): Uint8Array {
  const bits = new Uint8Array((symbols.length + 7) >> 3);
  let isSmaller = false;
  for (let i = symbols.length - 2; i >= 0; i--) {
    const wasSmaller = isSmaller;
    isSmaller = symbols[i] < symbols[i + 1] || (isSmaller && symbols[i] === symbols[i + 1]);
    if (wasSmaller && !isSmaller) bits[(i + 1) >> 3] |= 1 << ((i + 1) & 7);
  }
  return bits;
}

function has(bits: Uint8Array, i: number): boolean {
  return ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

function countSymbols(symbols: Int32Array, alphabet: number): Int32Array {
  const counts = new Int32Array(alphabet);
  for (let i = 0; i < symbols.length; i++) counts[symbols[i]]++;
  return counts;
}

/** Where the suffixes that begin with each symbol stand in the order: the first place of each. */
function bucketHeads(counts: Int32Array): Int32Array {
  const heads = new Int32Array(counts.length);
  for (let c = 1; c < counts.length; c++) heads[c] = heads[c - 1] + counts[c - 1];
  return heads;
}

/** And the place behind the last of each. */
function bucketTails(counts: Int32Array): Int32Array {
  const tails = new Int32Array(counts.length);
  let end = 0;
  for (let c = 0; c < counts.length; c++) tails[c] = end += counts[c];
  return tails;
}

/**
 * From minima in their buckets to all suffixes. A suffix that is larger than the next one is found from that one, going
 * up; then each that is smaller than the next one, going down. Minima that stood there are put anew by the second walk.
 */
function induce(symbols: Int32Array, counts: Int32Array, order: Int32Array): void {
  const n = symbols.length;
  const heads = bucketHeads(counts);
  const last = symbols[n - 1];
  order[heads[last]++] = n - 1;
  for (let i = 0; i < n; i++) {
    const before = order[i] - 1;
    if (before < 0) continue;
    const symbol = symbols[before];
    if (symbol >= symbols[before + 1]) order[heads[symbol]++] = before;
  }
  const tails = bucketTails(counts);
  for (let i = n - 1; i >= 0; i--) {
    const before = order[i] - 1;
    if (before < 0) continue;
    const symbol = symbols[before];
    const next = symbols[before + 1];
    // Of two equal symbols the first is of the kind of the second; the smaller kind stands behind what its tail has left.
    if (symbol < next || (symbol === next && i >= tails[symbol])) order[--tails[symbol]] = before;
  }
}

/**
 * Gives the stretches between minima, which stand in the first `minima` places of the order, names from 0 on: equal ones
 * the same, larger ones a larger one. Leaves the names, in the order of the text, in the last `minima` places, and
 * returns how many there are.
 */
function nameStretches(symbols: Int32Array, isMinimum: Uint8Array, order: Int32Array, minima: number): number {
  const n = symbols.length;
  order.fill(EMPTY, minima);
  let names = 0;
  for (let i = 0; i < minima; i++) {
    if (i > 0 && !equalStretches(symbols, isMinimum, order[i - 1], order[i])) names++;
    // Two minima are at least two symbols apart, so that half of a place is a place of its own.
    order[minima + (order[i] >> 1)] = names;
  }
  let free = n;
  for (let i = n - 1; i >= minima; i--) if (order[i] !== EMPTY) order[--free] = order[i];
  return minima === 0 ? 0 : names + 1;
}

/** Whether the symbols from each of two minima to the next minimum, with that one, are the same. */
function equalStretches(symbols: Int32Array, isMinimum: Uint8Array, a: number, b: number): boolean {
  const n = symbols.length;
  for (let k = 0; ; k++) {
    if (a + k >= n || b + k >= n || symbols[a + k] !== symbols[b + k]) return false;
    const [endsA, endsB] = [has(isMinimum, a + k), has(isMinimum, b + k)];
    if (k > 0 && (endsA || endsB)) return endsA && endsB;
  }
}

/** Puts minima, whose order stands as their numbers in the first `minima` places, at the ends of their buckets. */
function placeMinima(
  symbols: Int32Array,
  isMinimum: Uint8Array,
  tails: Int32Array,
  order: Int32Array,
  minima: number,
): void {
  const n = symbols.length;
  let free = n - minima;
  for (let i = 1; i < n; i++) if (has(isMinimum, i)) order[free++] = i;
  for (let i = 0; i < minima; i++) order[i] = order[n - minima + order[i]];
  order.fill(EMPTY, minima);
  for (let i = minima - 1; i >= 0; i--) {
    const start = order[i];
    order[i] = EMPTY;
    order[--tails[symbols[start]]] = start;
  }
}
