import type { Random } from '../../../src/engine/random.ts';
import type { Dims, Scalars, Values } from '../proof.ts';

export const elementwise = { shapes: [{ E: 1 }, { E: 3 }, { E: 65 }], largerShapes: [{ E: 1000 }, { E: 70_001 }] };
export const rows = {
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
/** Each size with each number of bits. */
export const withBits = (shapes: readonly Dims[], ...bits: number[]): Dims[] =>
  shapes.flatMap((dims) => bits.map((BITS) => ({ ...dims, BITS })));
export const somePositions = (values: Values, { P, T }: Dims, _: Scalars, random: Random) => {
  values.positions = values.positions.map(() => random.below(P - T + 1));
};
