import { evaluate, type Gpt2 } from '../model/gpt2.ts';
import { Workspace } from '../model/workspace.ts';
import type { TokenArray } from '../tokens/token-buffer.ts';
import { tokenSet } from '../tokens/token-set.ts';
import { validationBatches } from '../tokens/validation-batches.ts';

/**
 * The mean loss in nats of each token of a text but the first, from all that stands before it; a text longer than the
 * model's n_ctx is read in windows that follow one another. The text has two tokens at least. e to this is its perplexity.
 */
export async function textLoss(model: Gpt2, text: TokenArray): Promise<number> {
  const T = Math.min(model.configuration.n_ctx, text.length - 1);
  const workspace = new Workspace(model.device, model.configuration, 1, T, 'evaluate');
  try {
    let losses = 0;
    for (const batch of validationBatches(tokenSet([text]), T, 1)) {
      losses += (await evaluate(model, workspace, batch)) * batch.predictions;
    }
    return losses / (text.length - 1);
  } finally {
    workspace.free();
  }
}
