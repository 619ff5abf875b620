import * as formulas from '../formulas.ts';
import { differences, weighted } from '../formulas.ts';
import type { Proofs } from '../proof.ts';
import { rows } from './sizes.ts';

const headNorms = {
  shapes: [
    { B: 1, T: 1, W: 3, HS: 1 },
    { B: 2, T: 3, W: 12, HS: 3 },
    { B: 3, T: 1, W: 21, HS: 5 },
  ],
  largerShapes: [
    { B: 1, T: 17, W: 65, HS: 17 },
    { B: 2, T: 33, W: 260, HS: 65 },
  ],
};
const headNormScalars = [
  { heads: 2, keyHeads: 1, epsilon: 0.1 },
  { heads: 1, keyHeads: 0, epsilon: 0.01 },
  { heads: 0, keyHeads: 2, epsilon: 0.1 },
];
type HeadNormScalars = Parameters<typeof formulas.headsNormalized>[3];

/** Proofs of norms. */
export const normProofs = {
  layerNorm: {
    ...rows,
    scalars: [{ epsilon: 1e-5 }, { epsilon: 0.1 }],
    expected: ({ x, weight, bias }, { C }, { epsilon }) => ({
      out: formulas.normalized(x, weight, bias, C, epsilon),
      ...formulas.rowStatistics(x, C, epsilon),
    }),
  },
  layerNormBackward: {
    ...rows,
    // The kernel is told rstd, not epsilon; a large one keeps differences exact where a row has a single element.
    prepare: (values, { C }) => void Object.assign(values, formulas.rowStatistics(values.x, C, 0.1)),
    expected: ({ dOut, x, weight }, { C }) => {
      const bias = new Float64Array(C);
      const loss = (x: Float64Array, weight: Float64Array, bias: Float64Array) =>
        weighted(dOut, formulas.normalized(x, weight, bias, C, 0.1));
      return {
        dX: differences(x, (moved) => loss(moved, weight, bias)),
        dWeight: differences(weight, (moved) => loss(x, moved, bias)),
        dBias: differences(bias, (moved) => loss(x, weight, moved)),
      };
    },
  },
  rmsNorm: {
    ...rows,
    scalars: [{ epsilon: 1e-5 }, { epsilon: 0.1 }],
    expected: ({ x, weight }, { C }, { epsilon }) => ({
      out: formulas.rmsNormalized(x, weight, C, epsilon),
      rstd: formulas.rootMeanSquares(x, C, epsilon),
    }),
  },
  rmsNormBackward: {
    ...rows,
    prepare: (values, { C }) => {
      values.rstd = formulas.rootMeanSquares(values.x, C, 0.1);
    },
    expected: ({ dOut, x, weight }, { C }) => ({
      dX: differences(x, (moved) => weighted(dOut, formulas.rmsNormalized(moved, weight, C, 0.1))),
      dWeight: differences(weight, (moved) => weighted(dOut, formulas.rmsNormalized(x, moved, C, 0.1))),
    }),
  },
  headNorm: {
    ...headNorms,
    scalars: headNormScalars,
    expected: ({ x, queryWeight, keyWeight }, { W, HS }, scalars) => ({
      out: formulas.headsNormalized(x, { queryWeight, keyWeight }, { W, HS }, scalars as HeadNormScalars),
    }),
  },
  headNormBackward: {
    ...headNorms,
    scalars: headNormScalars,
    expected: ({ dOut, x, queryWeight, keyWeight }, { W, HS }, scalars) => {
      const loss = (x: Float64Array, queryWeight: Float64Array, keyWeight: Float64Array) =>
        weighted(dOut, formulas.headsNormalized(x, { queryWeight, keyWeight }, { W, HS }, scalars as HeadNormScalars));
      return {
        dX: differences(x, (moved) => loss(moved, queryWeight, keyWeight)),
        dQueryWeight: differences(queryWeight, (moved) => loss(x, moved, keyWeight)),
        dKeyWeight: differences(keyWeight, (moved) => loss(x, queryWeight, moved)),
      };
    },
  },
} satisfies Proofs;
