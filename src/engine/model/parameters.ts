import type { Device, Tensor } from '../device/device.ts';
import { elementsOf } from '../device/shape.ts';
import type { Random } from '../random.ts';
import type { Hparams } from './configuration.ts';

/**
 * The one parameter table of GPT-2: allocation, counting, optimizer groups, checkpoint names and tests are
 * all derived from it. Names and shapes are Hugging Face's; linear weights are (in, out), as in OpenAI's files.
 */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Which part of the model it belongs to: `only_train_transformer_layers` trains blocks alone. */
  readonly part: 'embedding' | 'block' | 'final';
  /** Weight decay applies to matrices, not to biases and norms. */
  readonly decays: boolean;
  /** Matrices side by side in it: queries, keys and values are three. */
  readonly parts: number;
  readonly initial: 'ones' | 'zeros' | { readonly deviation: number };
}

/** The parameters of a model of this shape, in the order in which they lie in a `ParameterSet`. */
export function parameterTable({ n_vocab: V, n_ctx, n_embd: C, n_layer: L }: Hparams): readonly ParameterSpec[] {
  const matrix = (
    name: string,
    shape: number[],
    deviation: number,
    part: ParameterSpec['part'],
    parts = 1,
  ): ParameterSpec => ({ name, shape, part, decays: true, parts, initial: { deviation } });
  const vector = (name: string, elements: number, initial: 'ones' | 'zeros', part: ParameterSpec['part']) =>
    ({ name, shape: [elements], part, decays: false, parts: 1, initial }) satisfies ParameterSpec;
  const norm = (name: string, part: ParameterSpec['part']) => [
    vector(`${name}.weight`, C, 'ones', part),
    vector(`${name}.bias`, C, 'zeros', part),
  ];
  const linear = (name: string, inputs: number, outputs: number, deviation: number, parts = 1) => [
    matrix(`${name}.weight`, [inputs, outputs], deviation, 'block', parts),
    vector(`${name}.bias`, outputs, 'zeros', 'block'),
  ];
  // Radford et al., 2019: projections into the residual stream start smaller, by the root of their number.
  const intoResidual = 0.02 / Math.sqrt(2 * L);
  const block = (h: string) => [
    ...norm(`${h}.ln_1`, 'block'),
    ...linear(`${h}.attn.c_attn`, C, 3 * C, 0.02, 3),
    ...linear(`${h}.attn.c_proj`, C, C, intoResidual),
    ...norm(`${h}.ln_2`, 'block'),
    ...linear(`${h}.mlp.c_fc`, C, 4 * C, 0.02),
    ...linear(`${h}.mlp.c_proj`, 4 * C, C, intoResidual),
  ];
  return [
    matrix('wte.weight', [V, C], 0.02, 'embedding'),
    matrix('wpe.weight', [n_ctx, C], 0.01, 'embedding'),
    ...Array.from({ length: L }, (_, layer) => block(`h.${layer}`)).flat(),
    ...norm('ln_f', 'final'),
  ];
}

/** Trainable numbers in the model; the tied output projection counts once. */
export function parameterCount(hparams: Hparams): number {
  return parameterTable(hparams).reduce((sum, { shape }) => sum + elementsOf(shape), 0);
}

/** Four megabytes: the embedding of the largest GPT-2 has 320, too much to hold twice. */
const PIECE_ELEMENTS = 2 ** 20;

/**
 * A float32 value for each parameter of `table`, in one allocation with named views, so that zeroing, norms
 * and optimizers run over ranges of one tensor. Parameters, gradients and both moments are such sets.
 */
export class ParameterSet {
  /** Everything back to back; each parameter starts on a 64-byte line, gaps stay zero. */
  readonly flat: Tensor;
  readonly table: readonly ParameterSpec[];
  readonly #device: Device;
  readonly #views = new Map<string, Tensor>();
  readonly #starts = new Map<string, number>();

  constructor(device: Device, table: readonly ParameterSpec[]) {
    let elements = 0;
    for (const { name, shape } of table) {
      this.#starts.set(name, elements);
      elements += paddedElements(shape);
    }
    this.table = table;
    this.#device = device;
    this.flat = device.allocate([elements]);
    for (const { name, shape } of table) {
      this.#views.set(name, device.view(this.flat, this.#starts.get(name)!, shape));
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

  /** Where a parameter begins in `flat`, in elements. */
  start(name: string): number {
    return this.#starts.get(name)!;
  }

  /** The entries read back one after the other, so that a copy of one parameter at most is held beside them. */
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
    this.#device.free(this.flat);
  }
}

/** Bytes a ParameterSet of this table takes on a device. */
export function parameterSetBytes(table: readonly ParameterSpec[]): number {
  return table.reduce((sum, { shape }) => sum + 4 * paddedElements(shape), 0);
}

/** Random weights as GPT-2 was initialised; the same for the same `random`. */
export function initialise(device: Device, parameters: ParameterSet, random: Random): void {
  for (const { name, shape, initial } of parameters.table) {
    const values = new Float32Array(elementsOf(shape));
    if (initial === 'ones') values.fill(1);
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
