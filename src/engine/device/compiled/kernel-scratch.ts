import type { KernelScratch } from '../counting-device.ts';

/** The rows whose logits the classifier holds together, and the words in a block: native/src/kernels/classifier.cpp. */
const CLASSIFIER_ROWS = 384;
const CLASSIFIER_WORDS = 1024;
/** The most logits that are held, which leaves room for fewer rows of a large vocabulary; whole tiles of this many rows. */
const CLASSIFIER_LOGITS = 22_500_000;
const CLASSIFIER_TILE = 24;

/** The tasks into which attention cuts its groups of query heads, if they are fewer: native/src/kernels/attention.h. */
const ENOUGH_TASKS = 16;

const FLOAT_BYTES = 4;

/**
 * Bytes of memory that the kernels of native/ use internally in float32; bfloat16 takes a little less. Buffers have the
 * names of native/src/context.h; those of a few kilobytes are left out.
 */
export const compiledKernelScratch: KernelScratch = ({ operation, dims, scalars }) => {
  const { N, C, OC, V, H } = dims;
  switch (operation) {
    case 'linear':
    case 'linearBackward':
      // Both factors of the largest product, repacked.
      return { Left: FLOAT_BYTES * N * Math.max(C, OC), Right: FLOAT_BYTES * OC * Math.max(C, N) };
    case 'muon':
      // Two copies of the matrix while it is orthogonalised.
      return { Rows: FLOAT_BYTES * C * OC, RowGradients: FLOAT_BYTES * C * OC };
    case 'classifier': {
      // For a chunk of rows: the logits, a repacked block of them, and the classifier's inputs and outputs.
      const rows = Math.min(N, classifierRows(V));
      const words = Math.min(V, CLASSIFIER_WORDS);
      return {
        Logits: FLOAT_BYTES * rows * V,
        Left: FLOAT_BYTES * rows * Math.max(words, C),
        Right: FLOAT_BYTES * words * C,
        SecondLeft: FLOAT_BYTES * rows * words,
        SecondRight: FLOAT_BYTES * rows * C,
        Rows: FLOAT_BYTES * rows * C,
        RowGradients: FLOAT_BYTES * rows * C,
      };
    }
    case 'linearPacked':
      // The rows, repacked; only few are read in place. Where products are in bfloat16, also a matrix of q8_0, widened.
      return { Left: FLOAT_BYTES * N * C, ...(dims.BITS === 9 ? { Right: (FLOAT_BYTES * C * OC) / 2 } : {}) };
    case 'linearPackedBackward':
      return { Left: FLOAT_BYTES * N * OC, Right: FLOAT_BYTES * OC * C };
    case 'lowRank':
    case 'lowRankBackward':
      // The factors of the products with x and with the layer's columns, and h times the scale.
      return {
        Left: FLOAT_BYTES * N * Math.max(C, OC),
        Right: FLOAT_BYTES * Math.max(N, H) * C,
        Rows: FLOAT_BYTES * N * H,
        // The gradient of b, transposed.
        ...(operation === 'lowRankBackward' ? { Partials: FLOAT_BYTES * dims.R * OC } : {}),
        // x without what dropout leaves out.
        ...(scalars.dropout > 0 ? { RowGradients: FLOAT_BYTES * N * C } : {}),
      };
    case 'attentionBackward':
      return attentionBackwardScratch(dims);
    default:
      return {};
  }
};

/** The rows of a chunk of the classifier. */
function classifierRows(V: number): number {
  const rows = Math.min(CLASSIFIER_ROWS, Math.floor(CLASSIFIER_LOGITS / V));
  return Math.max(1, rows > CLASSIFIER_TILE ? rows - (rows % CLASSIFIER_TILE) : rows);
}

/** dK and dV of each part of a group of query heads, if groups are cut. */
function attentionBackwardScratch({ B, T, W, Q, NH }: Readonly<Record<string, number>>): Record<string, number> {
  const HS = Q / NH;
  const groups = (B * (W - Q)) / 2 / HS;
  const headsOfGroup = (B * NH) / groups;
  let parts = 1;
  while (parts < headsOfGroup && (groups * parts < ENOUGH_TASKS || headsOfGroup % parts !== 0)) parts++;
  return parts > 1 ? { Partials: FLOAT_BYTES * groups * parts * 2 * T * HS } : {};
}
