import type { KernelScratch } from '../../engine/device/counting-device.ts';

/** Rows of which the classifier holds all logits at once, and words it takes at a time: native/src/kernels/classifier.cpp. */
const CLASSIFIER_ROWS = 384;
const CLASSIFIER_WORDS = 1024;

const FLOAT_BYTES = 4;

/**
 * What the kernels of native/ take for themselves, in float32; bfloat16 takes a little less. Pieces have the names of
 * native/src/context.h. Left out are pieces of a few kilobytes.
 */
export const nativeKernelScratch: KernelScratch = ({ operation, dims: { N, C, OC, V } }) => {
  switch (operation) {
    case 'linear':
    case 'linearBackward':
      // Both factors of the largest product, rearranged.
      return { Left: FLOAT_BYTES * N * Math.max(C, OC), Right: FLOAT_BYTES * OC * Math.max(C, N) };
    case 'muon':
      // The matrix twice, while it is made orthogonal.
      return { Rows: FLOAT_BYTES * C * OC, RowGradients: FLOAT_BYTES * C * OC };
    case 'classifier': {
      // For a chunk of rows their logits, a block of them rearranged, and what goes into the classifier and comes out.
      const rows = Math.min(N, CLASSIFIER_ROWS);
      return {
        Logits: FLOAT_BYTES * rows * (V + CLASSIFIER_WORDS + C),
        Rows: FLOAT_BYTES * rows * C,
        RowGradients: FLOAT_BYTES * rows * C,
      };
    }
    default:
      return {};
  }
};
