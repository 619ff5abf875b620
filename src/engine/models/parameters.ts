import type { Device, Tensor } from '../device/device.ts';
import { elementsOf } from '../device/shape.ts';
import type { Random } from '../random.ts';

/**
 * One parameter in the table of an architecture: allocation, counting, optimizer groups, checkpoint names and tests are
 * all derived from that table.
 */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Which part of the model it belongs to: `only_train_transformer_layers` trains blocks alone. */
  readonly part: 'embedding' | 'block' | 'final';
  /** The matrix (V, C) that scores the vocabulary; the token embedding itself, where both are one. */
  readonly isHead?: boolean;
  /** A matrix (V, C) with a row for each token, the embedding or the head: 16 bits a number are enough if it is frozen. */
  readonly isByToken?: boolean;
  /** Weight decay applies to matrices, not to biases and norms. */
  readonly decays: boolean;
  /** Matrices side by side in it: queries, keys and values are three. */
  readonly parts: number;
  /** Constant, normal, or uniform between −bound and bound. */
  readonly initial: 'ones' | 'zeros' | { readonly deviation: number } | { readonly bound: number };
}

/** The number of the block that a parameter belongs to, from 0; null if it is not in one. */
export function blockOf({ name, part }: ParameterSpec): number | null {
  return part === 'block' ? Number(/\.(\d+)\./.exec(name)![1]) : null;
}

/** Parameters that are filled one after the other. */
export interface FillableParameters {
  readonly table: readonly ParameterSpec[];
  /**
   * `write` fills a float32 tensor with the numbers of one parameter. `isQ8_0`: those of a file that has it in blocks of Q8_0,
   * along its first axis; default: no. Throws what `write` throws.
   */
  fill(name: string, write: (tensor: Tensor) => Promise<void>, isQ8_0?: boolean): Promise<void>;
}

/** Four megabytes: the embedding of the largest GPT-2 has 320, too much to hold twice. */
const PIECE_ELEMENTS = 2 ** 20;

/**
 * A float32 value for each parameter of `table`, back to back in as few allocations as the device lets it have, with named
 * views, so that zeroing, norms and optimizers run over ranges of them: those that weight decay applies to come first, so that an
 * optimizer needs two. Parameters, gradients and both moments are such sets.
 */
export class ParameterSet implements FillableParameters {
  /** Each parameter starts at a multiple of 64 bytes and is in one buffer; gaps stay zero. */
  readonly buffers: readonly Tensor[];
  readonly table: readonly ParameterSpec[];
  readonly #device: Device;
  readonly #views = new Map<string, Tensor>();
  readonly #places = new Map<string, Place>();

  /** Throws DeviceMemoryFault. */
  constructor(device: Device, table: readonly ParameterSpec[]) {
    const most = device.largestBufferBytes / 4;
    const elements: number[] = [];
    for (const { name, shape } of [...table.filter(({ decays }) => decays), ...table.filter(({ decays }) => !decays)]) {
      const padded = paddedElements(shape);
      const last = elements.length - 1;
      if (last < 0 || elements[last] + padded > most) elements.push(0);
      const buffer = elements.length - 1;
      this.#places.set(name, { buffer, start: elements[buffer] });
      elements[buffer] += padded;
    }
    this.table = table;
    this.#device = device;
    this.buffers = elements.map((count) => device.allocate([count]));
    for (const { name, shape } of table) {
      const { buffer, start } = this.#places.get(name)!;
      this.#views.set(name, device.view(this.buffers[buffer], start, shape));
    }
  }

  /** The view of one parameter; null when this set leaves it out (gradients of frozen parameters). */
  find(name: string): Tensor | null {
    return this.#views.get(name) ?? null;
  }

  get(name: string): Tensor {
    const view = this.find(name);
    if (view === null) throw new RangeError(`No parameter ${name} in this set.`);
    return view;
  }

  fill(name: string, write: (tensor: Tensor) => Promise<void>): Promise<void> {
    return write(this.get(name));
  }

  /** Where a parameter is: in which of the buffers, and from which element on. */
  place(name: string): Place {
    return this.#places.get(name)!;
  }

  /** The table in the order in which the parameters are in memory. */
  inMemory(): readonly ParameterSpec[] {
    const placed = this.table.map((spec) => ({ spec, ...this.place(spec.name) }));
    return placed.sort((a, b) => a.buffer - b.buffer || a.start - b.start).map(({ spec }) => spec);
  }

  /** Reads the entries back one by one, so that at most one parameter is copied at a time. */
  async *entries(): AsyncGenerator<{ spec: ParameterSpec; values: Float32Array }> {
    for (const spec of this.table) yield { spec, values: await this.read(spec.name) };
  }

  /** The elements of one parameter in order, in copies of a piece each. */
  async *pieces(name: string): AsyncGenerator<Float32Array> {
    const tensor = this.get(name);
    const elements = elementsOf(tensor.shape);
    for (let at = 0; at < elements; at += PIECE_ELEMENTS) {
      yield await this.#device.read(this.#device.view(tensor, at, [Math.min(PIECE_ELEMENTS, elements - at)]));
    }
  }

  /** A copy of one parameter's elements. */
  read(name: string): Promise<Float32Array> {
    return this.#device.read(this.get(name));
  }

  free(): void {
    for (const buffer of this.buffers) this.#device.free(buffer);
  }
}

/** One of a set's buffers, and an element of it. */
export interface Place {
  readonly buffer: number;
  readonly start: number;
}

/** Trainable numbers in a table; a tied output projection counts once. */
export function parameterCount(table: readonly ParameterSpec[]): number {
  return table.reduce((sum, { shape }) => sum + elementsOf(shape), 0);
}

/** Bytes a ParameterSet of this table takes on a device. */
export function parameterSetBytes(table: readonly ParameterSpec[]): number {
  return table.reduce((sum, { shape }) => sum + 4 * paddedElements(shape), 0);
}

/** Random weights as the table says; the same for the same `random`. */
export function initialise(device: Device, parameters: ParameterSet, random: Random): void {
  for (const { name, shape, initial } of parameters.table) {
    const values = new Float32Array(elementsOf(shape));
    if (initial === 'ones') values.fill(1);
    else if (initial !== 'zeros' && 'bound' in initial) random.fillUniform(values, initial.bound);
    else if (initial !== 'zeros') random.fillNormal(values, initial.deviation);
    device.write(parameters.get(name), values);
  }
}

/**
 * Whether a parameter is one of the four matrices of a block: those that are packed, that formats lay in different ways, and
 * that muon is for. Embeddings are matrices too, but look-ups: their rows have nothing to do with each other.
 */
export function isBlockMatrix({ part, shape }: ParameterSpec): boolean {
  return part === 'block' && shape.length === 2;
}

function paddedElements(shape: readonly number[]): number {
  return Math.ceil(elementsOf(shape) / 16) * 16;
}
