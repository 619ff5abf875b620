import {
  type Backend,
  DeviceFault,
  DeviceMemoryFault,
  type RecordedCall,
  type Slice,
} from '../../engine/device/backend.ts';
import type { DataType } from '../../engine/device/data-types.ts';
import { storedBytes } from '../../engine/device/stored-bytes.ts';
import { CommandBuffer, type NativeMemory } from './command-buffer.ts';
import type { NativeLibrary } from './native-library.ts';

/** The type of the operands of matrix products. Sums, and everything else, are float32 in both. */
export type Precision = 'float32' | 'bfloat16';

/** Longer copies run off the event loop; for shorter ones the switch of threads takes longer than the copy. */
const LONG_COPY_BYTES = 4 << 20;

/** Commands that are sent to the library together, and the actions after them: free memory, copy out. */
interface Batch {
  readonly commands: CommandBuffer;
  readonly after: (() => void | Promise<void>)[];
  done: Promise<void>;
}

/**
 * The kernels of native/. Commands are recorded; `finish` and `read` send them to the library, one batch at a time, in one
 * of koffi's threads, so that the event loop keeps running. Memory is freed, written and read in order with the commands:
 * immediately if none are pending, otherwise after the last batch.
 */
export class NativeBackend implements Backend<NativeMemory> {
  readonly name = 'cpu';
  readonly description: string;
  readonly #library: NativeLibrary;
  #device: number;
  #recording: Batch | null = null;
  /** The last batch that was sent and has not finished. */
  #running: Batch | null = null;

  /** Throws DeviceFault if the threads cannot be started. */
  constructor(library: NativeLibrary, threads: number, instructionSet: string | null, precision: Precision) {
    this.#library = library;
    this.#device = library.create(threads, instructionSet, precision === 'bfloat16' ? 1 : 0);
    if (this.#device === 0) throw new DeviceFault(`The CPU device could not start ${threads} threads.`);
    this.description = library.describe(this.#device);
  }

  allocate(shape: readonly number[], dtype: DataType): NativeMemory {
    this.#assertOpen();
    const bytes = storedBytes(shape, dtype);
    const address = this.#library.allocate(bytes);
    if (address === 0) {
      throw new DeviceMemoryFault(
        `The CPU device has no memory left for a tensor of shape (${shape.join(', ')}), ${bytes} bytes.`,
      );
    }
    return { address, bytes, dtype };
  }

  free(memory: NativeMemory): void {
    const free = () => this.#library.free(memory.address, memory.bytes);
    const last = this.#recording ?? this.#running;
    if (last) {
      last.after.push(free);
    } else {
      free();
    }
  }

  write(target: Slice<NativeMemory>, data: Float32Array | Int32Array): void {
    if (!this.#recording && !this.#running) {
      this.#library.copyIn(addressOf(target), data, data.byteLength);
      return;
    }
    const staged = this.allocate([data.length], target.memory.dtype);
    this.#library.copyIn(staged.address, data, data.byteLength);
    const source = { memory: staged, firstElement: 0, elements: data.length };
    this.record({ operation: 'copy', tensors: { source, out: target }, dims: { E: data.length }, scalars: {} });
    this.free(staged);
  }

  async read(source: Slice<NativeMemory>, into?: Float32Array): Promise<Float32Array> {
    this.#assertOpen();
    const isFloat = source.memory.dtype === 'float32';
    const data = isFloat ? (into ?? new Float32Array(source.elements)) : new Int32Array(source.elements);
    const last = this.#recording ?? this.#running;
    if (last) {
      last.after.push(() => this.#copyOut(data, source));
      await this.finish();
    } else {
      await this.#copyOut(data, source);
    }
    return data instanceof Float32Array ? data : Float32Array.from(data);
  }

  record(call: RecordedCall<NativeMemory>): void {
    this.#batch().commands.push(call);
  }

  prepare(calls: readonly RecordedCall<NativeMemory>[]): () => void {
    const prepared = new CommandBuffer();
    for (const call of calls) prepared.push(call);
    return () => this.#batch().commands.append(prepared);
  }

  async finish(): Promise<void> {
    const batch = this.#recording;
    if (batch) {
      const before = this.#running?.done.catch(() => {});
      batch.done = this.#run(batch, before);
      this.#recording = null;
      this.#running = batch;
    }
    await this.#running?.done;
  }

  async close(): Promise<void> {
    await this.finish();
    this.#library.destroy(this.#device);
    this.#device = 0;
  }

  /** The batch that is being recorded. */
  #batch(): Batch {
    this.#assertOpen();
    this.#recording ??= { commands: new CommandBuffer(), after: [], done: Promise.resolve() };
    return this.#recording;
  }

  async #run(batch: Batch, before: Promise<void> | undefined): Promise<void> {
    await before;
    const failed = await this.#submit(batch.commands);
    const message = failed ? this.#library.error(this.#device) : '';
    // More may be asked for while a long copy runs: the list can grow.
    for (const action of batch.after) await action();
    if (this.#running === batch) this.#running = null;
    if (failed) throw new DeviceFault(message);
  }

  #submit(commands: CommandBuffer): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#library.submit.async(this.#device, commands.bytes, commands.count, (error, status) => {
        if (error) {
          reject(error);
        } else {
          resolve(status !== 0);
        }
      });
    });
  }

  #copyOut(data: Float32Array | Int32Array, source: Slice<NativeMemory>): void | Promise<void> {
    const { copyOut } = this.#library;
    if (data.byteLength < LONG_COPY_BYTES) {
      copyOut(data, addressOf(source), data.byteLength);
      return;
    }
    return new Promise((resolve, reject) => {
      copyOut.async(data, addressOf(source), data.byteLength, (error) => (error ? reject(error) : resolve()));
    });
  }

  #assertOpen(): void {
    if (this.#device === 0) throw new DeviceFault('The CPU device was closed.');
  }
}

function addressOf(slice: Slice<NativeMemory>): number {
  return slice.memory.address + slice.firstElement * 4;
}
