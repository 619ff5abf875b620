import type { Device, Tensor } from '../device/device.ts';
import { ParameterSet, type ParameterSpec } from '../model/parameters.ts';

/** How gradients become a change of the parameters; the formulas stand beside the operations of the device. */
export interface OptimizerSettings {
  /** adam as TensorFlow 1 computes it, adamw as PyTorch does, or plain sgd. */
  readonly optimizer: 'adam' | 'adamw' | 'sgd';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of the matrices alone; adamw only. */
  readonly weight_decay: number;
}

/** The running means of the gradients and of their squares; sgd has none. */
export interface Moments {
  readonly m: ParameterSet;
  readonly v: ParameterSet;
}

/** A stretch of parameters that one kernel can update: contiguous in every set, all with the same decay. */
interface Range {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly m: Tensor | null;
  readonly v: Tensor | null;
  readonly weight_decay: number;
}

/** Updates those of a model's parameters that have gradients. Owns the moments. */
export class Optimizer {
  /** Null for sgd. */
  readonly moments: Moments | null;
  /** Updates done so far, which the bias correction of the moments counts. Set when a checkpoint is restored. */
  updates = 0;
  readonly #device: Device;
  readonly #settings: OptimizerSettings;
  readonly #ranges: readonly Range[];

  /** `gradients` may leave parameters out: those are never touched. */
  constructor(device: Device, parameters: ParameterSet, gradients: ParameterSet, settings: OptimizerSettings) {
    const { table } = gradients;
    this.#device = device;
    this.#settings = settings;
    this.moments =
      settings.optimizer === 'sgd' ? null : { m: new ParameterSet(device, table), v: new ParameterSet(device, table) };
    const decayOf = ({ decays }: ParameterSpec) =>
      decays && settings.optimizer === 'adamw' ? settings.weight_decay : 0;
    this.#ranges = stretches(parameters, gradients, decayOf).map(({ specs, weight_decay }) => {
      const first = specs[0].name;
      const last = specs[specs.length - 1];
      const end = gradients.start(last.name) + gradients.get(last.name).elements;
      const within = (set: ParameterSet) => device.view(set.flat, set.start(first), [end - gradients.start(first)]);
      return {
        parameter: within(parameters),
        gradient: within(gradients),
        m: this.moments && within(this.moments.m),
        v: this.moments && within(this.moments.v),
        weight_decay,
      };
    });
  }

  /** Records one update with `gradientScale` times the gradients. */
  update(learning_rate: number, gradientScale: number): void {
    const step = ++this.updates;
    const { optimizer, beta1, beta2, epsilon } = this.#settings;
    for (const { parameter, gradient, m, v, weight_decay } of this.#ranges) {
      if (m === null || v === null) {
        this.#device.sgd({ parameter, gradient, learning_rate, gradientScale });
        continue;
      }
      const call = { parameter, gradient, m, v, learning_rate, beta1, beta2, epsilon, step, gradientScale };
      if (optimizer === 'adam') this.#device.adam(call);
      else this.#device.adamw({ ...call, weight_decay });
    }
  }

  free(): void {
    this.moments?.m.free();
    this.moments?.v.free();
  }
}

/** The longest stretches of the gradients' table that lie as closely together among the parameters, by decay. */
function stretches(parameters: ParameterSet, gradients: ParameterSet, decayOf: (spec: ParameterSpec) => number) {
  const distance = ({ name }: ParameterSpec) => parameters.start(name) - gradients.start(name);
  const found: { specs: ParameterSpec[]; weight_decay: number }[] = [];
  for (const spec of gradients.table) {
    const current = found.at(-1);
    const weight_decay = decayOf(spec);
    if (current && current.weight_decay === weight_decay && distance(current.specs[0]) === distance(spec)) {
      current.specs.push(spec);
    } else found.push({ specs: [spec], weight_decay });
  }
  return found;
}
