import type { Device, Tensor } from '../device/device.ts';
import type { PackedType } from '../device/operations.ts';
import type { ModelConfiguration } from './configuration.ts';
import type { DecodableModel } from './decoder.ts';
import type { Gpt2 } from './gpt2.ts';
import { isBlockMatrix, ParameterSet } from './parameters.ts';

/**
 * A model for writing texts alone: its matrices rounded and packed once, so that a token takes the time in which a half
 * (bfloat16) or a quarter (int8) of their bytes comes from memory. Keys and values of the past are kept in bfloat16;
 * embeddings, norms and biases stay float32.
 */
export class PackedGpt2 implements DecodableModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  /** All but the matrices of the blocks. */
  readonly parameters: ParameterSet;
  readonly cacheType = 'cache16';
  readonly #packed = new Map<string, Tensor>();

  /** Copies the model's weights as they are now; the model may be freed afterwards. Throws DeviceMemoryFault. */
  constructor(model: Gpt2, type: PackedType) {
    const { device, configuration } = model;
    const { table } = model.parameters;
    this.device = device;
    this.configuration = configuration;
    this.parameters = new ParameterSet(
      device,
      table.filter((spec) => !isBlockMatrix(spec)),
    );
    try {
      for (const { name } of this.parameters.table) {
        device.copy({ source: model.parameters.get(name), out: this.parameters.get(name) });
      }
      for (const { name, shape } of table.filter(isBlockMatrix)) {
        device.pack({ weight: model.parameters.get(name), out: this.#allocate(name, shape, type) });
      }
      const { n_embd: C, n_vocab: V } = configuration;
      const wte = 'wte.weight';
      device.packTransposed({ weight: this.parameters.get(wte), out: this.#allocate(wte, [C, V], type) });
    } catch (fault) {
      this.free();
      throw fault;
    }
  }

  linear(layer: string, x: Tensor, residual: Tensor | null, out: Tensor): void {
    const weight = this.#packed.get(`${layer}.weight`)!;
    this.device.linearPacked({ x, weight, bias: this.parameters.get(`${layer}.bias`), residual, out });
  }

  logits(x: Tensor, out: Tensor): void {
    this.device.linearPacked({ x, weight: this.#packed.get('wte.weight')!, bias: null, residual: null, out });
  }

  free(): void {
    this.parameters.free();
    for (const packed of this.#packed.values()) this.device.free(packed);
    this.#packed.clear();
  }

  #allocate(name: string, shape: readonly number[], type: PackedType): Tensor {
    const packed = this.device.allocate(shape, type);
    this.#packed.set(name, packed);
    return packed;
  }
}
