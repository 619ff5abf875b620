import { DeviceFault } from '../../engine/device/backend.ts';
import { createDevice } from '../../engine/device/create-device.ts';
import type { Device } from '../../engine/device/device.ts';
import { nearest } from '../../nearest.ts';
import { nativeBackend, type Precision } from './native-backend.ts';
import { loadNativeLibrary, type NativeLibrary, NativeLibraryFault } from './native-library.ts';

export interface NativeDeviceOptions {
  /** Default: one thread for each physical core that this process may use. */
  readonly threads?: number | undefined;
  /** 'avx512bf16', 'avx512', 'avx2', 'neonbf16', 'neon' or 'plain'. Default: $TPDNE_CPU, or the best of this machine. */
  readonly instructionSet?: string | undefined;
  /** bfloat16 halves the time of matrix products, and rounds their operands to 8 significant bits. Default: float32. */
  readonly precision?: Precision | undefined;
}

export type NativeDeviceStatus =
  | {
      readonly available: true;
      readonly instructionSets: readonly string[];
      /** The default one. */
      readonly instructionSet: string;
      readonly physicalCores: number;
      /** Whether a device with the default instruction set can multiply in bfloat16. */
      readonly bfloat16: boolean;
    }
  | { readonly available: false; readonly reason: string };

/** An unknown instruction set, or one that this machine lacks. */
export class InstructionSetFault extends DeviceFault {
  override readonly code: string = 'instruction-set';
}

/** A precision for which this machine, or the requested instruction set, has no instructions. */
export class PrecisionFault extends DeviceFault {
  override readonly code: string = 'precision';
}

/**
 * Opens the CPU device: the kernels of native/ on a pool of threads. The caller closes it. Throws NativeLibraryFault if the
 * library is missing, InstructionSetFault for a wrong name, PrecisionFault for bfloat16 without the instructions.
 */
export function openNativeDevice({ threads, instructionSet, precision = 'float32' }: NativeDeviceOptions = {}): Device {
  const library = loadNativeLibrary();
  const count = threads ?? library.physicalCores();
  if (!Number.isInteger(count) || count < 1 || count > 1024) {
    throw new DeviceFault(`The number of threads must be a whole number from 1 to 1024, got ${threads}.`);
  }
  const wanted = instructionSet ?? requiredSet();
  if (wanted !== null) assertSupported(library, wanted, instructionSet === undefined ? 'TPDNE_CPU' : 'instructionSet');
  if (precision === 'bfloat16' && !library.hasBfloat16(wanted)) {
    throw new PrecisionFault(
      `${wanted ?? 'This CPU'} has no instructions to multiply bfloat16 numbers (AVX512_BF16, or BF16 of ARM); use precision float32.`,
    );
  }
  return createDevice(nativeBackend(library, count, wanted, precision));
}

/** What the library can do on this machine, or why it is missing. */
export function nativeDeviceStatus(): NativeDeviceStatus {
  try {
    const library = loadNativeLibrary();
    const instructionSets = supportedBy(library);
    return {
      available: true,
      instructionSets,
      instructionSet: requiredSet() ?? instructionSets[0],
      physicalCores: library.physicalCores(),
      bfloat16: library.hasBfloat16(requiredSet()) === 1,
    };
  } catch (error) {
    if (error instanceof NativeLibraryFault) return { available: false, reason: error.message };
    throw error;
  }
}

/** The instruction set that the environment requires. */
function requiredSet(): string | null {
  return process.env.TPDNE_CPU || null;
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
