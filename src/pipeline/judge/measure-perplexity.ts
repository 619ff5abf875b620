import type { Perplexity } from '../../blog/judging/judgement.ts';
import type { Device } from '../../engine/device/device.ts';
import { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import { tokenArray } from '../../engine/tokens/token-buffer.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { textLoss } from '../../engine/training/text-loss.ts';
import type { Project } from '../../project/project.ts';
import type { PerplexityUnavailableEvent } from '../events.ts';
import { type BaseModel, baseModel } from '../models/base-model.ts';
import { NotResumableFault } from '../models/checkpoints/checkpoint-folder.ts';
import { NoModelFault } from '../models/find-model.ts';
import { loadModel } from '../models/load-model.ts';
import { startedFrom } from '../train/restore-training.ts';

/**
 * Measures how surprising a text is to a model from before a training and to one from after it. Their weights are not
 * rounded, except for those beside an adapter that was just trained.
 */
export class PerplexityMeter {
  readonly #before: ScoringModel | null;
  readonly #after: ScoringModel;
  /** The perplexity of a model with random weights, to which all tokens are equally likely. */
  readonly #evenPerplexity: number;

  private constructor(before: ScoringModel | null, after: ScoringModel, evenPerplexity: number) {
    this.#before = before;
    this.#after = after;
    this.#evenPerplexity = evenPerplexity;
  }

  /**
   * Loads `before`, which the training started from, onto the device, where it stays until that is closed; `after` is its
   * result. An adapter has the model that it started from beside it. Throws the faults of `loadModel`, and DeviceMemoryFault.
   */
  static async open(device: Device, before: BaseModel, after: ScoringModel): Promise<PerplexityMeter> {
    const { vocabulary } = before.configuration.shape;
    if (after.model instanceof AdaptedModel) {
      return new PerplexityMeter({ ...after, model: after.model.base }, after, vocabulary);
    }
    const asked = before.isRandom ? null : { model: await before.load(device, 0), tokenizer: before.tokenizer };
    return new PerplexityMeter(asked, after, vocabulary);
  }

  async of(text: string): Promise<Perplexity> {
    const before = this.#before === null ? this.#evenPerplexity : await perplexity(this.#before, text);
    return { before, after: await perplexity(this.#after, text) };
  }
}

/**
 * Opens the meter of a run, given the folder of its checkpoint; `loaded` is the model in it, if it is already on the
 * device. Returns null, with an event, if the starting model is unknown or gone. Throws the faults of
 * `PerplexityMeter.open`.
 */
export async function* openMeter(
  project: Project,
  device: Device,
  checkpoint: string,
  loaded?: ScoringModel,
): AsyncGenerator<PerplexityUnavailableEvent, PerplexityMeter | null, undefined> {
  let before: BaseModel;
  try {
    before = await baseModel(project, await startedFrom(project.files, checkpoint), null);
  } catch (fault) {
    if (!(fault instanceof NoModelFault || fault instanceof NotResumableFault)) throw fault;
    yield { type: 'perplexity-unavailable', reason: fault.message };
    return null;
  }
  return PerplexityMeter.open(device, before, loaded ?? (await loadModel(project, device, checkpoint)));
}

/** A model and its tokenizer. */
export interface ScoringModel {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
}

/** The perplexity of a text on its own: after a begin mark, if the vocabulary has one. */
async function perplexity({ model, tokenizer }: ScoringModel, text: string): Promise<number> {
  const { beginMark, vocabularySize } = tokenizer;
  const ids = [...(beginMark === null ? [] : [beginMark]), ...tokenizer.encode(text)];
  // A single token predicts nothing.
  if (ids.length < 2) return 1;
  const tokens = tokenArray(vocabularySize, ids.length);
  tokens.set(ids);
  return Math.exp(await textLoss(model, tokens));
}
