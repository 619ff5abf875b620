import type { LanguageModel } from '../models/model.ts';
import { WindowPass } from '../models/training-pass.ts';
import type { TokenArray } from '../tokens/token-buffer.ts';
import { tokenSet } from '../tokens/token-set.ts';
import { validationBatches } from '../tokens/validation-batches.ts';

/**
 * The mean loss in nats of each token of a text but the first, from all that stands before it; a text longer than the
 * model's context is read in windows that follow one another. The text has two tokens at least. e to this is its perplexity.
 */
export async function textLoss(model: LanguageModel, text: TokenArray): Promise<number> {
  const T = Math.min(model.shape.context, text.length - 1);
  const pass = new WindowPass(model, 1, T, 'evaluate');
  try {
    let losses = 0;
    for (const batch of validationBatches(tokenSet([text]), T, 1)) {
      losses += (await pass.evaluate(batch)) * batch.predictions;
    }
    return losses / (text.length - 1);
  } finally {
    pass.free();
  }
}
