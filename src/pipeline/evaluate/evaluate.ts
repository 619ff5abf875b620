import type { LanguageModel } from '../../engine/models/model.ts';
import { separateDocuments } from '../../engine/tokens/separate-documents.ts';
import { textBytesOfSet } from '../../engine/tokens/token-bytes.ts';
import { documentsOf, type TokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { batchesByLength } from '../../engine/tokens/validation-batches.ts';
import { HeldOutLoss } from '../../engine/training/held-out-loss.ts';
import type { Project } from '../../project/project.ts';
import { NoTokensFault } from '../corpus/read-tokens.ts';
import type { EvaluatedEvent, EvaluateEvent, EvaluatingEvent } from '../events/models.ts';
import { loadModel } from '../models/load-model.ts';
import { findWriter } from '../models/open-writer.ts';
import { type EvaluateGiven, type EvaluateSettings, evaluateSettings } from '../settings/evaluate.ts';
import { usualWindow } from '../settings/recipes.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { readCorpusTokens } from '../train/training-data.ts';

/**
 * Measures how well a model predicts texts it was not trained on. Each document of a text is read in windows of its own, and each
 * token is predicted from those before it in its window; a document follows a begin mark, if the vocabulary has one. Throws
 * SettingFault, NoModelFault, NoTokensFault, DeviceMemoryFault, and the faults of `loadModel` and `readPosts`.
 */
export async function* evaluate(
  given: EvaluateGiven,
  project: Project,
): AsyncGenerator<EvaluateEvent, void, undefined> {
  const settings = checkSettings(evaluateSettings, given);
  const folder = yield* findWriter(project, settings);
  const { signal } = project;
  const { device, event } = await project.devices.open(settings);
  try {
    yield event;
    const { model, tokenizer } = await loadModel(project, device, folder.path);
    const window = windowOf(settings, model.shape.context);
    for (const path of settings.texts) {
      const tokens = yield* readCorpusTokens(project, path, { ...settings, combine: null }, tokenizer);
      yield* evaluateText(path, tokens, { model, tokenizer, window, batch_size: settings.batch_size, signal });
    }
  } finally {
    await device.close();
  }
}

function windowOf({ window }: EvaluateSettings, context: number): number {
  if (window === null || window <= context) return window ?? usualWindow(context);
  throw new SettingFault('window', `\`window\` is ${window}, but the context of the model has only ${context} tokens.`);
}

interface Measuring {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
  readonly window: number;
  readonly batch_size: number;
  readonly signal: AbortSignal | undefined;
}

async function* evaluateText(
  path: string,
  tokens: TokenSet,
  { model, tokenizer, window, batch_size, signal }: Measuring,
): AsyncGenerator<EvaluatingEvent | EvaluatedEvent, void, undefined> {
  const batches = batchesByLength(separateDocuments(tokens, tokenizer), window, batch_size);
  if (batches.length === 0) throw new NoTokensFault(`${path} has only one token, so there is nothing to predict.`);
  let losses = 0;
  let predictions = 0;
  let heldOut: HeldOutLoss | null = null;
  try {
    for (const [done, batch] of batches.entries()) {
      signal?.throwIfAborted();
      if (heldOut === null || heldOut.T !== batch.T) {
        heldOut?.free();
        heldOut = new HeldOutLoss(model, batch.B, batch.T);
      }
      losses += await heldOut.sumOf(batch);
      predictions += batch.predictions;
      yield { type: 'evaluating', path, batches: batches.length, batchesDone: done + 1 };
    }
  } finally {
    heldOut?.free();
  }
  const bytes = textBytesOfSet(tokens, tokenizer);
  yield {
    type: 'evaluated',
    path,
    documents: documentsOf(tokens, tokenizer.endMark).length,
    predictions,
    bytes,
    loss: losses / predictions,
    perplexity: Math.exp(losses / predictions),
    bitsPerByte: losses / Math.LN2 / bytes,
  };
}
