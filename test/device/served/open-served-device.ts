import { inject } from 'vitest';
import { createDevice } from '../../../src/engine/device/create-device.ts';
import type { Device } from '../../../src/engine/device/device.ts';
import { nativeBackend } from '../../../src/node/native-device/native-backend.ts';
import type { NativeDeviceOptions } from '../../../src/node/native-device/native-device.ts';
import type { NativeLibrary } from '../../../src/node/native-device/native-library.ts';
import type { Served } from './build.ts';
import { openServedLibrary } from './served-library.ts';

const unbuilt: Served = { missing: 'it is compiled for the device tests alone' };
const emulated = inject('emulated') ?? unbuilt;
const sanitized = inject('sanitized') ?? unbuilt;

/** Why 64-bit ARM cannot be emulated on this machine, or null where it can. */
export const missingEmulation = 'missing' in emulated ? emulated.missing : null;

/** Why there is no library that watches itself, or null where there is. */
export const missingSanitizers = 'missing' in sanitized ? sanitized.missing : null;

/** All that the library of 64-bit ARM can do on a processor that has every instruction. */
export const emulatedWays = [
  { name: 'neon of ARM', instructionSet: 'neon', precision: 'float32' },
  { name: 'neonbf16 of ARM', instructionSet: 'neonbf16', precision: 'bfloat16' },
] as const;

const libraries = new Map<Served, NativeLibrary>();

/** The CPU device as it is on 64-bit ARM; one process serves all that are opened. */
export function openEmulatedDevice(options: Required<NativeDeviceOptions>): Device {
  return openServedDevice(emulated, options);
}

/** The CPU device of this machine, watching itself; one process serves all that are opened. */
export function openSanitizedDevice(options: Required<NativeDeviceOptions>): Device {
  return openServedDevice(sanitized, options);
}

function openServedDevice(
  served: Served,
  { threads, instructionSet, precision }: Required<NativeDeviceOptions>,
): Device {
  if ('missing' in served) throw new Error(`There is no such library: ${served.missing}.`);
  const library = libraries.get(served) ?? openServedLibrary(served.command);
  libraries.set(served, library);
  return createDevice(nativeBackend(library, threads!, instructionSet!, precision!));
}
