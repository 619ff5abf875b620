import type { GradientOptions, ModelInTraining } from '../models/model.ts';
import { ParameterSet } from '../models/parameters.ts';
import { WindowPass } from '../models/training-pass.ts';
import { Random } from '../random.ts';
import type { Batch } from '../tokens/batch.ts';
import type { Collective } from './collective.ts';
import { GradientSum } from './gradient-sum.ts';
import { type TrainerSettings, takesLocalSteps, trainedTable, trainingMode } from './trainer-settings.ts';

/**
 * The gradients of one update: the mean over all targets of its batches, however they are divided into batches. The
 * scripts of 2019 summed the batches instead: the same for Adam, whose step does not depend on the scale of the
 * gradients (but for epsilon), while sgd there took steps accumulate_gradients times as long as here.
 *
 * Several ranks take `accumulate_gradients` batches each. The gradients of each batch are computed by themselves and then added
 * up in the order of the batches, so that N ranks with one batch each are equal, to the last bit, to one rank with N batches.
 * With local steps a rank keeps to its own batches.
 */
export class UpdateGradients {
  /** The gradients, a value for each trained parameter. */
  readonly sums: ParameterSet;
  readonly #model: ModelInTraining;
  readonly #settings: TrainerSettings;
  readonly #collective: Collective;
  readonly #pass: WindowPass;
  /** Of one batch, before they are added to the others; null where an update is a single batch. */
  readonly #ofBatch: ParameterSet | null;
  /** Null where nothing is summed over ranks. */
  readonly #overRanks: GradientSum | null;

  /** Throws DeviceMemoryFault. */
  constructor(model: ModelInTraining, settings: TrainerSettings, collective: Collective) {
    const { device } = model;
    const { batch_size, window, accumulate_gradients, memory_saving_gradients, freeze_blocks, wire } = settings;
    const trained = trainedTable(model.parameters.table, settings);
    this.#model = model;
    this.#settings = settings;
    this.#collective = collective;
    this.sums = new ParameterSet(device, trained);
    this.#ofBatch = accumulate_gradients === 1 ? null : new ParameterSet(device, trained);
    const isAlone = collective.size === 1 || takesLocalSteps(settings);
    this.#overRanks = isAlone ? null : new GradientSum(device, this.sums, collective, wire);
    this.#pass = new WindowPass(model, batch_size, window, trainingMode(memory_saving_gradients), freeze_blocks);
  }

  /**
   * Leaves in `sums` the mean gradient of all targets of `batches`, those of all ranks, after update `step`; with local steps,
   * of the targets of this rank's alone. Returns the mean loss of each of this rank's batches.
   */
  async compute(batches: readonly Batch[], step: number): Promise<number[]> {
    const { accumulate_gradients, seed } = this.#settings;
    const first = this.#collective.rank * accumulate_gradients;
    const own = batches.slice(first, first + accumulate_gradients);
    const predictions = predictionsOf(takesLocalSteps(this.#settings) ? own : batches);
    for (const out of this.sums.buffers) this.#model.device.fill({ out, value: 0 });
    const losses: number[] = [];
    for (const [i, batch] of own.entries()) {
      // From the step alone, so that a training that resumes draws what it would have drawn.
      const draw = Random.fromSeed(seed, 'dropout', step * batches.length + first + i).uint32();
      losses.push(await this.#add(batch, i, { gradientScale: batch.predictions / predictions, draw }));
    }
    await this.#overRanks?.finish();
    return losses;
  }

  free(): void {
    for (const owner of [this.sums, this.#pass]) owner.free();
    this.#ofBatch?.free();
  }

  /** Adds the gradients of the `i`-th batch of this rank to `sums`; returns the batch's mean loss. */
  async #add(batch: Batch, i: number, options: GradientOptions): Promise<number> {
    const [sums, own] = [this.sums, this.#ofBatch];
    if (own === null) {
      const blockDone = this.#overRanks?.blockDone;
      return this.#pass.accumulateGradients(sums, batch, blockDone === undefined ? options : { ...options, blockDone });
    }
    if (i === 0) return this.#pass.accumulateGradients(sums, batch, options);
    const { device } = this.#model;
    for (const out of own.buffers) device.fill({ out, value: 0 });
    const loss = await this.#pass.accumulateGradients(own, batch, options);
    for (const [b, residual] of sums.buffers.entries()) {
      device.scale({ x: own.buffers[b], residual, out: residual, factor: 1 });
    }
    return loss;
  }
}

/** The targets of all these batches. */
export function predictionsOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + batch.predictions, 0);
}
