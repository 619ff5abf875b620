import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import type { DeviceFacts, DeviceSettings, Devices, OpenDevice } from '../../project/devices.ts';
import { nativeKernelScratch } from './kernel-scratch.ts';
import { nativeDeviceStatus, openNativeDevice, PrecisionFault } from './native-device.ts';

/** The devices of a computer: its processor with the compiled kernels, and the reference device in TypeScript. */
export const nodeDevices: Devices = { open: openDevice, facts, scratchOf: nativeKernelScratch };

/**
 * Opens the device that the settings request; the caller closes it. `auto` takes the compiled kernels, or says why it
 * cannot. Throws NativeLibraryFault if `cpu` is requested and missing, PrecisionFault for bfloat16 on a device without the
 * instructions.
 */
async function openDevice({ device: wanted, threads, precision: requested }: DeviceSettings): Promise<OpenDevice> {
  const status = nativeDeviceStatus();
  const isReference = wanted === 'reference' || (wanted === 'auto' && !status.available);
  const canRound = !isReference && status.available && status.bfloat16;
  const precision = requested === 'auto' ? (canRound ? 'bfloat16' : 'float32') : requested;
  if (isReference && precision === 'bfloat16') {
    throw new PrecisionFault('The reference device only supports float32; use precision float32 or auto.');
  }
  const device = isReference ? openReferenceDevice() : openNativeDevice({ threads: threads ?? undefined, precision });
  const instructionSet = !isReference && status.available ? status.instructionSet : null;
  const slowBecause = wanted === 'auto' && !status.available ? status.reason : null;
  const { name, description } = device;
  return { device, event: { type: 'device', name, description, instructionSet, precision, slowBecause } };
}

function facts(): DeviceFacts {
  const status = nativeDeviceStatus();
  if (!status.available) return { instructionSets: [], physicalCores: null };
  return { instructionSets: status.instructionSets, physicalCores: status.physicalCores };
}
