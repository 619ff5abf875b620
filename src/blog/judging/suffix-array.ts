/**
 * The suffix array of a sequence of symbols: the start positions of all suffixes in sorted order, where a suffix sorts
 * before any longer one that begins with it. Uses SA-IS by Nong, Zhang and Chan (2009), in linear time: it sorts the
 * few suffixes that begin at a local minimum, by sorting the sequence of their names recursively, and induces the order
 * of all others. Besides the result, 4 bytes per symbol, it needs an eighth of a byte per symbol and 4 bytes per letter
 * of the alphabet; the shorter sequence uses the part of the result that is still free.
 *
 * `symbols` are in [0, alphabet). Throws RangeError if there is not enough memory.
 */
export function suffixArray(symbols: Int32Array, alphabet: number): Int32Array {
  const order = new Int32Array(symbols.length);
  sortSuffixes(symbols, alphabet, order);
  return order;
}

/** A slot without a suffix yet. */
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
  // The stretches between minima are sorted now, and so are the minima if all stretches differ.
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
 * One bit per symbol: whether its suffix is smaller than the next one and the one before it is not. The first and last
 * symbols never are.
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

/** For each symbol, the first slot of the suffixes that begin with it. */
function bucketHeads(counts: Int32Array): Int32Array {
  const heads = new Int32Array(counts.length);
  for (let c = 1; c < counts.length; c++) heads[c] = heads[c - 1] + counts[c - 1];
  return heads;
}

/** For each symbol, the slot after the last of these. */
function bucketTails(counts: Int32Array): Int32Array {
  const tails = new Int32Array(counts.length);
  let end = 0;
  for (let c = 0; c < counts.length; c++) tails[c] = end += counts[c];
  return tails;
}

/**
 * Induces the order of all suffixes from minima in their buckets. An upward pass places each suffix that is larger than
 * the next one, using that one; a downward pass places each that is smaller, and places the minima again.
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
    // A symbol equal to the next has the next one's type; the smaller type uses the slots from the bucket's tail down.
    if (symbol < next || (symbol === next && i >= tails[symbol])) order[--tails[symbol]] = before;
  }
}

/**
 * Names the stretches between minima, which are in the first `minima` slots of the order, from 0 on: equal stretches
 * get the same name, larger ones a larger name. Leaves the names, in text order, in the last `minima` slots, and
 * returns how many different names there are.
 */
function nameStretches(symbols: Int32Array, isMinimum: Uint8Array, order: Int32Array, minima: number): number {
  const n = symbols.length;
  order.fill(EMPTY, minima);
  let names = 0;
  for (let i = 0; i < minima; i++) {
    if (i > 0 && !equalStretches(symbols, isMinimum, order[i - 1], order[i])) names++;
    // Minima are at least two symbols apart, so half of each position is unique.
    order[minima + (order[i] >> 1)] = names;
  }
  let free = n;
  for (let i = n - 1; i >= minima; i--) if (order[i] !== EMPTY) order[--free] = order[i];
  return minima === 0 ? 0 : names + 1;
}

/** Whether the symbols from each of two minima up to and including the next minimum are equal. */
function equalStretches(symbols: Int32Array, isMinimum: Uint8Array, a: number, b: number): boolean {
  const n = symbols.length;
  for (let k = 0; ; k++) {
    if (a + k >= n || b + k >= n || symbols[a + k] !== symbols[b + k]) return false;
    const [endsA, endsB] = [has(isMinimum, a + k), has(isMinimum, b + k)];
    if (k > 0 && (endsA || endsB)) return endsA && endsB;
  }
}

/** Moves minima, whose sorted indices are in the first `minima` slots, to the ends of their buckets. */
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
