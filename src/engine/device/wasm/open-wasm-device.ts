import { DeviceFault } from '../backend.ts';
import { CompiledBackend } from '../compiled/compiled-backend.ts';
import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import type { KernelModule } from './kernel-modules.ts';
import type { KernelThread } from './kernel-thread.ts';
import { MOST_MEMORY_BYTES, WasmLibrary } from './wasm-library.ts';
import type { WasmModule } from './web-assembly.ts';

/** Starts a worker that calls `workAsKernelThread` with this; resolves once it is ready, rejects if it cannot be. */
export type StartThread = (thread: KernelThread) => Promise<void>;

export interface WasmDeviceOptions {
  readonly module: WasmModule;
  /** Which module it is. */
  readonly kind: KernelModule;
  /** Default: 1. */
  readonly threads?: number | undefined;
  /** Needed for more than one thread. */
  readonly startThread?: StartThread | undefined;
  /** A clock in milliseconds, by which the event loop has its turn about every 30 ms. */
  readonly now: () => number;
  /** What its memory can grow to, in whole pages of 64 KiB. Default: the most, 4 GiB. */
  readonly memoryBytes?: number;
}

/**
 * The kernels of native/ in WebAssembly, a device named `cpu`. It computes on the calling thread, and on others where it can
 * start them. The caller closes it. Throws DeviceFault.
 */
export async function openWasmDevice(options: WasmDeviceOptions): Promise<Device> {
  const { module, kind, threads = 1, startThread, now, memoryBytes = MOST_MEMORY_BYTES } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new DeviceFault(`The number of threads must be a whole number from 1 to 1024, got ${threads}.`);
  }
  const description = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}, WebAssembly with ${kind.forPeople}`;
  const library = new WasmLibrary({ module, threads, description, memoryBytes, now });
  try {
    for (let thread = 1; thread < threads; thread++) await startThread!(library.newThread(thread));
  } catch (cause) {
    library.close();
    const { message } = cause as Error;
    throw new DeviceFault(`The CPU device could not start ${threads} threads: ${message}.`, { cause });
  }
  return createDevice(new CompiledBackend(library));
}
