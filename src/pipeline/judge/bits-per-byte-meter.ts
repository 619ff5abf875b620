import type { BitsPerByte } from '../../blog/judging/judgement.ts';
import type { Device } from '../../engine/device/device.ts';
import { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { type TokenArray, tokenArray } from '../../engine/tokens/token-buffer.ts';
import { textBytes } from '../../engine/tokens/token-bytes.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { textLoss } from '../../engine/training/text-loss.ts';
import { gigabytes } from '../../project/byte-count.ts';
import type { Project } from '../../project/project.ts';
import type { ModelsUnavailableEvent } from '../events/writing.ts';
import { adapterIn } from '../models/adapter-folder.ts';
import { type BaseModel, baseModel } from '../models/base-model.ts';
import { NotResumableFault } from '../models/checkpoints/checkpoint-folder.ts';
import { NoModelFault } from '../models/find-model.ts';
import { loadModel } from '../models/load-model.ts';
import { startedFrom } from '../train/restore-training.ts';

/**
 * Measures how surprising a text is to a model from before a training and to one from after it. Their weights are not
 * rounded, except those beside an adapter that was just trained, the same in both.
 */
export class BitsPerByteMeter {
  /** Null for a model with random weights, to which all tokens are equally likely. */
  readonly #before: ScoringModel | null;
  readonly #after: ScoringModel;

  private constructor(before: ScoringModel | null, after: ScoringModel) {
    this.#before = before;
    this.#after = after;
  }

  /**
   * Loads both models onto the device, where they stay until it is closed: `before`, which the training started from, and
   * `after`, its result. An adapter has the model that it started from beside it. Throws the faults of `loadModel`, and
   * DeviceMemoryFault.
   */
  static async open(device: Device, before: BaseModel, after: ScoringModel): Promise<BitsPerByteMeter> {
    if (after.model instanceof AdaptedModel) return new BitsPerByteMeter({ ...after, model: after.model.base }, after);
    const asked = before.isRandom ? null : { model: await before.load(device, 0), tokenizer: before.tokenizer };
    return new BitsPerByteMeter(asked, after);
  }

  /** White space at the ends, which a file has and a draft has not, does not count. */
  async of(body: string): Promise<BitsPerByte> {
    const text = body.trim();
    const { model, tokenizer } = this.#after;
    const evenLoss = async () => Math.log(model.shape.vocabulary);
    const before = this.#before;
    return {
      before:
        before === null
          ? await bitsPerByte(tokenizer, text, evenLoss)
          : await bitsPerByte(before.tokenizer, text, (tokens) => textLoss(before.model, tokens)),
      after: await bitsPerByte(tokenizer, text, (tokens) => textLoss(model, tokens)),
    };
  }
}

/**
 * Opens the meter of a run, given the folder of its checkpoint; `loaded` is the model in it, if it is already on the
 * device. Returns null, with an event, if the starting model is unknown or gone, or does not fit into memory. Throws the
 * faults of `BitsPerByteMeter.open`.
 */
export async function* openMeter(
  project: Project,
  device: Device,
  checkpoint: string,
  loaded?: ScoringModel,
): AsyncGenerator<ModelsUnavailableEvent, BitsPerByteMeter | null, undefined> {
  let before: BaseModel;
  try {
    before = await baseModel(project, await startedFrom(project.files, checkpoint), null);
  } catch (fault) {
    if (!(fault instanceof NoModelFault || fault instanceof NotResumableFault)) throw fault;
    yield { type: 'models-unavailable', reason: fault.message };
    return null;
  }
  const isAdapted =
    loaded === undefined ? (await adapterIn(project, checkpoint)) !== null : loaded.model instanceof AdaptedModel;
  const bytes = before.isRandom || isAdapted ? 0 : bytesOnDevice(before.configuration);
  const available = project.machine.availableMemoryBytes();
  if (bytes > available) {
    const reason =
      `The model from before the training needs another ${gigabytes(bytes)} of memory, and ${gigabytes(available)} ` +
      'is free.';
    yield { type: 'models-unavailable', reason };
    return null;
  }
  return BitsPerByteMeter.open(device, before, loaded ?? (await loadModel(project, device, checkpoint)));
}

/** Memory for its weights in float32. */
function bytesOnDevice({ parameters }: ModelConfiguration): number {
  return 4 * parameters.reduce((sum, { shape }) => sum + shape.reduce((product, axis) => product * axis, 1), 0);
}

/** A model and its tokenizer. */
export interface ScoringModel {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
}

/**
 * The bits per byte of a text on its own: after a begin mark, if the vocabulary has one; otherwise its first token is not
 * predicted. `lossOf` gives the mean loss of each predicted token in nats. 0 for a text in which nothing is predicted.
 */
async function bitsPerByte(
  tokenizer: Tokenizer,
  text: string,
  lossOf: (tokens: TokenArray) => Promise<number>,
): Promise<number> {
  const { beginMark, vocabularySize } = tokenizer;
  const ids = [...(beginMark === null ? [] : [beginMark]), ...tokenizer.encode(text)];
  if (ids.length < 2) return 0;
  const unpredicted = beginMark === null ? textBytes(tokenizer, ids.slice(0, 1)) : 0;
  const bytes = new TextEncoder().encode(text).length - unpredicted;
  const tokens = tokenArray(vocabularySize, ids.length);
  tokens.set(ids);
  return ((await lossOf(tokens)) * (ids.length - 1)) / Math.LN2 / bytes;
}
