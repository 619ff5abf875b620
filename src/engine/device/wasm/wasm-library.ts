import { DeviceFault, DeviceMemoryFault } from '../backend.ts';
import { COMMAND_BYTES, commandLayout, operationSignatures } from '../compiled/command-buffer.ts';
import type { KernelLibrary } from '../compiled/kernel-library.ts';
import { instanceOf, type KernelExports, runCommand } from './kernel-instance.ts';
import { type KernelThread, ORDER_BYTES } from './kernel-thread.ts';
import { KernelThreads, type StartThread } from './kernel-threads.ts';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** What 32 bits can address. */
export const MOST_MEMORY_BYTES = 2 ** 32;

const PAGE_BYTES = 2 ** 16;
/** What the module itself takes, with its first stack. */
const INITIAL_PAGES = 16;
const STACK_BYTES = 2 ** 19;

/** Commands that are copied into the memory together. */
const COMMANDS = 256;

/** Milliseconds after which the event loop has its turn, between two commands, where its thread computes. */
const TURN_MS = 30;

export interface WasmLibraryOptions {
  readonly module: WasmModule;
  readonly threads: number;
  readonly description: string;
  /** What its memory can grow to. */
  readonly memoryBytes: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** The kernels as a module of WebAssembly, in a memory of its own that ends with it. Throws DeviceFault. */
export class WasmLibrary implements KernelLibrary {
  readonly description: string;
  readonly memoryBytes: number;
  readonly #module: WasmModule;
  readonly #memory: WasmMemory;
  readonly #kernels: KernelExports;
  readonly #stackTop: number;
  readonly #commands: number;
  readonly #now: () => number;
  readonly #threadCount: number;
  #turnBegan: number;
  /** Null where the calling thread computes. */
  #threads: KernelThreads | null = null;

  constructor({ module, threads, description, memoryBytes, now }: WasmLibraryOptions) {
    this.description = description;
    this.#module = module;
    this.#memory = newMemory(memoryBytes);
    this.memoryBytes = memoryBytes;
    this.#kernels = instanceOf(module, this.#memory);
    this.#stackTop = this.#kernels.__stack_pointer.value;
    this.#assertSameVersion();
    this.#kernels.tpdne_start(threads);
    this.#commands = this.allocate(COMMANDS * COMMAND_BYTES);
    this.#now = now;
    this.#turnBegan = now();
    this.#threadCount = threads;
  }

  /** From now on workers compute, and not the calling thread. Throws DeviceFault. */
  async startThreads(startThread: StartThread): Promise<void> {
    const orders = this.allocate(ORDER_BYTES);
    this.#threads = new KernelThreads(this.#kernels, this.#memory, orders);
    const threads = Array.from({ length: this.#threadCount }, (_, thread): KernelThread => {
      const stackTop = this.allocate(STACK_BYTES) + STACK_BYTES;
      return { module: this.#module, memory: this.#memory, thread, stackTop, orders };
    });
    await this.#threads.start(threads, startThread);
  }

  allocate(bytes: number): number {
    if (this.#threads?.fault) throw this.#threads.fault;
    return bytes < this.memoryBytes ? this.#kernels.tpdne_allocate(bytes) >>> 0 : 0;
  }

  free(address: number, bytes: number): void {
    // A thread that is gone may have held the lock of the memory.
    if (!this.#threads?.fault) this.#kernels.tpdne_free(address, bytes);
  }

  // Numbers are copied as integers, which keeps the bits of every NaN.
  copyIn(to: number, from: Float32Array | Int32Array): void {
    new Int32Array(this.#memory.buffer, to, from.length).set(integersOf(from));
  }

  copyOut(to: Float32Array | Int32Array, from: number): void {
    integersOf(to).set(new Int32Array(this.#memory.buffer, from, to.length));
  }

  async submit(commands: Uint8Array, count: number): Promise<DeviceFault | null> {
    for (let first = 0; first < count; first += COMMANDS) {
      const some = commands.subarray(first * COMMAND_BYTES, (first + COMMANDS) * COMMAND_BYTES);
      new Uint8Array(this.#memory.buffer, this.#commands, some.length).set(some);
      const isDone = await this.#run(Math.min(COMMANDS, count - first)).catch((fault: DeviceFault) => fault);
      if (isDone instanceof DeviceFault) return isDone;
      if (!isDone) return new DeviceFault(this.#textAt(this.#kernels.tpdne_error())!);
    }
    return null;
  }

  close(): void {
    this.#threads?.close();
  }

  /** Runs the commands that were copied; false if one failed. */
  async #run(count: number): Promise<boolean> {
    if (this.#threads) return this.#threads.run(this.#commands, count);
    for (let command = 0; command < count; command++) {
      if (!runCommand(this.#kernels, this.#commands + command * COMMAND_BYTES, this.#stackTop)) return false;
      if (this.#now() - this.#turnBegan < TURN_MS) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.#turnBegan = this.#now();
    }
    return true;
  }

  #textAt(address: number): string | null {
    if (address === 0) return null;
    const bytes = new Uint8Array(this.#memory.buffer, address >>> 0);
    return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
  }

  /** Throws DeviceFault for a module of other sources, which would misread the commands. */
  #assertSameVersion(): void {
    const pairs = [...operationSignatures, null].map((expected, index) => {
      return { expected, found: this.#textAt(this.#kernels.tpdne_operation(index)) };
    });
    pairs.push({ expected: commandLayout, found: this.#textAt(this.#kernels.tpdne_command_layout()) });
    const other = pairs.find(({ expected, found }) => expected !== found);
    if (other === undefined) return;
    throw new DeviceFault(
      `The kernels in WebAssembly are of another version: they have "${other.found}", expected "${other.expected}". ` +
        'Use the files of wasm/ that belong to this version of the package.',
    );
  }
}

/** Throws DeviceMemoryFault. */
function newMemory(bytes: number): WasmMemory {
  try {
    return new webAssembly!.Memory({ initial: INITIAL_PAGES, maximum: bytes / PAGE_BYTES, shared: true });
  } catch (cause) {
    throw new DeviceMemoryFault(`There is no room for a memory of WebAssembly that may grow to ${bytes} bytes.`, {
      cause,
    });
  }
}

function integersOf({ buffer, byteOffset, length }: Float32Array | Int32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
