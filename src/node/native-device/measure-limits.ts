import type { NativeDeviceOptions } from './native-device.ts';
import { loadNativeLibrary } from './native-library.ts';

/** What this machine can do at best, to hold the kernels against. */
export interface MachineLimits {
  /** Of products in this precision, all threads together; a multiply-add counts as two. */
  readonly floatingPointOperationsPerSecond: number;
  /** From memory, past all caches, all threads together. */
  readonly bytesReadPerSecond: number;
}

/** Measures for about a second, with the threads, instruction set and precision a device would have. */
export function measureLimits({ threads, instructionSet, precision }: NativeDeviceOptions = {}): MachineLimits {
  const library = loadNativeLibrary();
  const device = library.create(
    threads ?? library.physicalCores(),
    instructionSet ?? null,
    precision === 'bfloat16' ? 1 : 0,
  );
  const limits = new Float64Array(2);
  library.measure(device, limits);
  library.destroy(device);
  return { floatingPointOperationsPerSecond: limits[0], bytesReadPerSecond: limits[1] };
}
