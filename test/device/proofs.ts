import type { OperationName } from '../../src/engine/device/operations.ts';
import type { Random } from '../../src/engine/random.ts';
import * as formulas from './formulas.ts';
import { differences, weighted } from './formulas.ts';
import type { Dims, Proof, Scalars, Values } from './proof.ts';

const elementwise = { shapes: [{ E: 1 }, { E: 3 }, { E: 65 }], largerShapes: [{ E: 1000 }, { E: 70_001 }] };
const rows = {
  shapes: [
    { N: 1, C: 1 },
    { N: 3, C: 17 },
    { N: 17, C: 3 },
    { N: 2, C: 65 },
  ],
  largerShapes: [
    { N: 65, C: 129 },
    { N: 33, C: 768 },
  ],
};
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
/** Each size with each number of bits. */
const withBits = (shapes: readonly Dims[], ...bits: number[]): Dims[] =>
  shapes.flatMap((dims) => bits.map((BITS) => ({ ...dims, BITS })));
const allTypes = (shapes: readonly Dims[]) => withBits(shapes, 16, 9, 8);
const bothCaches = (shapes: readonly Dims[]) => withBits(shapes, 32, 16);
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
const attentions = {
  shapes: [
    { B: 1, T: 1, W: 3, Q: 1, NH: 1 },
    { B: 2, T: 3, W: 18, Q: 6, NH: 2 },
    { B: 1, T: 5, W: 27, Q: 9, NH: 3 },
    { B: 3, T: 2, W: 15, Q: 5, NH: 1 },
    // Two, three and four query heads for each key head.
    { B: 2, T: 3, W: 8, Q: 4, NH: 2 },
    { B: 1, T: 5, W: 30, Q: 18, NH: 6 },
    { B: 2, T: 4, W: 18, Q: 12, NH: 4 },
  ],
  largerShapes: [
    { B: 1, T: 17, W: 195, Q: 65, NH: 5 },
    { B: 3, T: 65, W: 102, Q: 34, NH: 2 },
    { B: 2, T: 130, W: 153, Q: 51, NH: 3 },
    { B: 1, T: 129, W: 384, Q: 128, NH: 2 },
    { B: 1, T: 130, W: 330, Q: 198, NH: 6 },
    { B: 5, T: 33, W: 320, Q: 192, NH: 12 },
    { B: 2, T: 65, W: 96, Q: 64, NH: 4 },
  ],
  scalars: [{ scale: 0.15 }],
};
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
/** A float32 table, and one of 16 bits. */
const bothTables = <Sizes extends { shapes: readonly Dims[]; largerShapes: readonly Dims[] }>(sizes: Sizes) => ({
  shapes: withBits(sizes.shapes, 32, 16),
  largerShapes: withBits(sizes.largerShapes, 32, 16),
});
/** The table as it is read. */
const asTable = (table: Float64Array, BITS: number) => (BITS === 16 ? formulas.roundedToBfloat16(table) : table);
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
const vocabularies = {
  shapes: [
    { N: 1, C: 1, V: 1 },
    { N: 3, C: 5, V: 17 },
    { N: 17, C: 3, V: 7 },
    { N: 2, C: 9, V: 13 },
    { N: 35, C: 2, V: 261 }, // past the chunks in which the reference device takes rows and entries
  ],
  largerShapes: [
    { N: 1, C: 65, V: 517 },
    { N: 65, C: 17, V: 1003 },
    { N: 35, C: 130, V: 257 },
    { N: 131, C: 64, V: 777 },
  ],
};
const embeddings = {
  shapes: [
    { B: 1, T: 1, C: 1, V: 1, P: 1 },
    { B: 3, T: 4, C: 3, V: 5, P: 9 },
  ],
  largerShapes: [
    { B: 2, T: 65, C: 17, V: 31, P: 70 },
    { B: 3, T: 33, C: 129, V: 257, P: 33 },
  ],
};

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
const headNormScalars = [
  { heads: 2, keyHeads: 1, epsilon: 0.1 },
  { heads: 1, keyHeads: 0, epsilon: 0.01 },
  { heads: 0, keyHeads: 2, epsilon: 0.1 },
];
type HeadNormScalars = Parameters<typeof formulas.headsNormalized>[3];
type RotaryTables = Parameters<typeof formulas.rotated>[1];
type AttentionDims = Omit<formulas.AttentionSizes, 'scale'>;

const optimizerScalars = { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const optimizerSteps = [
  { ...optimizerScalars, step: 1, gradientScale: 1 },
  { ...optimizerScalars, step: 1000, gradientScale: 0.125, epsilon: 1e-3 },
];

const someTokens = (values: Values, { V, P, T }: Dims, _: Scalars, random: Random) => {
  values.tokens = values.tokens.map(() => random.below(V));
  somePositions(values, { P, T }, _, random);
};
const somePositions = (values: Values, { P, T }: Dims, _: Scalars, random: Random) => {
  values.positions = values.positions.map(() => random.below(P - T + 1));
};

/** One proof for each operation of the table. */
export const proofs: { readonly [Name in OperationName]: Proof } = {
  fill: {
    ...elementwise,
    scalars: [{ value: 0 }, { value: -1.5 }],
    expected: (_, { E }, { value }) => ({ out: new Float64Array(E).fill(value) }),
  },
  copy: { ...elementwise, expected: ({ source }) => ({ out: source }) },

  embedding: {
    ...bothTables(embeddings),
    prepare: someTokens,
    expected: ({ tokenTable, positionTable, tokens, positions }, { T, C, BITS }) => ({
      out: formulas.embedded(asTable(tokenTable, BITS), positionTable, tokens, positions, T, C),
    }),
  },
  embeddingBackward: {
    ...embeddings,
    prepare: someTokens,
    expected: ({ dOut, tokens, positions }, { T, C, V, P }) => {
      const tokenTable = new Float64Array(V * C);
      const positionTable = new Float64Array(P * C);
      const loss = (tokenTable: Float64Array, positionTable: Float64Array) =>
        weighted(dOut, formulas.embedded(tokenTable, positionTable, tokens, positions, T, C));
      return {
        dTokenTable: differences(tokenTable, (w) => loss(w, positionTable)),
        dPositionTable: differences(positionTable, (w) => loss(tokenTable, w)),
      };
    },
  },

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
  round: { ...rows, expected: ({ x }) => ({ out: formulas.roundedToBfloat16(x) }) },
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

  rotary: {
    shapes: [
      { B: 1, T: 1, W: 12, P: 1, HALF: 2 },
      { B: 2, T: 3, W: 15, P: 5, HALF: 1 },
      { B: 3, T: 2, W: 33, P: 9, HALF: 5 },
    ],
    largerShapes: [
      { B: 2, T: 33, W: 131, P: 65, HALF: 17 },
      { B: 1, T: 130, W: 256, P: 200, HALF: 32 },
    ],
    scalars: [
      { heads: 3, direction: 1 },
      { heads: 2, direction: -1 },
    ],
    prepare: somePositions,
    expected: (values, { T, W, HALF }, { heads, direction }) => {
      const turn = (x: Float64Array) => formulas.rotated(x, values as RotaryTables, { T, W, HALF }, heads);
      if (direction === 1) return { qkv: turn(values.qkv) };
      // Turning back is the backward: qkv holds dOut.
      const x = values.qkv.map(() => 0);
      return { qkv: differences(x, (moved) => weighted(values.qkv, turn(moved))) };
    },
  },
  attention: {
    ...attentions,
    expected: ({ qkv }, dims, { scale }) => formulas.attended(qkv, { ...(dims as AttentionDims), scale }),
  },
  attentionBackward: {
    ...attentions,
    prepare: (values, dims, { scale }) =>
      void Object.assign(values, formulas.attended(values.qkv, { ...(dims as AttentionDims), scale })),
    expected: ({ dOut, qkv }, dims, { scale }) => ({
      dQkv: differences(qkv, (moved) =>
        weighted(dOut, formulas.attended(moved, { ...(dims as AttentionDims), scale }).out),
      ),
    }),
  },
  attentionCached: {
    shapes: bothCaches([
      { B: 1, T: 1, W: 18, Q: 6, NKV: 1, P: 1, HS: 6 },
      { B: 3, T: 2, W: 18, Q: 6, NKV: 3, P: 9, HS: 2 },
      { B: 2, T: 1, W: 36, Q: 12, NKV: 1, P: 17, HS: 12 },
      { B: 2, T: 3, W: 45, Q: 15, NKV: 3, P: 5, HS: 5 },
      { B: 1, T: 1, W: 120, Q: 40, NKV: 2, P: 71, HS: 20 },
      // Two, three and seven query heads for each key head.
      { B: 2, T: 3, W: 24, Q: 12, NKV: 2, P: 9, HS: 3 },
      { B: 2, T: 1, W: 25, Q: 15, NKV: 1, P: 35, HS: 5 },
      { B: 1, T: 2, W: 36, Q: 28, NKV: 1, P: 5, HS: 4 },
    ]),
    largerShapes: bothCaches([
      { B: 5, T: 1, W: 198, Q: 66, NKV: 3, P: 131, HS: 22 },
      { B: 2, T: 33, W: 51 * 9, Q: 51 * 3, NKV: 3, P: 65, HS: 51 },
      { B: 1, T: 70, W: 384, Q: 128, NKV: 2, P: 140, HS: 64 },
      { B: 3, T: 1, W: 330, Q: 198, NKV: 2, P: 131, HS: 33 },
      { B: 2, T: 37, W: 256, Q: 192, NKV: 1, P: 90, HS: 32 },
      // Rows of whole vectors, some of more channels than a workgroup has threads, and several spans of keys.
      { B: 5, T: 1, W: 192, Q: 128, NKV: 1, P: 201, HS: 32 },
      { B: 3, T: 1, W: 288, Q: 144, NKV: 1, P: 150, HS: 72 },
      { B: 1, T: 1, W: 512, Q: 256, NKV: 1, P: 135, HS: 128 },
    ]),
    scalars: attentions.scalars,
    prepare: somePositions,
    expected: cachedAttention,
  },

  classifier: {
    ...bothTables(vocabularies),
    excludes: (given, { BITS }) => BITS === 16 && given.includes('dHead'),
    scalars: [{ lossScale: 1 }, { lossScale: 0.125 }],
    prepare: (values, { V }, _, random) => {
      values.targets = values.targets.map((_, n) => (n % 5 === 2 ? -1 : random.below(V)));
    },
    expected: ({ x, head: exact, targets }, { C, V, BITS }, { lossScale }) => {
      const head = asTable(exact, BITS);
      const loss = (x: Float64Array, head: Float64Array) =>
        lossScale * formulas.crossEntropies(x, head, targets, C, V).reduce((sum, one) => sum + one, 0);
      return {
        losses: formulas.crossEntropies(x, head, targets, C, V),
        dX: differences(x, (moved) => loss(moved, head)),
        dHead: differences(head, (moved) => loss(x, moved)),
      };
    },
  },
  logits: {
    ...bothTables(vocabularies),
    expected: ({ x, head }, { N, C, V, BITS }) => ({
      out: formulas.productTransposed(x, asTable(head, BITS), N, C, V),
    }),
  },
  scoreBlocks: {
    shapes: [
      { N: 1, V: 1, G: 1 },
      { N: 3, V: 17, G: 1 },
      { N: 2, V: 65, G: 2 },
      { N: 1, V: 192, G: 3 },
    ],
    largerShapes: [
      { N: 3, V: 1003, G: 16 },
      { N: 1, V: 5000, G: 79 },
    ],
    scalars: [{ temperature: 1 }, { temperature: 0.3 }],
    expected: ({ scores }, { N, V, G }, { temperature }) => ({
      blocks: formulas.blockScores(scores, N, V, G, temperature),
    }),
  },

  sumOfSquares: { ...elementwise, expected: ({ x }) => ({ out: Float64Array.of(weighted(x, x)) }) },

  adam: {
    ...elementwise,
    scalars: optimizerSteps,
    prepare: squareSecondMoments,
    expected: (values, _, scalars) => {
      const { m, v } = moments(values, scalars);
      const { learning_rate, beta1, beta2, epsilon, step } = scalars;
      const rate = (learning_rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      return { m, v, parameter: values.parameter.map((p, i) => p - (rate * m[i]) / (Math.sqrt(v[i]) + epsilon)) };
    },
  },
  adamw: {
    ...elementwise,
    scalars: [
      { ...optimizerSteps[0], weight_decay: 0 },
      { ...optimizerSteps[1], weight_decay: 0.1 },
    ],
    prepare: squareSecondMoments,
    expected: (values, _, scalars) => {
      const { m, v } = moments(values, scalars);
      const { learning_rate, beta1, beta2, epsilon, step, weight_decay } = scalars;
      const parameter = values.parameter.map((p, i) => {
        const mHat = m[i] / (1 - beta1 ** step);
        const vHat = v[i] / (1 - beta2 ** step);
        return p * (1 - learning_rate * weight_decay) - (learning_rate * mHat) / (Math.sqrt(vHat) + epsilon);
      });
      return { m, v, parameter };
    },
  },
  muon: {
    shapes: [
      { C: 1, OC: 3 },
      { C: 3, OC: 3 },
      { C: 3, OC: 51 },
      { C: 17, OC: 9 },
      { C: 35, OC: 18 },
    ],
    largerShapes: [
      { C: 65, OC: 387 },
      { C: 129, OC: 66 },
      { C: 192, OC: 576 },
      { C: 260, OC: 99 },
    ],
    scalars: [
      { learning_rate: 0.1, momentum: 0.95, gradientScale: 1, weight_decay: 0, parts: 1 },
      { learning_rate: 0.1, momentum: 0.9, gradientScale: 0.125, weight_decay: 0.1, parts: 3 },
    ],
    expected: ({ parameter, gradient, m }, { C, OC }, scalars) => {
      const { learning_rate, momentum, gradientScale, weight_decay, parts } = scalars;
      const g = gradient.map((value) => (1 - momentum) * gradientScale * value);
      const mean = m.map((value, i) => momentum * value + g[i]);
      const update = mean.map((value, i) => momentum * value + g[i]);
      const columns = OC / parts;
      const moved = parameter.map((value) => value * (1 - learning_rate * weight_decay));
      for (let part = 0; part < parts; part++) {
        const own = Array.from({ length: C * columns }, (_, i) => {
          return Math.floor(i / columns) * OC + part * columns + (i % columns);
        });
        const orthogonal = formulas.orthogonalised(
          Float64Array.from(own, (i) => update[i]),
          C,
          columns,
        );
        own.forEach((at, i) => {
          moved[at] -= learning_rate * 0.2 * Math.sqrt(Math.max(C, columns)) * orthogonal[i];
        });
      }
      return { m: mean, parameter: moved };
    },
  },
  sgd: {
    ...elementwise,
    scalars: [{ learning_rate: 0.1, gradientScale: 0.5 }],
    expected: ({ parameter, gradient }, _, { learning_rate, gradientScale }) => ({
      parameter: parameter.map((p, i) => p - learning_rate * gradientScale * gradient[i]),
    }),
  },
};

/** Each text is attended to as a whole up to its newest position: first what the cache has, then what is new. */
function cachedAttention(values: Values, { B, T, W, Q, NKV, P, HS, BITS }: Dims, { scale }: Scalars): Values {
  const [NH, C] = [Q / HS, NKV * HS];
  const out = new Float64Array(B * T * Q);
  for (let b = 0; b < B; b++) {
    const past = values.positions[b];
    const whole = new Float64Array((past + T) * W);
    whole.set(values.qkv.subarray(b * T * W, (b + 1) * T * W), past * W);
    for (let position = 0; position < past + T; position++) {
      const keys = whole.subarray(position * W + Q, (position + 1) * W);
      for (let h = 0; h < NKV && position < past; h++) {
        const cached = ((b * NKV + h) * P + position) * HS;
        keys.set(values.keys.subarray(cached, cached + HS), h * HS);
        keys.set(values.values.subarray(cached, cached + HS), C + h * HS);
      }
      if (BITS === 16) keys.set(formulas.rounded(keys, 1, 2 * C, BITS));
    }
    const attended = formulas.attended(whole, { B: 1, T: past + T, W, Q, NH, scale });
    out.set(attended.out.subarray(past * Q), b * T * Q);
  }
  return { out };
}

function squareSecondMoments(values: Values): void {
  values.v = values.v.map((v) => Math.fround(v * v));
}

function moments({ gradient, m, v }: Values, { beta1, beta2, gradientScale }: Scalars): Values {
  return {
    m: m.map((old, i) => beta1 * old + (1 - beta1) * gradientScale * gradient[i]),
    v: v.map((old, i) => beta2 * old + (1 - beta2) * (gradientScale * gradient[i]) ** 2),
  };
}
