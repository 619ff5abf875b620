import { TensorFault } from '../backend.ts';
import type { Call } from './kernel.ts';

/**
 * Turns the first `heads` heads of each row of qkv (B, T, W), of 2 HALF channels each, by the angles of row
 * positions (B) + t of cosines and sines (P, HALF): element i with element i + HALF. Direction −1 turns back.
 */
export function rotary(call: Call<'rotary'>): void {
  const { qkv, positions, cosines, sines, B, T, W, P, HALF, heads, direction } = call;
  for (let b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      throw new TensorFault(`rotary(positions) asks for ${positions[b]} to ${positions[b] + T - 1} of ${P} positions.`);
    }
    for (let t = 0; t < T; t++) {
      const angles = (positions[b] + t) * HALF;
      for (let h = 0; h < heads; h++) {
        const first = (b * T + t) * W + h * 2 * HALF;
        const second = first + HALF;
        for (let i = 0; i < HALF; i++) {
          const [c, s] = [cosines[angles + i], direction * sines[angles + i]];
          const [x1, x2] = [qkv[first + i], qkv[second + i]];
          qkv[first + i] = x1 * c - x2 * s;
          qkv[second + i] = x2 * c + x1 * s;
        }
      }
    }
  }
}
