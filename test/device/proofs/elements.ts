import * as formulas from '../formulas.ts';
import { differences, weighted } from '../formulas.ts';
import type { Proofs } from '../proof.ts';
import { elementwise, rows } from './sizes.ts';

const gatedRows = {
  shapes: [
    { N: 1, F: 1 },
    { N: 3, F: 5 },
    { N: 2, F: 17 },
  ],
  largerShapes: [
    { N: 17, F: 65 },
    { N: 3, F: 20_001 },
  ],
};

/** Proofs of elements, and rows of them. */
export const elementProofs = {
  fill: {
    ...elementwise,
    scalars: [{ value: 0 }, { value: -1.5 }],
    expected: (_, { E }, { value }) => ({ out: new Float64Array(E).fill(value) }),
  },
  copy: { ...elementwise, expected: ({ source }) => ({ out: source }) },
  round: { ...rows, expected: ({ x }) => ({ out: formulas.roundedToBfloat16(x) }) },
  gelu: { ...elementwise, expected: ({ x }) => ({ out: formulas.gelu(x) }) },
  geluBackward: {
    ...elementwise,
    expected: ({ dOut, x }) => ({ dX: differences(x, (moved) => weighted(dOut, formulas.gelu(moved))) }),
  },
  swiglu: { ...gatedRows, expected: ({ x }, { N, F }) => ({ out: formulas.gatedUnits(x, N, F) }) },
  swigluBackward: {
    ...gatedRows,
    expected: ({ dOut, x }, { N, F }) => ({
      dX: differences(x, (moved) => weighted(dOut, formulas.gatedUnits(moved, N, F))),
    }),
  },
  scale: {
    ...elementwise,
    scalars: [{ factor: 0.22 }, { factor: -3 }],
    expected: ({ x, residual }, _, { factor }) => ({
      out: x.map((value, i) => factor * value + (residual ? residual[i] : 0)),
    }),
  },
  dropout: {
    ...elementwise,
    scalars: [
      { factor: -3, dropout: 0, draw: 7 },
      { factor: 0.22, dropout: 0.3, draw: 4_123_456_789 },
    ],
    expected: ({ x, residual }, _, { factor, dropout, draw }) => {
      const left = formulas.thinned(x, dropout, draw, 0);
      return { out: x.map((_, i) => factor * left[i] + (residual ? residual[i] : 0)) };
    },
  },
  sumOfSquares: { ...elementwise, expected: ({ x }) => ({ out: Float64Array.of(weighted(x, x)) }) },
} satisfies Proofs;
