import type { LanguageModel } from '../models/model.ts';
import { WindowPass } from '../models/training-pass.ts';
import { NO_TARGET } from '../tokens/batch.ts';
import { tokenArray } from '../tokens/token-buffer.ts';
import { tokenSet } from '../tokens/token-set.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { validationBatches } from '../tokens/validation-batches.ts';
import { type Scores, scoresOfText } from './scores.ts';
import { type TextToken, TokenProbabilities } from './token-probabilities.ts';

export interface ScoreOptions {
  /** Likeliest tokens to give for each, 0 or more. */
  readonly logprobs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The tokens of a text, each with its log probability after all before it and the likeliest tokens at its place; the first
 * one has none. Without a begin mark in front, `tokens` are those of the whole text, as `Tokenizer.encode` gives them. The mean
 * of the log probabilities is minus the loss that `textLoss` finds: a text longer than the model's context is read in the same
 * consecutive windows. Throws LogitsFault, DeviceMemoryFault, and the signal's reason.
 */
export async function scoreTokens(
  model: LanguageModel,
  tokenizer: Tokenizer,
  tokens: readonly number[],
  { logprobs, signal }: ScoreOptions,
): Promise<TextToken[]> {
  const probabilities = new TokenProbabilities(tokenizer, model.shape.vocabulary, logprobs);
  const stream = tokenizer.textStream();
  const scored: TextToken[] = [];
  let decoded = 0;
  const add = (scores: Scores | null) => {
    const token = tokens[scored.length];
    const place = { before: decoded, after: decoded + stream.push(token).length, beginsText: scored.length === 0 };
    scored.push(probabilities.describe(token, place, scores));
    decoded = place.after;
  };
  if (tokens.length > 0) add(null);
  if (tokens.length < 2) return scored;
  const T = Math.min(model.shape.context, tokens.length - 1);
  const pass = new WindowPass(model, 1, T, 'evaluate');
  try {
    const text = tokenArray(tokenizer.vocabularySize, tokens.length);
    text.set(tokens);
    for (const batch of validationBatches(tokenSet([text]), T, 1)) {
      let row = 0;
      for await (const { rows, ...scores } of pass.scores(batch)) {
        signal?.throwIfAborted();
        for (let r = 0; r < rows && batch.targets[row] !== NO_TARGET; r++, row++) {
          add(scoresOfText(scores, r, rows));
        }
      }
    }
  } finally {
    pass.free();
  }
  return scored;
}
