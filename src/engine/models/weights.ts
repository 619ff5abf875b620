import type { Device, Tensor } from '../device/device.ts';

/** Where layers find their weights. */
export interface Weights {
  readonly device: Device;
  /** A float32 parameter. Throws RangeError for a name that is not in the table. */
  get(name: string): Tensor;
  /** The same matrix packed for inference; null if it is kept as float32. */
  packed(name: string): Tensor | null;
}
