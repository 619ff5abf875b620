import { DeviceFault } from '../../engine/device/backend.ts';
import { CompiledBackend } from '../../engine/device/compiled/compiled-backend.ts';
import type { KernelLibrary } from '../../engine/device/compiled/kernel-library.ts';
import type { NativeLibrary } from './native-library.ts';

/** The type of the operands of matrix products. Sums, and everything else, are float32 in both. */
export type Precision = 'float32' | 'bfloat16';

/** Longer copies run off the event loop; for shorter ones the switch of threads takes longer than the copy. */
const LONG_COPY_BYTES = 4 << 20;

/**
 * The library as a backend. Commands and long copies run in one of koffi's threads, so that the event loop keeps running.
 * Throws DeviceFault if the threads cannot be started.
 */
export function nativeBackend(
  library: NativeLibrary,
  threads: number,
  instructionSet: string | null,
  precision: Precision,
): CompiledBackend {
  const device = library.create(threads, instructionSet, precision === 'bfloat16' ? 1 : 0);
  if (device === 0) throw new DeviceFault(`The CPU device could not start ${threads} threads.`);
  return new CompiledBackend(libraryWith(library, device));
}

function libraryWith(library: NativeLibrary, device: number): KernelLibrary {
  return {
    description: library.describe(device),
    memoryBytes: Number.POSITIVE_INFINITY,
    allocate: library.allocate,
    free: library.free,
    copyIn: (to, from) => library.copyIn(to, from, from.byteLength),
    copyOut: (to, from) => copyOut(library, to, from),
    submit: async (commands, count) =>
      (await settled<number>((done) => library.submit.async(device, commands, count, done))) === 0
        ? null
        : new DeviceFault(library.error(device)),
    close: () => library.destroy(device),
  };
}

function copyOut(library: NativeLibrary, to: Float32Array | Int32Array, from: number): void | Promise<void> {
  if (to.byteLength < LONG_COPY_BYTES) return library.copyOut(to, from, to.byteLength);
  return settled<void>((done) => library.copyOut.async(to, from, to.byteLength, done));
}

/** What an asynchronous call of koffi results in. */
function settled<Result>(call: (done: (error: unknown, result: Result) => void) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });
}
