import type { SaidTokens } from '../../../src/engine/generation/said.ts';

/** What a draw is told about a text. */
export function saying(
  recent: readonly number[] = [],
  extending: readonly (readonly [number, number])[] = [],
  written: readonly (readonly [number, number])[] = [],
): SaidTokens {
  return { recent, extending: new Map(extending), written: new Map(written) };
}
