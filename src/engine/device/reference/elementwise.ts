import type { Call } from './kernel.ts';

/** out (E) = value. */
export function fill({ out, value }: Call<'fill'>): void {
  out.fill(value);
}

/** out (E) = source (E). */
export function copy({ source, out }: Call<'copy'>): void {
  out.set(source);
}

/** out (E) = factor · x (E) + residual (E). out may be either of them. */
export function scale({ x, residual, out, E, factor }: Call<'scale'>): void {
  for (let i = 0; i < E; i++) out[i] = factor * x[i] + (residual?.[i] ?? 0);
}

/** out (1) += Σ x², x (E). */
export function sumOfSquares({ x, out }: Call<'sumOfSquares'>): void {
  let sum = 0;
  for (const value of x) sum += value * value;
  out[0] += sum;
}
