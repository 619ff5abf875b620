import * as formulas from '../formulas.ts';
import { differences, weighted } from '../formulas.ts';
import type { Dims, Proofs, Scalars, Values } from '../proof.ts';
import { somePositions, withBits } from './sizes.ts';

const bothCaches = (shapes: readonly Dims[]) => withBits(shapes, 32, 16);
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
type RotaryTables = Parameters<typeof formulas.rotated>[1];
type AttentionDims = Omit<formulas.AttentionSizes, 'scale'>;

/** Proofs of attention. */
export const attentionProofs = {
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
} satisfies Proofs;

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
