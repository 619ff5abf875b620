import { type Backend, DeviceMemoryFault, type RecordedCall } from './backend.ts';
import { createDevice } from './create-device.ts';
import type { DataType } from './data-types.ts';
import type { Device } from './device.ts';
import { storedBytes } from './stored-bytes.ts';

/**
 * The working memory that a backend takes for itself to run a kernel: bytes by the name of the piece. A piece serves all
 * kernels and keeps its largest size.
 */
export type KernelScratch = (
  call: Pick<RecordedCall<unknown>, 'operation' | 'dims' | 'scalars'>,
) => Readonly<Record<string, number>>;

/** A device that computes nothing and counts bytes, to forecast the memory of some work. */
export interface CountingDevice {
  /** Every tensor reads as zeros. */
  readonly device: Device;
  /** The most that was allocated at any time. */
  readonly peakBytes: number;
  /** The working memory of the kernels recorded so far. */
  readonly scratchBytes: number;
}

/**
 * `scratchOf`: of the backend whose memory is forecast; by default kernels take none. `largestBufferBytes`: the largest tensor
 * that it takes; a larger one is a DeviceMemoryFault, as it is there.
 */
export function openCountingDevice(
  scratchOf: KernelScratch = () => ({}),
  largestBufferBytes = Infinity,
): CountingDevice {
  const backend = new CountingBackend(scratchOf, largestBufferBytes);
  const device = createDevice(backend);
  return {
    device,
    get peakBytes() {
      return backend.peakBytes;
    },
    get scratchBytes() {
      return backend.scratchBytes;
    },
  };
}

/** Memory is a number of bytes. */
class CountingBackend implements Backend<number> {
  readonly name = 'counting';
  readonly description = 'nothing is computed';
  readonly largestBufferBytes: number;
  peakBytes = 0;
  readonly #scratchOf: KernelScratch;
  readonly #scratch = new Map<string, number>();
  #liveBytes = 0;

  constructor(scratchOf: KernelScratch, largestBufferBytes: number) {
    this.#scratchOf = scratchOf;
    this.largestBufferBytes = largestBufferBytes;
  }

  get scratchBytes(): number {
    return [...this.#scratch.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  allocate(shape: readonly number[], dtype: DataType): number {
    const bytes = storedBytes(shape, dtype);
    if (bytes > this.largestBufferBytes) {
      throw new DeviceMemoryFault(
        `A tensor of shape (${shape.join(', ')}) takes ${bytes} bytes; the largest that the device has room for is ` +
          `${this.largestBufferBytes} bytes.`,
      );
    }
    this.#liveBytes += bytes;
    this.peakBytes = Math.max(this.peakBytes, this.#liveBytes);
    return bytes;
  }

  free(bytes: number): void {
    this.#liveBytes -= bytes;
  }

  write(): void {}

  async read({ elements }: { readonly elements: number }, into?: Float32Array): Promise<Float32Array> {
    return into?.fill(0) ?? new Float32Array(elements);
  }

  record(call: RecordedCall<number>): void {
    for (const [piece, bytes] of Object.entries(this.#scratchOf(call))) {
      this.#scratch.set(piece, Math.max(bytes, this.#scratch.get(piece) ?? 0));
    }
  }

  prepare(calls: readonly RecordedCall<number>[]): () => void {
    return () => {
      for (const call of calls) this.record(call);
    };
  }

  async finish(): Promise<void> {}

  async close(): Promise<void> {}
}
