import { Fault } from '../../fault.ts';
import { TrainableModel } from '../models/language-model.ts';
import type { GradientOptions, ModelInTraining } from '../models/model.ts';
import { ParameterSet } from '../models/parameters.ts';
import { WindowPass } from '../models/training-pass.ts';
import { Random } from '../random.ts';
import { type Batch, withNoise } from '../tokens/batch.ts';
import { DocumentWindows } from '../tokens/document-windows.ts';
import { WindowFault, WindowSampler } from '../tokens/window-sampler.ts';
import type { WindowSource, WindowState } from '../tokens/window-source.ts';
import { ALONE, type Collective } from './collective.ts';
import { clippingScale, GradientNorm } from './gradient-norm.ts';
import { GradientSum } from './gradient-sum.ts';
import { HeldOutLoss } from './held-out-loss.ts';
import { type Moments, Optimizer } from './optimizer.ts';
import { RunningAverage } from './running-average.ts';
import { learningRate } from './schedule.ts';
import { type TrainerSettings, type TrainingData, trainedTable, trainingMode } from './trainer-settings.ts';
import type { TrainerState } from './trainer-state.ts';
import { ValidationHistory } from './validation-history.ts';

/** Where a training goes on from, and with whom. */
export interface TrainerStart {
  /** Resumes from it; the caller then fills the moments too. Null begins. */
  readonly state?: TrainerState | null;
  /** The processes that share the work; default: this one alone. */
  readonly collective?: Collective;
}

/** A finished update. */
export interface Update {
  /** Updates done so far, this one included. */
  readonly step: number;
  /** Mean over all targets of the update, before the update; in nats a token. */
  readonly loss: number;
  /** Running average of the losses. */
  readonly average: number;
  readonly learning_rate: number;
  /** Of the gradients, before clipping. */
  readonly gradientNorm: number;
  /** Tokens read in all updates so far. */
  readonly tokens: number;
}

/** The training diverged; the parameters are as they were before the update that failed. */
export class NonFiniteLossFault extends Fault {
  override readonly code: string = 'non-finite-loss';
}

/** How much of a validation is done. */
export interface ValidationProgress {
  readonly batches: number;
  readonly batchesDone: number;
}

/**
 * A model in training: one update at a time, and everything kept from one to the next. The same
 * data, settings and state give the same losses to the last bit on the same device.
 *
 * The gradient of an update is the mean over all targets of its batches, however they are divided into batches. The
 * scripts of 2019 summed the batches instead: the same for Adam, whose step does not depend on the scale of the
 * gradients (but for epsilon), while sgd there took steps accumulate_gradients times as long as here.
 *
 * Several ranks take `accumulate_gradients` batches each. The gradients of each batch are computed by themselves and then added
 * up in the order of the batches, so that N ranks with one batch each are equal, to the last bit, to one rank with N batches.
 */
export class Trainer<Model extends ModelInTraining = ModelInTraining> {
  readonly model: Model;
  readonly settings: TrainerSettings;
  readonly validations: ValidationHistory;
  readonly #data: TrainingData;
  readonly #windows: WindowSource;
  readonly #noise: Random;
  readonly #gradients: ParameterSet;
  /** Of one batch, before they are added to the others; null where an update is a single batch. */
  readonly #batchGradients: ParameterSet | null;
  readonly #collective: Collective;
  /** Null for a rank that is alone. */
  readonly #gradientSum: GradientSum | null;
  readonly #optimizer: Optimizer;
  readonly #gradientNorm: GradientNorm;
  readonly #pass: WindowPass;
  readonly #validationBatches: readonly Batch[];
  readonly #heldOut: HeldOutLoss | null;
  readonly #average: RunningAverage;
  #step: number;
  #tokens: number;

  /** Throws WindowFault, DeviceMemoryFault. */
  constructor(
    model: Model,
    data: TrainingData,
    settings: TrainerSettings,
    { state = null, collective = ALONE }: TrainerStart = {},
  ) {
    const { device } = model;
    const { seed, batch_size, window: T } = settings;
    const dataStart = {
      random: state?.random.data ?? Random.fromSeed(seed, 'data').state(),
      taken: state?.windowsTaken ?? 0,
    };
    this.model = model;
    this.settings = settings;
    if (model instanceof TrainableModel) model.dropout.share = settings.dropout;
    this.#data = data;
    this.#windows = windowSource(data, settings, dataStart);
    this.#noise = state === null ? Random.fromSeed(seed, 'noise') : Random.fromState(state.random.noise);
    const trained = trainedTable(model.parameters.table, settings);
    this.#gradients = new ParameterSet(device, trained);
    this.#batchGradients = settings.accumulate_gradients === 1 ? null : new ParameterSet(device, trained);
    this.#collective = collective;
    this.#gradientSum =
      collective.size === 1 ? null : new GradientSum(device, this.#gradients, collective, settings.wire);
    this.#optimizer = new Optimizer(device, model.parameters, this.#gradients, settings);
    this.#gradientNorm = new GradientNorm(device);
    this.#pass = new WindowPass(
      model,
      batch_size,
      T,
      trainingMode(settings.memory_saving_gradients),
      settings.freeze_blocks,
    );
    this.#validationBatches = data.validation;
    this.#heldOut = data.validation.length === 0 ? null : new HeldOutLoss(model, data.validation[0].B, T);
    this.#average = new RunningAverage(state?.average);
    this.validations = new ValidationHistory(state?.validations);
    this.#optimizer.updates = state?.optimizerUpdates ?? 0;
    this.#step = state?.step ?? 0;
    this.#tokens = state?.tokens ?? 0;
  }

  /** Updates done. */
  get step(): number {
    return this.#step;
  }

  /** Null for sgd. */
  get moments(): Moments | null {
    return this.#optimizer.moments;
  }

  get canValidate(): boolean {
    return this.#heldOut !== null;
  }

  /** Tokens that one update reads, of all ranks together. */
  get tokensPerUpdate(): number {
    const { batch_size, window, accumulate_gradients } = this.settings;
    return batch_size * window * accumulate_gradients * this.#collective.size;
  }

  /** Whether any rank says yes; all ranks ask at the same points. */
  agree(flag: boolean): Promise<boolean> {
    return this.#collective.agree(flag);
  }

  /**
   * By default with the learning rate of the schedule. Throws NonFiniteLossFault, before anything changes, if the loss or the
   * gradients are not finite.
   */
  async update(learning_rate = learningRate(this.settings, this.#step + 1)): Promise<Update> {
    const { device } = this.model;
    const step = this.#step + 1;
    for (const out of this.#gradients.buffers) device.fill({ out, value: 0 });
    const loss = await this.#accumulate();
    const gradientNorm = await this.#gradientNorm.of(this.#gradients);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw this.#diverged(step, loss);

    this.#optimizer.update(learning_rate, clippingScale(gradientNorm, this.settings.clip));
    this.#step = step;
    this.#tokens += this.tokensPerUpdate;
    return { step, loss, average: this.#average.add(loss), learning_rate, gradientNorm, tokens: this.#tokens };
  }

  /**
   * The mean loss of every token of the validation batches, kept in `validations`; null if `signal` ended it early.
   * Several ranks take every so many-th batch. Throws NonFiniteLossFault.
   */
  async validate(signal?: AbortSignal): Promise<number | null> {
    const validation = this.validating(signal);
    for (;;) {
      const { done, value } = await validation.next();
      if (done === true) return value;
    }
  }

  /** The same, reporting after each round of batches how many are done. Returns the loss. */
  async *validating(signal?: AbortSignal): AsyncGenerator<ValidationProgress, number | null, undefined> {
    const { rank, size } = this.#collective;
    const batches = this.#validationBatches;
    let losses = 0;
    for (let first = 0; first < batches.length; first += size) {
      if (await this.agree(signal?.aborted ?? false)) return null;
      const own = batches.at(first + rank);
      for (const sum of await this.#gatherNumbers(own === undefined ? [] : [await this.#heldOut!.sumOf(own)])) {
        losses += sum;
      }
      yield { batches: batches.length, batchesDone: Math.min(batches.length, first + size) };
    }
    const loss = losses / batches.reduce((sum, batch) => sum + batch.predictions, 0);
    if (!Number.isFinite(loss)) throw this.#diverged(this.#step, loss);
    this.validations.add({ step: this.#step, loss });
    return loss;
  }

  /** The next `B` windows, which the next updates will still take; without noise. */
  nextWindows(B: number): Batch {
    return windowSource(this.#data, this.settings, this.#windows.state()).batch(B);
  }

  state(): TrainerState {
    const windows = this.#windows.state();
    return {
      step: this.#step,
      tokens: this.#tokens,
      optimizerUpdates: this.#optimizer.updates,
      average: this.#average.state(),
      validations: this.validations.toArray(),
      random: { data: windows.random, noise: this.#noise.state() },
      windowsTaken: windows.taken,
    };
  }

  /** Frees everything except the model. */
  free(): void {
    for (const owner of [this.#gradients, this.#optimizer, this.#gradientNorm, this.#pass]) owner.free();
    this.#batchGradients?.free();
    this.#heldOut?.free();
  }

  /**
   * Leaves in `#gradients` the mean gradient of all targets of the update, of all ranks; returns their mean loss. Every rank draws the windows of all, so that none has to be told.
   */
  async #accumulate(): Promise<number> {
    const { batch_size, accumulate_gradients, noise, seed } = this.settings;
    const { rank, size } = this.#collective;
    const { vocabulary } = this.model.shape;
    const count = accumulate_gradients * size;
    const batches = Array.from({ length: count }, () =>
      withNoise(this.#windows.batch(batch_size), noise, vocabulary, this.#noise),
    );
    const predictions = batches.reduce((sum, batch) => sum + batch.predictions, 0);
    const own: number[] = [];
    for (let i = 0; i < accumulate_gradients; i++) {
      const at = rank * accumulate_gradients + i;
      // From the step alone, so that a training that resumes draws what it would have drawn.
      const draw = Random.fromSeed(seed, 'dropout', this.#step * count + at).uint32();
      own.push(await this.#addBatch(batches[at], i, { gradientScale: batches[at].predictions / predictions, draw }));
    }
    // Before the losses: all ranks say the same things in the same order.
    await this.#gradientSum?.finish();
    let losses = 0;
    for (const [i, loss] of (await this.#gatherNumbers(own)).entries()) {
      // Exactly 1 where all batches have as many targets, so that rounding changes nothing.
      losses += loss * ((batches[i].predictions * count) / predictions);
    }
    return losses / count;
  }

  /** Adds the gradients of the `i`-th batch of this rank to `#gradients`; returns the batch's mean loss. */
  async #addBatch(batch: Batch, i: number, options: GradientOptions): Promise<number> {
    const [sums, own] = [this.#gradients, this.#batchGradients];
    if (own === null) {
      const blockDone = this.#gradientSum?.blockDone;
      return this.#pass.accumulateGradients(sums, batch, blockDone === undefined ? options : { ...options, blockDone });
    }
    if (i === 0) return this.#pass.accumulateGradients(sums, batch, options);
    const { device } = this.model;
    for (const out of own.buffers) device.fill({ out, value: 0 });
    const loss = await this.#pass.accumulateGradients(own, batch, options);
    for (const [b, residual] of sums.buffers.entries()) {
      device.scale({ x: own.buffers[b], residual, out: residual, factor: 1 });
    }
    return loss;
  }

  /** The numbers of all ranks, in the order of the ranks. */
  async #gatherNumbers(own: readonly number[]): Promise<number[]> {
    if (this.#collective.size === 1) return [...own];
    const texts = await this.#collective.gather(own.join(' '));
    return texts.flatMap((text) => (text === '' ? [] : text.split(' ').map(Number)));
  }

  #diverged(step: number, loss: number): NonFiniteLossFault {
    const { clip, warmup_steps } = this.settings;
    const remedies = [
      `a learning_rate below ${learningRate(this.settings, step)}`,
      ...(clip === 0 ? ['clip 1'] : []),
      ...(warmup_steps === 0 ? ['some warmup_steps'] : []),
    ];
    const what = Number.isFinite(loss) ? 'the gradients are' : `the loss is ${loss},`;
    return new NonFiniteLossFault(
      `The training diverged: at step ${step} ${what} not a finite number. Checkpoints saved so far are as they were; ` +
        `resume from the last one with ${remedies.join(', or with ')}.`,
    );
  }
}

/** Throws WindowFault. */
function windowSource(
  { training, beginMark, endMark }: TrainingData,
  { packing, window: T }: TrainerSettings,
  start: WindowState,
): WindowSource {
  if (packing === 'random') return new WindowSampler(training, T + 1, Random.fromState(start.random));
  if (beginMark === null || endMark === null)
    throw new WindowFault('Documents cannot be told apart: the vocabulary has no end mark.');
  return new DocumentWindows(training, { beginMark, endMark }, T, start);
}
