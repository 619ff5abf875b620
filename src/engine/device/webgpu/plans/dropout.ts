import { GOLDEN, mix } from '../../../random.ts';

/** What a shader needs to know to leave out elements: see `kept` in shaders/kept.wgsl. */
export interface Dropout {
  readonly key: number;
  readonly secondKey: number;
  /** Words below it are left out. */
  readonly least: number;
  /** Of what stays. */
  readonly keptFactor: number;
}

/** What the part's dropout leaves in this draw, null if everything: see the operation `lowRank`. */
export function dropoutOf(dropout: number, draw: number, part: number): Dropout | null {
  if (dropout === 0) return null;
  const key = mix(draw + Math.imul(part + 1, GOLDEN));
  return { key, secondKey: mix(key + GOLDEN), least: Math.floor(dropout * 2 ** 32), keptFactor: 1 / (1 - dropout) };
}
