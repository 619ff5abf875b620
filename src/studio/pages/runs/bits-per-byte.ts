import type { RunHistory } from '../../protocol.ts';

/**
 * The loss on held-out posts after a step as bits per byte of text, which compares models with different tokens; null if it was
 * not measured then, or the bytes are not known.
 */
export function bitsPerByte(
  { validations, bytesPerToken }: Pick<RunHistory, 'validations' | 'bytesPerToken'>,
  step: number | null,
): number | null {
  const loss = lossAfter({ validations }, step);
  return loss === null || bytesPerToken === null ? null : inBits(loss, bytesPerToken);
}

/** A loss in nats per token as bits per byte of text. */
export function inBits(loss: number, bytesPerToken: number): number {
  return loss / Math.LN2 / bytesPerToken;
}

/** Why the bits per byte of a run are not known. */
export function whyNoBits({ validations, bytesPerToken }: Pick<RunHistory, 'validations' | 'bytesPerToken'>): string {
  if (validations.length === 0) return 'No loss on held-out posts was measured in this run.';
  if (bytesPerToken === null) {
    return 'This run did not record how many bytes its held-out posts have; runs from now on do, and so does this one when it goes on.';
  }
  return 'Its loss on held-out posts was measured only before the first step.';
}

/** The loss on held-out posts after a step; null if it was not measured then. */
export function lossAfter({ validations }: Pick<RunHistory, 'validations'>, step: number | null): number | null {
  return validations.find((row) => row.step === step)?.loss ?? null;
}
