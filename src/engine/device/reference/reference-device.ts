import { type Backend, DeviceFault, DeviceMemoryFault, type RecordedCall, type Slice } from '../backend.ts';
import { createDevice } from '../create-device.ts';
import type { DataType } from '../data-types.ts';
import type { Device } from '../device.ts';
import { elementsOf } from '../shape.ts';
import type { Work } from './kernel.ts';
import { kernels } from './kernels.ts';
import { WorkQueue } from './work-queue.ts';

type Memory = Float32Array | Int32Array;

/**
 * Plain TypeScript, float32 with float64 sums: the standard for all other devices, and the fallback.
 * `largestBufferBytes`: to imitate a device with smaller tensors. Default: no limit.
 */
export function openReferenceDevice({ largestBufferBytes = Infinity } = {}): Device {
  return createDevice(new ReferenceBackend(largestBufferBytes));
}

class ReferenceBackend implements Backend<Memory> {
  readonly name = 'reference';
  readonly description = 'plain TypeScript, one thread';
  readonly largestBufferBytes: number;
  readonly #queue = new WorkQueue();

  constructor(largestBufferBytes: number) {
    this.largestBufferBytes = largestBufferBytes;
  }

  /** The rounded numbers of a packed matrix or a cache are in order, as float32: no other order is faster here. */
  allocate(shape: readonly number[], dtype: DataType): Memory {
    const elements = elementsOf(shape);
    try {
      return dtype === 'int32' ? new Int32Array(elements) : new Float32Array(elements);
    } catch (cause) {
      throw new DeviceMemoryFault(`The reference device has no room for ${elements * 4} bytes in one piece.`, {
        cause,
      });
    }
  }

  /** Nothing to do: the garbage collector takes what no recorded task holds any more. */
  free(): void {}

  write(target: Slice<Memory>, data: Memory): void {
    const copy = data.slice();
    this.#queue.add(() => numbersOf(target).set(copy));
  }

  async read(source: Slice<Memory>, into = new Float32Array(source.elements)): Promise<Float32Array> {
    this.#queue.add(() => into.set(numbersOf(source)));
    await this.#queue.finish();
    return into;
  }

  record({ operation, tensors, dims, scalars }: RecordedCall<Memory>): void {
    const arrays = Object.entries(tensors).map(([name, slice]) => [name, slice && numbersOf(slice)]);
    const call = { ...Object.fromEntries(arrays), ...dims, ...scalars };
    const kernel = kernels[operation] as (call: unknown) => Work;
    this.#queue.add(() => kernel(call));
  }

  prepare(calls: readonly RecordedCall<Memory>[]): () => void {
    return () => calls.forEach((call) => void this.record(call));
  }

  async finish(): Promise<void> {
    try {
      await this.#queue.finish();
    } catch (fault) {
      if (fault instanceof DeviceFault) throw fault;
      throw new DeviceFault(`A kernel of the reference device failed: ${fault}.`, { cause: fault });
    }
  }

  async close(): Promise<void> {}
}

function numbersOf({ memory, firstElement, elements }: Slice<Memory>): Memory {
  return memory.subarray(firstElement, firstElement + elements);
}
