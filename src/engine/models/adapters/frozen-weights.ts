import type { PackedType } from '../../device/data-types.ts';
import type { Device, Tensor } from '../../device/device.ts';
import { type FillableParameters, isBlockMatrix, type ParameterSpec } from '../parameters.ts';

/** How the weights that are not trained are kept: exactly, or the large ones rounded; auto: to bfloat16, but Q8_0 as it is. */
export type FrozenType = 'float32' | PackedType | 'auto';

/**
 * The weights of a model that is not trained itself. Rounded, the blocks' matrices are packed once, tables of tokens have 16
 * bits a number, and norms and biases stay float32. They are filled one after the other, so that the model is never held in
 * float32 as a whole.
 */
export class FrozenWeights implements FillableParameters {
  /** Tables of tokens, the largest of all, come first, while nothing else takes memory. */
  readonly table: readonly ParameterSpec[];
  readonly #device: Device;
  readonly #type: FrozenType;
  readonly #exact = new Map<string, Tensor>();
  readonly #packed = new Map<string, Tensor>();

  constructor(device: Device, table: readonly ParameterSpec[], type: FrozenType) {
    const isFirst = ({ isByToken = false }: ParameterSpec) => isByToken;
    this.table = [...table.filter(isFirst), ...table.filter((spec) => !isFirst(spec))];
    this.#device = device;
    this.#type = type;
  }

  /** Throws RangeError for a parameter that was not filled. */
  get(name: string): Tensor {
    const tensor = this.#exact.get(name);
    if (tensor === undefined) throw new RangeError(`No weight ${name} was loaded.`);
    return tensor;
  }

  packed(name: string): Tensor | null {
    return this.#packed.get(name) ?? null;
  }

  /** Throws DeviceMemoryFault, and what `write` throws. */
  async fill(name: string, write: (tensor: Tensor) => Promise<void>, isQ8_0 = false): Promise<void> {
    const spec = this.table.find((candidate) => candidate.name === name)!;
    const values = this.#device.allocate(spec.shape);
    try {
      await write(values);
    } catch (fault) {
      this.#device.free(values);
      throw fault;
    }
    if (!this.#round(spec, values, isQ8_0)) this.#exact.set(name, values);
    else {
      this.#device.free(values);
      await this.#device.finish();
    }
  }

  free(): void {
    for (const tensors of [this.#exact, this.#packed]) {
      for (const tensor of tensors.values()) this.#device.free(tensor);
      tensors.clear();
    }
  }

  /** Keeps a rounded copy; false for what stays as it is. */
  #round(spec: ParameterSpec, values: Tensor, isQ8_0: boolean): boolean {
    const { name, shape, isByToken = false } = spec;
    if (this.#type === 'float32') return false;
    if (isBlockMatrix(spec)) {
      const type = this.#type !== 'auto' ? this.#type : isQ8_0 ? 'q8_0' : 'bfloat16';
      const packed = this.#device.allocate(shape, type);
      this.#packed.set(name, packed);
      this.#device.pack({ weight: values, out: packed });
      return true;
    }
    if (!isByToken) return false;
    const rounded = this.#device.allocate(shape, 'table16');
    this.#exact.set(name, rounded);
    this.#device.round({ x: values, out: rounded });
    return true;
  }
}
