import type { DataType } from '../device/data-types.ts';
import type { Device, Tensor } from '../device/device.ts';

/** Memory for a pass of (B, T) tokens through a model of `width` channels: whatever is allocated here is freed together. */
export class Room {
  readonly B: number;
  readonly T: number;
  /** Channels of the residual stream (C). */
  readonly width: number;
  readonly #device: Device;
  readonly #allocated: Tensor[] = [];

  constructor(device: Device, B: number, T: number, width: number) {
    this.B = B;
    this.T = T;
    this.width = width;
    this.#device = device;
  }

  /** Throws DeviceMemoryFault. */
  allocate(shape: readonly number[], dtype: DataType = 'float32'): Tensor {
    const tensor = this.#device.allocate(shape, dtype);
    this.#allocated.push(tensor);
    return tensor;
  }

  /** (B, T, channels) */
  rows(channels: number): Tensor {
    return this.allocate([this.B, this.T, channels]);
  }

  /** (B, T) */
  column(): Tensor {
    return this.allocate([this.B, this.T]);
  }

  /** The beginning of rows seen as rows of fewer channels, (B, T, channels). */
  view(rows: Tensor, channels: number): Tensor {
    return this.#device.view(rows, 0, [this.B, this.T, channels]);
  }

  free(): void {
    for (const tensor of this.#allocated.splice(0)) this.#device.free(tensor);
  }
}
