import { COPY_DST, type GpuBuffer, type GpuDevice, MAP_MODE_READ, MAP_READ } from './gpu.ts';

/** Buffers up to this size are kept for the next read. */
const KEPT_BYTES = 4 << 20;
const MOST_KEPT = 4;
const LEAST_BYTES = 4096;

/** Buffers that the host can look into. */
export class Staging {
  readonly #device: GpuDevice;
  readonly #kept: GpuBuffer[] = [];

  constructor(device: GpuDevice) {
    this.#device = device;
  }

  take(bytes: number): GpuBuffer {
    const fitting = this.#kept.findIndex(({ size }) => size >= bytes);
    if (fitting >= 0) return this.#kept.splice(fitting, 1)[0];
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, LEAST_BYTES)));
    return this.#device.createBuffer({ size: bytes > KEPT_BYTES ? bytes : size, usage: MAP_READ | COPY_DST });
  }

  /** Waits for what was sent before, and copies the first elements of the buffer to `into`. The buffer is given back. */
  async read(buffer: GpuBuffer, into: Float32Array | Int32Array): Promise<void> {
    await buffer.mapAsync(MAP_MODE_READ, 0, into.byteLength);
    const Copy = into.constructor as Float32ArrayConstructor | Int32ArrayConstructor;
    into.set(new Copy(buffer.getMappedRange(0, into.byteLength)));
    buffer.unmap();
    if (buffer.size > KEPT_BYTES || this.#kept.length >= MOST_KEPT) buffer.destroy();
    else this.#kept.push(buffer);
  }

  destroy(): void {
    for (const buffer of this.#kept.splice(0)) buffer.destroy();
  }
}
