import type { Call } from './kernel.ts';

/** out (N, F) = gate · sigmoid(gate) · up; a row of x (N, 2F) is gate, then up. */
export function swiglu({ x, out, N, F }: Call<'swiglu'>): void {
  for (let n = 0; n < N; n++) {
    for (let f = 0; f < F; f++) {
      const [gate, up] = [x[n * 2 * F + f], x[n * 2 * F + F + f]];
      out[n * F + f] = (gate / (1 + Math.exp(-gate))) * up;
    }
  }
}

/** dX (N, 2F) is overwritten, of dOut (N, F). */
export function swigluBackward({ dOut, x, dX, N, F }: Call<'swigluBackward'>): void {
  for (let n = 0; n < N; n++) {
    for (let f = 0; f < F; f++) {
      const [gateAt, upAt] = [n * 2 * F + f, n * 2 * F + F + f];
      const [gate, up] = [x[gateAt], x[upAt]];
      const sigmoid = 1 / (1 + Math.exp(-gate));
      // out = gate · sigmoid(gate) · up
      dX[gateAt] = dOut[n * F + f] * up * sigmoid * (1 + gate * (1 - sigmoid));
      dX[upAt] = dOut[n * F + f] * gate * sigmoid;
    }
  }
}
