import type { Call } from './kernel.ts';

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** out (E) = ½x(1 + tanh(√(2/π)(x + 0.044715x³))), x (E). */
export function gelu({ x, out, E }: Call<'gelu'>): void {
  for (let i = 0; i < E; i++) {
    const tanh = Math.tanh(SQRT_2_OVER_PI * (x[i] + CUBIC * x[i] ** 3));
    out[i] = 0.5 * x[i] * (1 + tanh);
  }
}

/** dX (E) = dOut (E) · gelu′(x), x (E). dX may be dOut. */
export function geluBackward({ dOut, x, dX, E }: Call<'geluBackward'>): void {
  for (let i = 0; i < E; i++) {
    // inner = √(2/π)(x + 0.044715x³); tanh = tanh(inner)
    const tanh = Math.tanh(SQRT_2_OVER_PI * (x[i] + CUBIC * x[i] ** 3));
    const innerSlope = SQRT_2_OVER_PI * (1 + 3 * CUBIC * x[i] ** 2);
    // out = ½x(1 + tanh)
    const slope = 0.5 * (1 + tanh) + 0.5 * x[i] * (1 - tanh * tanh) * innerSlope;
    dX[i] = dOut[i] * slope;
  }
}
