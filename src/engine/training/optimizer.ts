import type { Device, Tensor } from '../device/device.ts';
import { isBlockMatrix, ParameterSet, type ParameterSpec } from '../models/parameters.ts';

/** How gradients change the parameters; the formulas are in the device's table of operations. */
export interface OptimizerSettings {
  /** adam as TensorFlow 1 computes it, adamw as PyTorch does, plain sgd; muon for the blocks' matrices, adamw for the rest. */
  readonly optimizer: 'adam' | 'adamw' | 'muon' | 'sgd';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of the matrices that muon updates. */
  readonly momentum: number;
  /** Of the matrices alone; adamw and muon only. */
  readonly weight_decay: number;
}

/** The running means of the gradients and of their squares; sgd has none, and muon has no squares for its matrices. */
export interface Moments {
  readonly m: ParameterSet;
  readonly v: ParameterSet;
}

/** The parameters that have moments, of those that are trained; null for sgd. */
export function momentTables(
  trained: readonly ParameterSpec[],
  optimizer: OptimizerSettings['optimizer'],
): { readonly m: readonly ParameterSpec[]; readonly v: readonly ParameterSpec[] } | null {
  if (optimizer === 'sgd') return null;
  return { m: trained, v: optimizer === 'muon' ? trained.filter((spec) => !isBlockMatrix(spec)) : trained };
}

/** A stretch of parameters that one kernel can update: contiguous in every set, all with the same decay. */
interface Range {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly m: Tensor | null;
  readonly v: Tensor | null;
  readonly weight_decay: number;
  /** Matrices side by side in it, if it is a single parameter for muon; else 0. */
  readonly muonParts: number;
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
    this.#device = device;
    this.#settings = settings;
    const tables = momentTables(gradients.table, settings.optimizer);
    this.moments = tables && { m: new ParameterSet(device, tables.m), v: new ParameterSet(device, tables.v) };
    this.#ranges = stretches(parameters, gradients, this.moments, settings).map((stretch) =>
      this.#range(parameters, gradients, stretch),
    );
  }

  /** Records one update with `gradientScale` times the gradients. */
  update(learning_rate: number, gradientScale: number): void {
    const step = ++this.updates;
    const { optimizer, beta1, beta2, epsilon, momentum } = this.#settings;
    for (const { parameter, gradient, m, v, weight_decay, muonParts: parts } of this.#ranges) {
      if (m === null) this.#device.sgd({ parameter, gradient, learning_rate, gradientScale });
      else if (v === null) {
        this.#device.muon({ parameter, gradient, m, learning_rate, momentum, gradientScale, weight_decay, parts });
      } else {
        const call = { parameter, gradient, m, v, learning_rate, beta1, beta2, epsilon, step, gradientScale };
        if (optimizer === 'adam') this.#device.adam(call);
        else this.#device.adamw({ ...call, weight_decay });
      }
    }
  }

  free(): void {
    this.moments?.m.free();
    this.moments?.v.free();
  }

  #range(parameters: ParameterSet, gradients: ParameterSet, { specs, weight_decay, muonParts }: Stretch): Range {
    const first = specs[0];
    const last = specs[specs.length - 1];
    const end = gradients.place(last.name).start + gradients.get(last.name).elements;
    const shape = muonParts > 0 ? first.shape : [end - gradients.place(first.name).start];
    const within = (set: ParameterSet) => {
      const { buffer, start } = set.place(first.name);
      return this.#device.view(set.buffers[buffer], start, shape);
    };
    return {
      parameter: within(parameters),
      gradient: within(gradients),
      m: this.moments && within(this.moments.m),
      v: this.moments && muonParts === 0 ? within(this.moments.v) : null,
      weight_decay,
      muonParts,
    };
  }
}

interface Stretch {
  readonly specs: ParameterSpec[];
  readonly weight_decay: number;
  readonly muonParts: number;
}

/**
 * The longest stretches of the gradients in memory that are in one buffer of every set, at the same distances, and are treated
 * alike.
 */
function stretches(
  parameters: ParameterSet,
  gradients: ParameterSet,
  moments: Moments | null,
  { optimizer, weight_decay: decay }: OptimizerSettings,
): Stretch[] {
  const decays = optimizer === 'adamw' || optimizer === 'muon';
  const sets = [parameters, gradients, ...(moments === null ? [] : [moments.m, moments.v])];
  /** Whether two parameters are in one buffer of every set, at the same distance in all of them. */
  const areTogether = (first: ParameterSpec, spec: ParameterSpec) => {
    const distance = gradients.place(spec.name).start - gradients.place(first.name).start;
    return sets
      .filter((set) => set.find(spec.name) !== null && set.find(first.name) !== null)
      .map((set) => [set.place(first.name), set.place(spec.name)])
      .every(([a, b]) => a.buffer === b.buffer && b.start - a.start === distance);
  };
  const found: Stretch[] = [];
  for (const spec of gradients.inMemory()) {
    const current = found.at(-1);
    const weight_decay = spec.decays && decays ? decay : 0;
    const muonParts = optimizer === 'muon' && isBlockMatrix(spec) ? spec.parts : 0;
    const goesOn =
      current?.weight_decay === weight_decay &&
      current.muonParts === 0 &&
      muonParts === 0 &&
      areTogether(current.specs[0], spec);
    if (goesOn) current.specs.push(spec);
    else found.push({ specs: [spec], weight_decay, muonParts });
  }
  return found;
}
