import { Fault } from '../../fault.ts';
import { TrainableModel } from '../models/language-model.ts';
import type { ModelInTraining } from '../models/model.ts';
import type { ParameterSet } from '../models/parameters.ts';
import { Random } from '../random.ts';
import { type Batch, withNoise } from '../tokens/batch.ts';
import type { WindowSource } from '../tokens/window-source.ts';
import { ALONE, type Collective, gatherNumbers } from './collective.ts';
import { clippingScale, GradientNorm } from './gradient-norm.ts';
import { HeldOutLoss } from './held-out-loss.ts';
import { type Moments, Optimizer } from './optimizer.ts';
import { OUTER_LEARNING_RATE, OUTER_MOMENTUM, OuterStep } from './outer-step.ts';
import { RunningAverage } from './running-average.ts';
import { learningRate } from './schedule.ts';
import { type TrainerSettings, type TrainingData, takesLocalSteps } from './trainer-settings.ts';
import type { TrainerState } from './trainer-state.ts';
import { windowSource } from './training-windows.ts';
import { predictionsOf, UpdateGradients } from './update-gradients.ts';
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
 */
export class Trainer<Model extends ModelInTraining = ModelInTraining> {
  readonly model: Model;
  readonly settings: TrainerSettings;
  readonly validations: ValidationHistory;
  readonly #data: TrainingData;
  readonly #windows: WindowSource;
  readonly #noise: Random;
  readonly #gradients: UpdateGradients;
  readonly #collective: Collective;
  readonly #optimizer: Optimizer;
  readonly #gradientNorm: GradientNorm;
  /** Null where all ranks take every step together. */
  readonly #outer: OuterStep | null;
  /** Local steps since the ranks last met, and whether they have had the same moments since. */
  #localSteps = 0;
  #sameMoments = true;
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
    const { seed, window: T, outer_learning_rate, outer_momentum, wire } = settings;
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
    this.#collective = collective;
    this.#gradients = new UpdateGradients(model, settings, collective);
    this.#optimizer = new Optimizer(device, model.parameters, this.#gradients.sums, settings);
    this.#gradientNorm = new GradientNorm(device);
    this.#outer = takesLocalSteps(settings)
      ? new OuterStep(device, model.parameters, this.#gradients.sums, collective, {
          outer_learning_rate: outer_learning_rate ?? OUTER_LEARNING_RATE,
          outer_momentum: outer_momentum ?? OUTER_MOMENTUM,
          wire,
        })
      : null;
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

  /** What the outer steps keep from one to the next; null where that is nothing. */
  get outerMomentum(): ParameterSet | null {
    return this.#outer?.momentum ?? null;
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
    const step = this.#step + 1;
    const batches = this.#nextBatches();
    const losses = await this.#gradients.compute(batches, this.#step);
    const ownNorm = await this.#gradientNorm.of(this.#gradients.sums);
    const all = await gatherNumbers(this.#collective, [...losses, ownNorm]);
    const loss = meanLoss(
      all.flatMap((numbers) => numbers.slice(0, -1)),
      batches,
    );
    const gradientNorm = this.#outer === null ? ownNorm : mean(all.map((numbers) => numbers.at(-1)!));
    // All ranks see the same numbers, and stop at the same step.
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw this.#diverged(step, loss);

    this.#optimizer.update(learning_rate, clippingScale(ownNorm, this.settings.clip));
    this.#step = step;
    this.#tokens += this.tokensPerUpdate;
    this.#localSteps++;
    this.#sameMoments = false;
    if (step % (this.settings.sync_every ?? 1) === 0) await this.meet();
    return { step, loss, average: this.#average.add(loss), learning_rate, gradientNorm, tokens: this.#tokens };
  }

  /**
   * Ends a round of local steps with an outer step: all ranks have the same weights then. Nothing where they have them already.
   * Before the model is looked at, all ranks call it.
   */
  async meet(): Promise<void> {
    if (this.#outer === null || this.#localSteps === 0) return;
    this.#localSteps = 0;
    await this.#outer.take();
  }

  /** The same, with the same moments on all ranks: before a checkpoint is saved, from which all of them would resume. */
  async meetToSave(): Promise<void> {
    await this.meet();
    if (this.#outer === null || this.#sameMoments || this.moments === null) return;
    this.#sameMoments = true;
    await this.#outer.averageMoments(this.moments);
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
    await this.meet();
    let losses = 0;
    for (let first = 0; first < batches.length; first += size) {
      if (await this.agree(signal?.aborted ?? false)) return null;
      const own = batches.at(first + rank);
      const sums = own === undefined ? [] : [await this.#heldOut!.sumOf(own)];
      for (const sum of (await gatherNumbers(this.#collective, sums)).flat()) losses += sum;
      yield { batches: batches.length, batchesDone: Math.min(batches.length, first + size) };
    }
    const loss = losses / predictionsOf(batches);
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
    for (const owner of [this.#gradients, this.#optimizer, this.#gradientNorm]) owner.free();
    this.#outer?.free();
    this.#heldOut?.free();
  }

  /** The next batches of all ranks. Every rank draws the windows of all, so that none has to be told. */
  #nextBatches(): Batch[] {
    const { batch_size, accumulate_gradients, noise } = this.settings;
    const { vocabulary } = this.model.shape;
    return Array.from({ length: accumulate_gradients * this.#collective.size }, () =>
      withNoise(this.#windows.batch(batch_size), noise, vocabulary, this.#noise),
    );
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

/** The mean loss of all targets, from that of each batch. */
function meanLoss(losses: readonly number[], batches: readonly Batch[]): number {
  const predictions = predictionsOf(batches);
  let sum = 0;
  for (const [i, loss] of losses.entries()) {
    // Exactly 1 where all batches have as many targets, so that rounding changes nothing.
    sum += loss * ((batches[i].predictions * batches.length) / predictions);
  }
  return sum / batches.length;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
