import type { SaidTokens } from './said.ts';
import { DRY, type SamplingSettings } from './sampling-settings.ts';
import { changeLogits, type Scores } from './scores.ts';

/** The lowest logit of a token that can be drawn. */
const LOWEST_LOGIT = -3.4028234663852886e38;

/** The logarithm of the greatest float32: llama.cpp limits the exponent of DRY so that its penalty stays below that. */
const LARGEST_LOG = 88.7228391;

/** Whether `applyPenalties` would change anything. */
export function hasPenalties(settings: SamplingSettings, said: SaidTokens): boolean {
  const { repetition_penalty, frequency_penalty = 0, presence_penalty = 0, token_bias } = settings;
  return (
    repetition_penalty !== 1 ||
    frequency_penalty !== 0 ||
    presence_penalty !== 0 ||
    said.extending.size > 0 ||
    (token_bias !== undefined && token_bias.size > 0)
  );
}

/**
 * Changes logits by what the caller wants and what the text has said, in the order of llama.cpp: the bias of tokens, the
 * repetition penalty, the penalties of frequency and presence, DRY. No token becomes impossible, however large a penalty is,
 * and none that is impossible becomes possible.
 */
export function applyPenalties(
  scores: Scores,
  said: SaidTokens,
  settings: SamplingSettings,
  temperature: number,
): void {
  const change = (tokens: Iterable<number>, by: (token: number, logit: number) => number) =>
    changeLogits(scores, tokens, (token, logit) => drawable(logit, by(token, logit)), temperature);
  const { repetition_penalty, frequency_penalty = 0, presence_penalty = 0, token_bias } = settings;
  if (token_bias !== undefined) change(token_bias.keys(), (token, logit) => logit + token_bias.get(token)!);
  if (repetition_penalty !== 1)
    change(said.recent, (_, logit) => (logit > 0 ? logit / repetition_penalty : logit * repetition_penalty));
  if (frequency_penalty !== 0 || presence_penalty !== 0) {
    const { written } = said;
    change(written.keys(), (token, logit) => logit - (written.get(token)! * frequency_penalty + presence_penalty));
  }
  const { extending } = said;
  if (extending.size > 0)
    change(extending.keys(), (token, logit) => logit - dryPenalty(settings, extending.get(token)!));
}

/** DRY's penalty of a token that would extend a repeated sequence of n tokens. */
function dryPenalty(
  { dry_multiplier = 0, dry_base = DRY.base, dry_allowed_length = DRY.allowed_length }: SamplingSettings,
  n: number,
): number {
  const largest = dry_base > 1.000001 ? Math.trunc(LARGEST_LOG / Math.log(dry_base)) : Infinity;
  return dry_multiplier * dry_base ** Math.min(n - dry_allowed_length, largest);
}

/** A changed logit. A token that could be drawn still can be, and one that could not still cannot. */
function drawable(logit: number, changed: number): number {
  return logit >= LOWEST_LOGIT ? Math.max(changed, LOWEST_LOGIT) : logit;
}
