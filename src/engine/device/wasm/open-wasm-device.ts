import { DeviceFault } from '../backend.ts';
import { CompiledBackend } from '../compiled/compiled-backend.ts';
import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import type { KernelModule } from './kernel-modules.ts';
import type { StartThread } from './kernel-threads.ts';
import { MOST_MEMORY_BYTES, WasmLibrary } from './wasm-library.ts';
import type { WasmModule } from './web-assembly.ts';

export interface WasmDeviceOptions {
  readonly module: WasmModule;
  /** Which module it is. */
  readonly kind: KernelModule;
  /** Default: 1. */
  readonly threads?: number | undefined;
  /** Without it the calling thread computes, and there is no other one. */
  readonly startThread?: StartThread | undefined;
  /** A clock in milliseconds, by which a calling thread that computes gives the event loop its turn about every 30 ms. */
  readonly now: () => number;
  /** What its memory can grow to, in whole pages of 64 KiB. Default: the most, 4 GiB. */
  readonly memoryBytes?: number;
}

/** The kernels of native/ in WebAssembly, a device named `cpu`. The caller closes it. Throws DeviceFault. */
export async function openWasmDevice(options: WasmDeviceOptions): Promise<Device> {
  const { module, kind, threads = 1, startThread, now, memoryBytes = MOST_MEMORY_BYTES } = options;
  const most = startThread === undefined ? 1 : 1024;
  if (!Number.isInteger(threads) || threads < 1 || threads > most) {
    throw new DeviceFault(`The number of threads must be a whole number from 1 to ${most}, got ${threads}.`);
  }
  const description = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}, WebAssembly with ${kind.forPeople}`;
  const library = new WasmLibrary({ module, threads, description, memoryBytes, now });
  if (startThread !== undefined) await library.startThreads(startThread);
  return createDevice(new CompiledBackend(library));
}
