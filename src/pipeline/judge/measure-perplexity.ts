import type { Perplexity } from '../../blog/judging/judgement.ts';
import type { Device } from '../../engine/device/device.ts';
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
import { begunFrom } from '../train/restore-training.ts';

/** Asks a model from before a training and one from after it how surprising a text is; their weights are not rounded. */
export class PerplexityMeter {
  readonly #before: Asked | null;
  readonly #after: Asked;
  /** Of a model of random weights, which finds every token as likely as any other. */
  readonly #evenPerplexity: number;

  private constructor(before: Asked | null, after: Asked, evenPerplexity: number) {
    this.#before = before;
    this.#after = after;
    this.#evenPerplexity = evenPerplexity;
  }

  /**
   * Puts both on the device, where they stay until it is closed. `before` is the model that the training began with,
   * `after` the one that came of it. Throws the faults of `loadModel`, and DeviceMemoryFault.
   */
  static async open(device: Device, before: BaseModel, after: Asked): Promise<PerplexityMeter> {
    const asked = before.isRandom ? null : { model: await before.load(device, 0), tokenizer: before.tokenizer };
    return new PerplexityMeter(asked, after, before.configuration.shape.vocabulary);
  }

  async of(text: string): Promise<Perplexity> {
    const before = this.#before === null ? this.#evenPerplexity : await perplexity(this.#before, text);
    return { before, after: await perplexity(this.#after, text) };
  }
}

/**
 * The meter of a run, by the folder of its checkpoint; `loaded` is the model in it, if it is on the device. Null, with an
 * event, if what the run began with is unknown or gone. Throws the faults of `PerplexityMeter.open`.
 */
export async function* openMeter(
  project: Project,
  device: Device,
  checkpoint: string,
  loaded?: Asked,
): AsyncGenerator<PerplexityUnavailableEvent, PerplexityMeter | null, undefined> {
  let before: BaseModel;
  try {
    before = await baseModel(project, await begunFrom(project.files, checkpoint), null);
  } catch (fault) {
    if (!(fault instanceof NoModelFault || fault instanceof NotResumableFault)) throw fault;
    yield { type: 'perplexity-unavailable', reason: fault.message };
    return null;
  }
  return PerplexityMeter.open(device, before, loaded ?? (await loadModel(project, device, checkpoint)));
}

/** A model, and what text is to it. */
export interface Asked {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
}

/** Of a text that stands alone: from the begin mark before it, where the vocabulary has one. */
async function perplexity({ model, tokenizer }: Asked, text: string): Promise<number> {
  const { beginMark, vocabularySize } = tokenizer;
  const ids = [...(beginMark === null ? [] : [beginMark]), ...tokenizer.encode(text)];
  // One token alone is followed by nothing that could surprise.
  if (ids.length < 2) return 1;
  const tokens = tokenArray(vocabularySize, ids.length);
  tokens.set(ids);
  return Math.exp(await textLoss(model, tokens));
}
