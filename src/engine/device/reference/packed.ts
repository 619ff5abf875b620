import { roundToBfloat16 } from '../bfloat16.ts';
import { SCALED_ROWS } from '../data-types.ts';
import type { Call, Work } from './kernel.ts';
import { linear, linearBackward } from './linear.ts';

/** out (C, OC) = weight (C, OC), rounded to bfloat16 (BITS 16), q8_0 (BITS 9) or int8 (BITS 8). */
export function pack({ weight, out, C, OC, BITS }: Call<'pack'>): void {
  out.set(weight);
  roundWeight(out, C, OC, BITS);
}

/** out (C, OC) = weight (OC, C) transposed, rounded in the same way. */
export function packTransposed({ weight, out, C, OC, BITS }: Call<'packTransposed'>): void {
  for (let o = 0; o < OC; o++) for (let c = 0; c < C; c++) out[c * OC + o] = weight[o * C + c];
  roundWeight(out, C, OC, BITS);
}

/** out (N, OC) = x (N, C) · weight (C, OC, rounded already) + bias (OC) + residual (N, OC). residual may be out. */
export function linearPacked(call: Call<'linearPacked'>): Work {
  return linear(call);
}

/** dX (N, C) = dOut (N, OC) · weightᵀ of weight (C, OC), rounded already. */
export function linearPackedBackward({ dOut, weight, dX, N, C, OC }: Call<'linearPackedBackward'>): Work {
  return linearBackward({ dOut, x: dX, weight, dX, dWeight: null, dBias: null, N, C, OC });
}

/** out (N, C) = x (N, C), rounded to bfloat16. */
export function round({ x, out }: Call<'round'>): void {
  out.set(x);
  roundToBfloat16(out);
}

function roundWeight(weight: Float32Array, C: number, OC: number, BITS: number): void {
  if (BITS === 16) roundToBfloat16(weight);
  else {
    const rows = BITS === 8 ? C : SCALED_ROWS;
    for (let c = 0; c < C; c += rows) {
      const block = weight.subarray(c * OC, Math.min(c + rows, C) * OC);
      for (let o = 0; o < OC; o++) roundColumnToInt8(block, o, OC);
    }
  }
}

/** Each number becomes a whole multiple, −127 to 127, of a 127th of the column's largest. In float32, step by step. */
function roundColumnToInt8(weight: Float32Array, column: number, OC: number): void {
  let largest = 0;
  for (let i = column; i < weight.length; i += OC) largest = Math.max(largest, Math.abs(weight[i]));
  const scale = Math.fround(largest / 127);
  const inverse = largest > 0 ? Math.fround(127 / largest) : 0;
  for (let i = column; i < weight.length; i += OC) weight[i] = nearestEven(Math.fround(weight[i] * inverse)) * scale;
}

/** Ties to even, as the processor rounds. */
function nearestEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
