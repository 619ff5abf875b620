import { DeviceFault } from '../../engine/device/backend.ts';
import type { NativeDeviceOptions } from './native-device.ts';
import { loadNativeLibrary } from './native-library.ts';

/** What this machine can do at best, to hold the kernels against. */
export interface MachineLimits {
  /** Of products in this precision, all threads together; a multiply-add counts as two. */
  readonly floatingPointOperationsPerSecond: number;
  /** From memory, past all caches, all threads together. */
  readonly bytesReadPerSecond: number;
}

/**
 * Measures for about a second, with the threads, instruction set and precision a device would have. Throws
 * NativeLibraryFault when the library is not there, DeviceFault when it has no such device.
 */
export function measureLimits({ threads, instructionSet, precision }: NativeDeviceOptions = {}): MachineLimits {
  const library = loadNativeLibrary();
  const device = library.create(
    threads ?? library.physicalCores(),
    instructionSet ?? null,
    precision === 'bfloat16' ? 1 : 0,
  );
  if (device === 0) throw new DeviceFault('The CPU device to measure could not be started as it is asked for.');
  const limits = new Float64Array(2);
  library.measure(device, limits);
  library.destroy(device);
  return { floatingPointOperationsPerSecond: limits[0], bytesReadPerSecond: limits[1] };
}
