import type { Device } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { nativeDeviceStatus, openNativeDevice } from '../../src/node/native-device/native-device.ts';
import {
  emulatedWays,
  missingEmulation,
  missingSanitizers,
  openEmulatedDevice,
  openSanitizedDevice,
} from './served/open-served-device.ts';
import { bfloat16, float16, float32, float64Sums, type Tolerance } from './tolerance.ts';
import { missingWasm, openWasm } from './wasm-device.ts';
import {
  missingFloat16,
  missingMatrixUnits,
  missingSoftwareGpu,
  openFloat16Gpu,
  openMatrixUnits,
  openSoftwareGpu,
} from './webgpu-software.ts';

/** A device under test, or the reason why it cannot be tested on this machine. */
export interface TestedDevice {
  readonly name: string;
  readonly open: () => Device | Promise<Device>;
  readonly missing: string | null;
  /** How near its results must come to what is expected. */
  readonly tolerance: Tolerance;
}

/** The CPU device as browsers have it; three threads on few cores find what depends on timing. */
const wasmDevices: readonly TestedDevice[] = (['wasm-relaxed-simd', 'wasm-simd'] as const).map((instructionSet, i) => ({
  name: `cpu, ${instructionSet}`,
  open: () => openWasm(instructionSet, 2 + i),
  missing: missingWasm(instructionSet),
  tolerance: float32,
}));

export const devicesOfThisMachine: readonly TestedDevice[] = [
  { name: 'reference', open: openReferenceDevice, missing: null, tolerance: float64Sums },
  ...nativeDevices(),
  ...wasmDevices,
  { name: 'webgpu', open: openSoftwareGpu, missing: missingSoftwareGpu, tolerance: float32 },
  { name: 'webgpu, in float16', open: openFloat16Gpu, missing: missingFloat16, tolerance: float16 },
  {
    name: 'webgpu, in float16 on matrix units',
    open: openMatrixUnits,
    missing: missingMatrixUnits,
    tolerance: float16,
  },
];

/** The CPU device as it is on 64-bit ARM. */
export const emulatedDevices: readonly TestedDevice[] = emulatedWays.map(({ name, instructionSet, precision }) => ({
  name: `cpu, ${name}`,
  open: () => openEmulatedDevice({ instructionSet, precision, threads: 2 }),
  missing: missingEmulation,
  tolerance: precision === 'float32' ? float32 : bfloat16,
}));

/** The CPU device with each instruction set of this machine, compiled to end at undefined behaviour and at memory faults. */
export const sanitizedDevices: readonly TestedDevice[] = nativeWays().map(({ name, ...way }) => ({
  name: `cpu, ${name}, sanitized`,
  open: () => openSanitizedDevice(way),
  missing: missingSanitizers,
  tolerance: way.precision === 'float32' ? float32 : bfloat16,
}));

/** Every device there is. The shared suite runs on each; one that is missing is skipped by name, with its reason. */
export const devices: readonly TestedDevice[] = [...devicesOfThisMachine, ...emulatedDevices];

interface NativeWay {
  readonly name: string;
  readonly instructionSet: string;
  readonly precision: 'float32' | 'bfloat16';
  readonly threads: number;
}

/** What the library can do on this machine; three threads on few cores find what depends on timing. */
function nativeWays(): readonly NativeWay[] {
  const status = nativeDeviceStatus();
  if (!status.available) return [];
  const ways = status.instructionSets.map((instructionSet, i): NativeWay => {
    return { name: instructionSet, instructionSet, precision: 'float32', threads: 2 + (i % 2) };
  });
  const [best] = status.instructionSets;
  return status.bfloat16
    ? [...ways, { name: 'in bfloat16', instructionSet: best, precision: 'bfloat16', threads: 2 }]
    : ways;
}

function nativeDevices(): TestedDevice[] {
  const status = nativeDeviceStatus();
  if (!status.available) {
    return [{ name: 'cpu', open: openNativeDevice, missing: status.reason, tolerance: float32 }];
  }
  const ways = nativeWays().map(({ name, ...way }) => ({
    name: `cpu, ${name}`,
    open: () => openNativeDevice(way),
    missing: null,
    tolerance: way.precision === 'float32' ? float32 : bfloat16,
  }));
  if (status.bfloat16) return ways;
  const missing = 'this machine has no instructions for it';
  return [...ways, { name: 'cpu, in bfloat16', open: openNativeDevice, missing, tolerance: bfloat16 }];
}

/** 'cpu', or 'cpu (skipped: the library is not built)'. */
export function titleOf({ name, missing }: TestedDevice): string {
  return missing === null ? name : `${name} (skipped: ${missing})`;
}
