import type { KernelScratch } from '../../engine/device/counting-device.ts';

/** The rows whose logits the classifier holds together, and the words in a block: native/src/kernels/classifier.cpp. */
const CLASSIFIER_ROWS = 384;
const CLASSIFIER_WORDS = 1024;

const FLOAT_BYTES = 4;

/**
 * Bytes of memory that the kernels of native/ use internally in float32; bfloat16 takes a little less. Buffers have the
 * names of native/src/context.h; those of a few kilobytes are left out.
 */
export const nativeKernelScratch: KernelScratch = ({ operation, dims: { N, C, OC, V } }) => {
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
