import type { Device } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { nativeDeviceStatus, openNativeDevice } from '../../src/node/native-device/native-device.ts';

/** A device under test, or the reason why it cannot be tested on this machine. */
export interface TestedDevice {
  readonly name: string;
  readonly open: () => Device | Promise<Device>;
  readonly missing: string | null;
}

/** Every device there is. The shared suite runs on each; one that is missing is skipped by name, with its reason. */
export const devices: readonly TestedDevice[] = [
  { name: 'reference', open: openReferenceDevice, missing: null },
  ...nativeDevices(),
];

/** The CPU device with each instruction set of this machine; three threads on few cores find what depends on timing. */
function nativeDevices(): TestedDevice[] {
  const status = nativeDeviceStatus();
  if (!status.available) return [{ name: 'cpu', open: openNativeDevice, missing: status.reason }];
  return status.instructionSets.map((instructionSet, i) => ({
    name: `cpu, ${instructionSet}`,
    open: () => openNativeDevice({ instructionSet, threads: 2 + (i % 2) }),
    missing: null,
  }));
}

/** 'cpu', or 'cpu (skipped: the library is not built)'. */
export function titleOf({ name, missing }: TestedDevice): string {
  return missing === null ? name : `${name} (skipped: ${missing})`;
}
