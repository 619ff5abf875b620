import type { Device, Tensor } from '../device/device.ts';

/** Where layers find what they compute with. */
export interface Weights {
  readonly device: Device;
  /** A float32 parameter. Throws RangeError for a name that is not in the table. */
  get(name: string): Tensor;
  /** The same matrix packed for reading alone; null where it is kept as float32. */
  packed(name: string): Tensor | null;
}
