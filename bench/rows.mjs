// What a row of the table is made of.
//
//   group    which part of the table: a key of `groups`
//   what     what was measured
//   unit     of ours and of the peer's figure
//   ours     { median, min, max, count }
//   limit    the best that could be, as text: '234 GFLOP/s', '2.61 GB foreseen'; null where there is none
//   share    ours as a part of the limit; null where there is none
//   peer     whose figure stands beside ours; null where there is none
//   theirs   { median, min, max, count }, or null
//   ratio    { median, min, max, count } of the pairs: how many times better ours is; or null
//   note     a sentence, or null

/** The parts of the table, in order, and their headings. */
export const groups = {
  step: 'Training step: forward, backward, AdamW; window 1024',
  memory: 'Peak memory of a training step',
  kernels: "Kernels at 124M's shapes, batch 1, window 1024",
  decode: 'Writing with 124M, drawing among the 40 likeliest included',
  tokenizer: 'Tokenizer',
  loading: 'Until something shows',
  steadiness: 'Steadiness',
};

/** A row; what is left out is null. */
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
 * The part of a row that the peer fills, from figures pair by pair. `better` says whether the lower figure is the
 * better one, or the higher.
 */
export function beside(peer, ours, theirs, better = 'lower') {
  const ratios = ours.map((figure, pair) => (better === 'lower' ? theirs[pair] / figure : figure / theirs[pair]));
  return { peer, theirs: spread(theirs), ratio: spread(ratios) };
}
