import { DeviceFault } from '../../engine/device/backend.ts';
import { createDevice } from '../../engine/device/create-device.ts';
import type { Device } from '../../engine/device/device.ts';
import { nearest } from '../../fault.ts';
import { NativeBackend } from './native-backend.ts';
import { loadNativeLibrary, type NativeLibrary, NativeLibraryFault } from './native-library.ts';

export interface NativeDeviceOptions {
  /** Threads that compute. Default: the physical cores this process may use. */
  readonly threads?: number | undefined;
  /** 'avx512', 'avx2', 'neon' or 'plain'. Default: $TPDNE_CPU, else the best this machine has. */
  readonly instructionSet?: string | undefined;
}

export type NativeDeviceStatus =
  | { readonly available: true; readonly instructionSets: readonly string[]; readonly physicalCores: number }
  | { readonly available: false; readonly reason: string };

/** An instruction set that does not exist, or that this machine does not have. */
export class InstructionSetFault extends DeviceFault {}

/**
 * The CPU device: the kernels of native/ on a pool of threads.
 * Throws NativeLibraryFault when the library is not there, InstructionSetFault for a wrong name.
 */
export function openNativeDevice({ threads, instructionSet }: NativeDeviceOptions = {}): Device {
  const library = loadNativeLibrary();
  const count = threads ?? library.physicalCores();
  if (!Number.isInteger(count) || count < 1 || count > 1024) {
    throw new DeviceFault(`The number of threads must be a whole number from 1 to 1024, got ${threads}.`);
  }
  const wanted = instructionSet ?? (process.env.TPDNE_CPU || null);
  if (wanted !== null) assertSupported(library, wanted, instructionSet === undefined ? 'TPDNE_CPU' : 'instructionSet');
  return createDevice(new NativeBackend(library, count, wanted));
}

/** Whether the library is there and what it can do here, or why it is not. Throws nothing. */
export function nativeDeviceStatus(): NativeDeviceStatus {
  try {
    const library = loadNativeLibrary();
    return { available: true, instructionSets: supportedBy(library), physicalCores: library.physicalCores() };
  } catch (error) {
    if (error instanceof NativeLibraryFault) return { available: false, reason: error.message };
    throw error;
  }
}

function supportedBy(library: NativeLibrary): string[] {
  return library.instructionSets().split(' ');
}

function assertSupported(library: NativeLibrary, name: string, where: string): void {
  const supported = supportedBy(library);
  if (supported.includes(name)) return;
  const near = nearest(name, supported);
  throw new InstructionSetFault(
    `${where} is "${name}", which this machine cannot run; it can run ${supported.join(', ')}.` +
      (near ? ` Did you mean ${near}?` : ''),
  );
}
