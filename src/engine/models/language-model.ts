import type { PackedType } from '../device/data-types.ts';
import type { Device, Tensor } from '../device/device.ts';
import type { Shape } from './architecture.ts';
import { Dropout } from './dropout.ts';
import type { LanguageModel, ModelInTraining } from './model.ts';
import type { ModelConfiguration } from './model-configuration.ts';
import { isBlockMatrix, ParameterSet } from './parameters.ts';
import type { Stack } from './stack.ts';

/** A model whose weights are float32: all of them can be trained, and it computes exactly. */
export class TrainableModel implements ModelInTraining {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly shape: Shape;
  readonly parameters: ParameterSet;
  readonly stack: Stack;
  readonly cacheType = 'cache32';
  /** As GPT-2 was trained (`embd_pdrop` and `resid_pdrop` of transformers). None until a training sets a share. */
  readonly dropout = new Dropout();

  /** Allocates parameters, all zero: fill them with `initialise` or from a checkpoint. Throws DeviceMemoryFault. */
  constructor(device: Device, configuration: ModelConfiguration) {
    this.device = device;
    this.configuration = configuration;
    this.shape = configuration.shape;
    const parameters = new ParameterSet(device, configuration.parameters);
    this.parameters = parameters;
    const { dropout } = this;
    const get = (name: string) => parameters.get(name);
    this.stack = configuration.stack({ device, get, packed: () => null, adapter: () => null, dropout });
  }

  free(): void {
    this.parameters.free();
  }
}

/**
 * A model for generation only: its matrices are rounded and packed once, so that a token takes half (bfloat16) or a quarter
 * (int8) of the time that reading them as float32 takes. Keys and values of the past are kept in bfloat16;
 * embeddings, norms and biases stay float32.
 */
export class PackedModel implements LanguageModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly shape: Shape;
  readonly stack: Stack;
  readonly cacheType = 'cache16';
  /** All but the matrices of the blocks. */
  readonly #parameters: ParameterSet;
  readonly #packed = new Map<string, Tensor>();

  /** Copies the model's weights as they are now; the model may be freed afterwards. Throws DeviceMemoryFault. */
  constructor(model: TrainableModel, type: PackedType) {
    const { device, configuration, shape } = model;
    this.device = device;
    this.configuration = configuration;
    this.shape = shape;
    const { table } = model.parameters;
    const parameters = new ParameterSet(
      device,
      table.filter((spec) => !isBlockMatrix(spec)),
    );
    this.#parameters = parameters;
    try {
      this.#copy(model.parameters, type);
    } catch (fault) {
      this.free();
      throw fault;
    }
    const packed = (name: string) => this.#packed.get(name) ?? null;
    this.stack = configuration.stack({ device, get: (name) => parameters.get(name), packed, adapter: () => null });
  }

  free(): void {
    this.#parameters.free();
    for (const packed of this.#packed.values()) this.device.free(packed);
    this.#packed.clear();
  }

  #copy(from: ParameterSet, type: PackedType): void {
    for (const { name } of this.#parameters.table) {
      this.device.copy({ source: from.get(name), out: this.#parameters.get(name) });
    }
    for (const { name, shape } of from.table.filter(isBlockMatrix)) {
      this.device.pack({ weight: from.get(name), out: this.#allocate(name, shape, type) });
    }
    for (const {
      name,
      shape: [V, C],
    } of from.table.filter(({ isHead }) => isHead)) {
      this.device.packTransposed({ weight: this.#parameters.get(name), out: this.#allocate(name, [C, V], type) });
    }
  }

  #allocate(name: string, shape: readonly number[], type: PackedType): Tensor {
    const packed = this.device.allocate(shape, type);
    this.#packed.set(name, packed);
    return packed;
  }
}
