import { DeviceFault } from '../../engine/device/backend.ts';
import type { NativeDeviceOptions } from './native-device.ts';
import { loadNativeLibrary } from './native-library.ts';

/** The machine's peak rates, to compare the kernels with. */
export interface MachineLimits {
  /** In products of this precision, on all threads; a multiply-add counts as two. */
  readonly floatingPointOperationsPerSecond: number;
  /** From memory, past all caches, on all threads. */
  readonly bytesReadPerSecond: number;
}

/**
 * Measures for about a second, with the threads, instruction set and precision of a device. Throws NativeLibraryFault if the
 * library is missing, DeviceFault if such a device cannot be opened.
 */
export function measureLimits({ threads, instructionSet, precision }: NativeDeviceOptions = {}): MachineLimits {
  const library = loadNativeLibrary();
  const device = library.create(
    threads ?? library.physicalCores(),
    instructionSet ?? null,
    precision === 'bfloat16' ? 1 : 0,
  );
  if (device === 0)
    throw new DeviceFault('The CPU device could not be started with these options, so it was not measured.');
  const limits = new Float64Array(2);
  library.measure(device, limits);
  library.destroy(device);
  return { floatingPointOperationsPerSecond: limits[0], bytesReadPerSecond: limits[1] };
}
