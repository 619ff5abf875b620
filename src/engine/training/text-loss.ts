import type { LanguageModel } from '../models/model.ts';
import { WindowPass } from '../models/training-pass.ts';
import type { TokenArray } from '../tokens/token-buffer.ts';
import { tokenSet } from '../tokens/token-set.ts';
import { validationBatches } from '../tokens/validation-batches.ts';

/**
 * The mean loss in nats of each token of a text except the first, predicted from all before it. A text longer than the
 * model's context is read in consecutive windows. It must have at least two tokens. e to this loss is the perplexity.
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
