import { inject } from 'vitest';
import { createDevice } from '../../../src/engine/device/create-device.ts';
import type { Device } from '../../../src/engine/device/device.ts';
import { NativeBackend } from '../../../src/node/native-device/native-backend.ts';
import type { NativeDeviceOptions } from '../../../src/node/native-device/native-device.ts';
import type { NativeLibrary } from '../../../src/node/native-device/native-library.ts';
import { openEmulatedLibrary } from './emulated-library.ts';

const emulated = inject('emulated') ?? { missing: 'it is compiled for the device tests alone' };

/** Why 64-bit ARM cannot be emulated on this machine, or null where it can. */
export const missingEmulation = 'missing' in emulated ? emulated.missing : null;

/** All that the library of 64-bit ARM can do on a processor that has every instruction. */
export const emulatedWays = [
  { name: 'neon of ARM', instructionSet: 'neon', precision: 'float32' },
  { name: 'neonbf16 of ARM', instructionSet: 'neonbf16', precision: 'bfloat16' },
] as const;

let library: NativeLibrary | undefined;

/** The CPU device as it is on 64-bit ARM; one process serves all that are opened. */
export function openEmulatedDevice(options: Required<NativeDeviceOptions>): Device {
  if ('missing' in emulated) throw new Error(`64-bit ARM cannot be emulated: ${emulated.missing}.`);
  library ??= openEmulatedLibrary(emulated.command);
  return createDevice(new NativeBackend(library, options.threads!, options.instructionSet!, options.precision!));
}
