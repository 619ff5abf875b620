import type { Device, Tensor } from '../device/device.ts';
import type { Adapter } from './adapters/adapter.ts';
import type { Dropout } from './dropout.ts';

/** Where layers find their weights. */
export interface Weights {
  readonly device: Device;
  /**
   * A parameter in float32; one that has a row for each token may be a table of 16 bits, if it is frozen. Throws RangeError
   * for a name that is not in the table.
   */
  get(name: string): Tensor;
  /** The same matrix packed, for inference or because it is frozen; null if it is kept as float32. */
  packed(name: string): Tensor | null;
  /** What is trained beside a linear layer, by the layer's name; null if nothing is. */
  adapter(layer: string): Adapter | null;
  /** Of the embeddings and of what attention and mlp add to the stream; absent: nothing is left out there. */
  readonly dropout?: Dropout;
}
