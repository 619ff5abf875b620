import * as formulas from '../formulas.ts';
import { differences, weighted } from '../formulas.ts';
import type { Dims, Proofs, Scalars, Values } from '../proof.ts';
import { withBits } from './sizes.ts';

const linears = {
  shapes: [
    { N: 1, C: 1, OC: 1 },
    { N: 1, C: 17, OC: 3 },
    { N: 3, C: 5, OC: 17 },
    { N: 17, C: 3, OC: 7 },
    { N: 2, C: 17, OC: 9 },
    { N: 35, C: 19, OC: 5 },
  ],
  largerShapes: [
    { N: 1, C: 65, OC: 257 },
    { N: 65, C: 17, OC: 65 },
    { N: 17, C: 65, OC: 131 },
    { N: 67, C: 129, OC: 193 },
    { N: 64, C: 128, OC: 384 },
    { N: 130, C: 257, OC: 100 },
  ],
};
const allTypes = (shapes: readonly Dims[]) => withBits(shapes, 16, 9, 8);
const packed = {
  shapes: allTypes([
    { C: 1, OC: 1 },
    { C: 3, OC: 5 },
    { C: 17, OC: 33 },
  ]),
  largerShapes: allTypes([
    { C: 65, OC: 31 },
    { C: 129, OC: 257 },
    { C: 128, OC: 64 },
  ]),
};
const packedLinears = { shapes: allTypes(linears.shapes), largerShapes: allTypes(linears.largerShapes) };
const lowRanks = {
  shapes: [
    { N: 1, C: 1, H: 1, OC: 1, R: 1, M: 1 },
    { N: 3, C: 5, H: 6, OC: 11, R: 2, M: 3 },
    { N: 5, C: 3, H: 2, OC: 7, R: 1, M: 2 },
  ],
  largerShapes: [
    { N: 17, C: 65, H: 24, OC: 131, R: 8, M: 3 },
    { N: 65, C: 130, H: 16, OC: 67, R: 16, M: 1 },
    { N: 3, C: 33, H: 10, OC: 40, R: 5, M: 2 },
  ],
  scalars: [
    { scale: 1, dropout: 0, draw: 0 },
    { scale: 0.5, dropout: 0.3, draw: 4_123_456_789 },
  ],
  /** Parts of different widths, the second of three empty where there are few columns. */
  prepare: (values: Values, { OC, M }: Dims) => {
    values.ends = values.ends.map((_, m) =>
      m === M - 1 ? OC : Math.floor(OC / (M + 1)) + 2 * Math.floor((m * OC) / 8),
    );
  },
};
const lowRankArguments = (dims: Dims, scalars: Scalars) =>
  [dims as unknown as formulas.LowRankSizes, scalars as unknown as formulas.LowRankScalars] as const;

/** Proofs of matrix products. */
export const productProofs = {
  linear: {
    ...linears,
    expected: ({ x, weight, bias, residual }, { N, C, OC }) => ({
      out: formulas
        .product(x, weight, N, C, OC)
        .map((value, i) => value + (bias ? bias[i % OC] : 0) + (residual ? residual[i] : 0)),
    }),
  },
  linearBackward: {
    ...linears,
    expected: ({ dOut, x, weight }, { N, C, OC }) => ({
      dX: differences(x, (moved) => weighted(dOut, formulas.product(moved, weight, N, C, OC))),
      dWeight: differences(weight, (moved) => weighted(dOut, formulas.product(x, moved, N, C, OC))),
      dBias: differences(new Float64Array(OC), (bias) =>
        weighted(
          dOut,
          dOut.map((_, i) => bias[i % OC]),
        ),
      ),
    }),
  },
  pack: {
    ...packed,
    expected: ({ weight }, { C, OC, BITS }) => ({ out: formulas.rounded(weight, C, OC, BITS) }),
  },
  packTransposed: {
    ...packed,
    expected: ({ weight }, { C, OC, BITS }) => ({
      out: formulas.rounded(formulas.transposed(weight, OC, C), C, OC, BITS),
    }),
  },
  linearPacked: {
    ...packedLinears,
    expected: ({ x, weight, bias, residual }, { N, C, OC, BITS }) => ({
      out: formulas
        .product(x, formulas.rounded(weight, C, OC, BITS), N, C, OC)
        .map((value, i) => value + (bias ? bias[i % OC] : 0) + (residual ? residual[i] : 0)),
    }),
  },
  linearPackedBackward: {
    ...packedLinears,
    expected: ({ dOut, weight }, { N, C, OC, BITS }) => {
      const rounded = formulas.rounded(weight, C, OC, BITS);
      return {
        dX: differences(new Float64Array(N * C), (x) => weighted(dOut, formulas.product(x, rounded, N, C, OC))),
      };
    },
  },
  lowRank: {
    ...lowRanks,
    expected: ({ x, a, b, ends }, dims, scalars) => {
      const [sizes, numbers] = lowRankArguments(dims, scalars);
      return {
        h: formulas.lowRankInner({ x, a }, sizes, numbers),
        out: formulas.lowRankUpdate({ x, a, b }, ends, sizes, numbers),
      };
    },
  },
  lowRankBackward: {
    ...lowRanks,
    prepare: (values, dims, scalars) => {
      const { x, a } = values;
      lowRanks.prepare(values, dims);
      values.h = formulas.lowRankInner({ x, a }, ...lowRankArguments(dims, scalars));
    },
    expected: ({ dOut, x, a, b, ends }, dims, scalars) => {
      const [sizes, numbers] = lowRankArguments(dims, scalars);
      const loss = (changed: { x?: Float64Array; a?: Float64Array; b?: Float64Array }) =>
        weighted(dOut, formulas.lowRankUpdate({ x, a, b, ...changed }, ends, sizes, numbers));
      const { N, H, R, OC, scale } = { ...sizes, ...numbers };
      return {
        dH: Float64Array.from({ length: N * H }, (_, i) => {
          const [n, part] = [Math.floor(i / H), Math.floor((i % H) / R)];
          let sum = 0;
          for (let o = part === 0 ? 0 : ends[part - 1]; o < ends[part]; o++)
            sum += dOut[n * OC + o] * b[o * R + (i % R)];
          return scale * sum;
        }),
        dX: differences(x, (moved) => loss({ x: moved })),
        dA: differences(a, (moved) => loss({ a: moved })),
        dB: differences(b, (moved) => loss({ b: moved })),
      };
    },
  },
} satisfies Proofs;
