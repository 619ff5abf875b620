import type { Device } from '../device/device.ts';
import { ParameterSet } from '../models/parameters.ts';
import type { Collective, Wire } from './collective.ts';
import type { Moments } from './optimizer.ts';

export interface OuterStepSettings {
  /** How far the ranks' mean change moves the weights: 1 is all the way. */
  readonly outer_learning_rate: number;
  /** Share of the last outer step's direction that the next one keeps. */
  readonly outer_momentum: number;
  /** How the changes travel. */
  readonly wire?: Wire | undefined;
}

/**
 * By default the ranks' mean (local SGD, as McMahan et al., 2017, average). The paper's rate and momentum, 0.7 and 0.9, are for
 * pre-training in hundreds of rounds; a fine-tuning of a dozen overshoots with them: docs/machines.md has both.
 */
export const OUTER_LEARNING_RATE = 1;
export const OUTER_MOMENTUM = 0;

/**
 * DiLoCo (Douillard et al., 2023, algorithm 1): between two meetings every rank takes local steps of its own, on its own batches,
 * and nothing travels. Where they meet, the mean of what the local steps have changed is the gradient of one outer step of
 * Nesterov's momentum, in PyTorch's form, from the weights where they last met:
 *
 *     Δ = start − mean over ranks of the weights;  momentum = μ · momentum + Δ;  weights = start − η · (Δ + μ · momentum)
 *
 * All ranks compute it from the same numbers, in the same order, and leave with the same bits.
 */
export class OuterStep {
  /** What the outer steps keep, the same on all ranks; null without momentum. */
  readonly momentum: ParameterSet | null;
  readonly #device: Device;
  readonly #parameters: ParameterSet;
  readonly #collective: Collective;
  readonly #settings: OuterStepSettings;
  /** The trained weights where the ranks last met. */
  readonly #start: ParameterSet;
  /** For Δ and the direction: gradients, which the next update begins anew. */
  readonly #scratch: ParameterSet;

  /** The weights are the same on all ranks. `gradients` has room for all that is trained, and is used only during `take`. */
  constructor(
    device: Device,
    parameters: ParameterSet,
    gradients: ParameterSet,
    collective: Collective,
    settings: OuterStepSettings,
  ) {
    this.#device = device;
    this.#parameters = parameters;
    this.#scratch = gradients;
    this.#collective = collective;
    this.#settings = settings;
    this.momentum = settings.outer_momentum === 0 ? null : new ParameterSet(device, gradients.table);
    this.#start = new ParameterSet(device, gradients.table);
    const all = [...(this.momentum?.buffers ?? []), ...this.#start.buffers, ...gradients.buffers];
    for (const out of all) device.fill({ out, value: 0 });
    this.#begin();
  }

  /** Moves the weights to where all ranks leave from. All ranks call it, after the same number of local steps. */
  async take(): Promise<void> {
    const { outer_learning_rate, outer_momentum: mu, wire } = this.#settings;
    const [device, delta] = [this.#device, this.#scratch];
    for (const { name } of delta.table) {
      const [x, residual] = [this.#parameters.get(name), this.#start.get(name)];
      device.scale({ x, residual, out: delta.get(name), factor: -1 });
    }
    await averageOverRanks(device, delta, this.#collective, wire);
    for (const [b, x] of delta.buffers.entries()) {
      const momentum = this.momentum?.buffers[b];
      if (momentum === undefined) continue;
      device.scale({ x: momentum, residual: x, out: momentum, factor: mu });
      device.scale({ x: momentum, residual: x, out: x, factor: mu });
    }
    for (const { name } of delta.table) {
      const [x, residual] = [delta.get(name), this.#start.get(name)];
      device.scale({ x, residual, out: this.#parameters.get(name), factor: -outer_learning_rate });
    }
    this.#begin();
  }

  /**
   * Gives all ranks the mean of their optimizers' moments. A checkpoint has one set of them: so every rank goes on with what a
   * training that resumes there would have.
   */
  async averageMoments({ m, v }: Moments): Promise<void> {
    for (const set of [m, v]) await averageOverRanks(this.#device, set, this.#collective);
  }

  free(): void {
    for (const set of [this.momentum, this.#start]) set?.free();
  }

  #begin(): void {
    for (const { name } of this.#start.table) {
      this.#device.copy({ source: this.#parameters.get(name), out: this.#start.get(name) });
    }
  }
}

/** Numbers that travel together: 4 MB. */
const PIECE_ELEMENTS = 2 ** 20;

/** Replaces a set by its mean over all ranks, piece by piece. */
async function averageOverRanks(device: Device, { buffers }: ParameterSet, collective: Collective, wire?: Wire) {
  if (collective.size === 1) return;
  for (const buffer of buffers) {
    for (let at = 0; at < buffer.elements; at += PIECE_ELEMENTS) {
      const piece = device.view(buffer, at, [Math.min(PIECE_ELEMENTS, buffer.elements - at)]);
      const values = await device.read(piece);
      await collective.sum(values, wire);
      device.write(piece, values);
    }
    device.scale({ x: buffer, residual: null, out: buffer, factor: 1 / collective.size });
  }
}
