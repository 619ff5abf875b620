import type { Random } from '../../../src/engine/random.ts';
import * as formulas from '../formulas.ts';
import { differences, weighted } from '../formulas.ts';
import type { Dims, Proofs, Scalars, Values } from '../proof.ts';
import { somePositions, withBits } from './sizes.ts';

/** A float32 table, and one of 16 bits. */
const bothTables = <Sizes extends { shapes: readonly Dims[]; largerShapes: readonly Dims[] }>(sizes: Sizes) => ({
  shapes: withBits(sizes.shapes, 32, 16),
  largerShapes: withBits(sizes.largerShapes, 32, 16),
});
/** The table as it is read. */
const asTable = (table: Float64Array, BITS: number) => (BITS === 16 ? formulas.roundedToBfloat16(table) : table);
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
const someTokens = (values: Values, { V, P, T }: Dims, _: Scalars, random: Random) => {
  values.tokens = values.tokens.map(() => random.below(V));
  somePositions(values, { P, T }, _, random);
};

/** Proofs of what has a side of the length of the vocabulary. */
export const vocabularyProofs = {
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
} satisfies Proofs;
