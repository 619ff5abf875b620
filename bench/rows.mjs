// The parts of a table row.
//
//   group    the part of the table: a key of `groups`
//   what     what was measured
//   unit     of our figure and the peer's
//   ours     { median, min, max, count }
//   limit    the limit as text: '234 GFLOP/s', '2.61 GB predicted'; null if there is none
//   share    our share of the limit; null if there is none
//   peer     the name of the peer; null if there is none
//   theirs   { median, min, max, count }, or null
//   ratio    { median, min, max, count } over the pairs: how many times better we are; or null
//   note     a sentence, or null

/** The parts of the table, in order, and their headings. */
export const groups = {
  step: 'Training step: forward, backward, AdamW; window 1024',
  memory: 'Peak memory of a training step',
  kernels: "Kernels at 124M's shapes, batch 1, window 1024",
  decode: 'Writing with 124M, including top-40 sampling',
  tokenizer: 'Tokenizer',
  loading: 'Time to first output',
  steadiness: 'Steadiness',
};

/** A row; missing parts are null. */
export function row(group, what, unit, ours, rest = {}) {
  return {
    group,
    what,
    unit,
    ours,
    limit: null,
    share: null,
    peer: null,
    theirs: null,
    ratio: null,
    note: null,
    ...rest,
  };
}

/** Median and spread. */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), count: values.length };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The peer's part of a row, from pairs of figures. `better` says whether the lower or the higher figure is
 * better.
 */
export function comparedWith(peer, ours, theirs, better = 'lower') {
  const ratios = ours.map((figure, pair) => (better === 'lower' ? theirs[pair] / figure : figure / theirs[pair]));
  return { peer, theirs: spread(theirs), ratio: spread(ratios) };
}
