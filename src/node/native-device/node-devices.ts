import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import type { DeviceFacts, DeviceSettings, Devices, OpenDevice } from '../../project/devices.ts';
import { nativeKernelScratch } from './kernel-scratch.ts';
import { nativeDeviceStatus, openNativeDevice, PrecisionFault } from './native-device.ts';

/** The devices of a computer: its processor with the compiled kernels, and plain TypeScript. */
export const nodeDevices: Devices = { open: openDevice, facts, scratchOf: nativeKernelScratch };

/**
 * Opens the device that the settings ask for; whoever opens it closes it. `auto` takes the compiled kernels, and says
 * why where it cannot. Throws NativeLibraryFault when `cpu` is asked for and was not compiled, PrecisionFault for bfloat16
 * on a device without the instructions.
 */
async function openDevice({ device: wanted, threads, precision: asked }: DeviceSettings): Promise<OpenDevice> {
  const status = nativeDeviceStatus();
  const isReference = wanted === 'reference' || (wanted === 'auto' && !status.available);
  const canRound = !isReference && status.available && status.bfloat16;
  const precision = asked === 'auto' ? (canRound ? 'bfloat16' : 'float32') : asked;
  if (isReference && precision === 'bfloat16') {
    throw new PrecisionFault('The reference device knows float32 only; give precision float32 or auto.');
  }
  const device = isReference ? openReferenceDevice() : openNativeDevice({ threads: threads ?? undefined, precision });
  const slowBecause = wanted === 'auto' && !status.available ? status.reason : null;
  const { name, description } = device;
  return { device, event: { type: 'device', name, description, precision, slowBecause } };
}

function facts(): DeviceFacts {
  const status = nativeDeviceStatus();
  if (!status.available) return { instructionSets: [], physicalCores: null };
  return { instructionSets: status.instructionSets, physicalCores: status.physicalCores };
}
