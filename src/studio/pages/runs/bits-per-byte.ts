import type { RunHistory } from '../../protocol.ts';

/**
 * The loss on held-out posts after a step as bits per byte of text, which compares models with different tokens; null if it was
 * not measured then. Bytes per token are those of all posts of the run, of which the held-out ones are a part.
 */
export function bitsPerByte(
  { validations, bytesPerToken }: Pick<RunHistory, 'validations' | 'bytesPerToken'>,
  step: number | null,
): number | null {
  const loss = lossAfter({ validations }, step);
  return loss === null || bytesPerToken === null ? null : loss / Math.LN2 / bytesPerToken;
}

/** The loss on held-out posts after a step; null if it was not measured then. */
export function lossAfter({ validations }: Pick<RunHistory, 'validations'>, step: number | null): number | null {
  return validations.find((row) => row.step === step)?.loss ?? null;
}
