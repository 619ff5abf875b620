import type { Device, Tensor } from '../device/device.ts';
import type { PackedType } from '../device/operations.ts';
import type { ModelConfiguration } from './configuration.ts';
import type { DecodableModel } from './decoder.ts';
import type { Gpt2 } from './gpt2.ts';
import type { ParameterSet } from './parameters.ts';

/**
 * A model's weights rounded and packed once, for writing texts: a token then takes the time in which a half
 * (bfloat16) or a quarter (int8) of their bytes comes from memory. Embeddings, norms and biases stay the model's own.
 */
export class PackedGpt2 implements DecodableModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly parameters: ParameterSet;
  readonly #packed = new Map<string, Tensor>();

  /** Copies the model's weights as they are now; the model must outlive it. Throws DeviceMemoryFault. */
  constructor(model: Gpt2, type: PackedType) {
    const { device, configuration, parameters } = model;
    this.device = device;
    this.configuration = configuration;
    this.parameters = parameters;
    const matrices = parameters.table.filter(({ part, shape }) => part === 'block' && shape.length === 2);
    try {
      for (const { name, shape } of matrices)
        device.pack({ weight: parameters.get(name), out: this.#allocate(name, shape, type) });
      const { n_embd: C, n_vocab: V } = configuration;
      const wte = 'wte.weight';
      device.packTransposed({ weight: parameters.get(wte), out: this.#allocate(wte, [C, V], type) });
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

  /** Gives the packed weights back, not the model. */
  free(): void {
    for (const packed of this.#packed.values()) this.device.free(packed);
    this.#packed.clear();
  }

  #allocate(name: string, shape: readonly number[], type: PackedType): Tensor {
    const packed = this.device.allocate(shape, type);
    this.#packed.set(name, packed);
    return packed;
  }
}
