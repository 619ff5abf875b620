import { type Backend, DeviceFault, DeviceMemoryFault, type RecordedCall, type Slice } from '../backend.ts';
import type { DataType } from '../data-types.ts';
import { storedBytes } from '../stored-bytes.ts';
import { CommandBuffer, type CompiledMemory } from './command-buffer.ts';
import type { KernelLibrary } from './kernel-library.ts';

/** Commands that are sent to the library together, and the actions after them: free memory, copy out. */
interface Batch {
  readonly commands: CommandBuffer;
  readonly after: (() => void | Promise<void>)[];
  done: Promise<void>;
}

/**
 * The kernels of native/. Commands are recorded; `finish` and `read` send them to the library, one batch at a time. Memory is
 * freed, written and read in order with the commands: immediately if none are pending, otherwise after the last batch.
 */
export class CompiledBackend implements Backend<CompiledMemory> {
  readonly name = 'cpu';
  readonly #library: KernelLibrary;
  #closed = false;
  #recording: Batch | null = null;
  /** The last batch that was sent and has not finished. */
  #running: Batch | null = null;

  /** The library is closed with the device. */
  constructor(library: KernelLibrary) {
    this.#library = library;
  }

  get description(): string {
    return this.#library.description;
  }

  get memoryBytes(): number {
    return this.#library.memoryBytes;
  }

  allocate(shape: readonly number[], dtype: DataType): CompiledMemory {
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

  free(memory: CompiledMemory): void {
    const free = () => this.#library.free(memory.address, memory.bytes);
    const last = this.#recording ?? this.#running;
    if (last) {
      last.after.push(free);
    } else {
      free();
    }
  }

  write(target: Slice<CompiledMemory>, data: Float32Array | Int32Array): void {
    if (!this.#recording && !this.#running) {
      this.#library.copyIn(addressOf(target), data);
      return;
    }
    const staged = this.allocate([data.length], target.memory.dtype);
    this.#library.copyIn(staged.address, data);
    const source = { memory: staged, firstElement: 0, elements: data.length };
    this.record({ operation: 'copy', tensors: { source, out: target }, dims: { E: data.length }, scalars: {} });
    this.free(staged);
  }

  async read(source: Slice<CompiledMemory>, into?: Float32Array): Promise<Float32Array> {
    this.#assertOpen();
    const isFloat = source.memory.dtype === 'float32';
    const data = isFloat ? (into ?? new Float32Array(source.elements)) : new Int32Array(source.elements);
    const last = this.#recording ?? this.#running;
    if (last) {
      last.after.push(() => this.#library.copyOut(data, addressOf(source)));
      await this.finish();
    } else {
      await this.#library.copyOut(data, addressOf(source));
    }
    return data instanceof Float32Array ? data : Float32Array.from(data);
  }

  record(call: RecordedCall<CompiledMemory>): void {
    this.#batch().commands.push(call);
  }

  prepare(calls: readonly RecordedCall<CompiledMemory>[]): () => void {
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
    try {
      await this.finish();
    } finally {
      this.#library.close();
      this.#closed = true;
    }
  }

  /** The batch that is being recorded. */
  #batch(): Batch {
    this.#assertOpen();
    this.#recording ??= { commands: new CommandBuffer(), after: [], done: Promise.resolve() };
    return this.#recording;
  }

  async #run(batch: Batch, before: Promise<void> | undefined): Promise<void> {
    await before;
    const failure = await this.#library.submit(batch.commands.bytes, batch.commands.count);
    // More may be asked for while a long copy runs: the list can grow.
    for (const action of batch.after) await action();
    if (this.#running === batch) this.#running = null;
    if (failure !== null) throw failure;
  }

  #assertOpen(): void {
    if (this.#closed) throw new DeviceFault('The CPU device was closed.');
  }
}

function addressOf(slice: Slice<CompiledMemory>): number {
  return slice.memory.address + slice.firstElement * 4;
}
