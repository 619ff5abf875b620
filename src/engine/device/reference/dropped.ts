import { GOLDEN, mix } from '../../random.ts';
import type { Call } from './kernel.ts';

/** What dropout leaves of a tensor; null: everything, as it is. */
export interface Kept {
  /** Of what stays. */
  readonly factor: number;
  /** Whether element i stays. */
  has(i: number): boolean;
}

/** What the part's dropout leaves in this draw: see the operation `lowRank`. */
export function keptBy(dropout: number, draw: number, part: number): Kept | null {
  if (dropout === 0) return null;
  const key = mix(draw + Math.imul(part + 1, GOLDEN));
  const second = mix(key + GOLDEN);
  const least = Math.floor(dropout * 2 ** 32);
  return { factor: Math.fround(1 / (1 - dropout)), has: (i) => mix(mix(i + key) ^ second) >= least };
}

/** x with zeros in the place of what is left out; x itself where nothing is. */
export function dropped(x: Float32Array, kept: Kept | null): Float32Array {
  return kept === null ? x : x.map((value, i) => (kept.has(i) ? kept.factor * value : 0));
}

/** out (E) = factor · x (E) after dropout + residual (E). out may be either of them. */
export function dropout({ x, residual, out, E, factor, dropout: share, draw }: Call<'dropout'>): void {
  const left = dropped(x, keptBy(share, draw, 0));
  for (let i = 0; i < E; i++) out[i] = factor * left[i] + (residual?.[i] ?? 0);
}
