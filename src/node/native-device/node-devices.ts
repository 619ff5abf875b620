import { compiledKernelScratch } from '../../engine/device/compiled/kernel-scratch.ts';
import type { Device } from '../../engine/device/device.ts';
import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import { openWebGpuDevice } from '../../engine/device/webgpu/open-webgpu-device.ts';
import type { DeviceEvent, DeviceFacts, DeviceSettings, Devices, OpenDevice } from '../../project/devices.ts';
import { type FoundGpu, findGpu, requireAdapter } from '../webgpu/find-gpu.ts';
import { nodeTuner } from '../webgpu/tuning-files.ts';
import { nativeDeviceStatus, openNativeDevice, PrecisionFault } from './native-device.ts';

/** The devices of a computer: its GPU, its processor with the compiled kernels, and the reference device in TypeScript. */
export const nodeDevices: Devices = devicesWith(findGpu);

/** `find` looks for the GPU that `auto` takes. */
export function devicesWith(find: () => Promise<FoundGpu>): Devices {
  return { open: (settings) => openDevice(settings, find), facts, scratchOf: compiledKernelScratch };
}

/**
 * Opens the device that the settings request; the caller closes it. `auto` takes a GPU in hardware, else the compiled kernels, or
 * says why it cannot. Throws NoGpuFault if `webgpu` is requested and missing, NativeLibraryFault if `cpu` is, PrecisionFault
 * for bfloat16 on a device without the instructions.
 */
async function openDevice(settings: DeviceSettings, find: () => Promise<FoundGpu>): Promise<OpenDevice> {
  switch (settings.device) {
    case 'auto':
      return openFastest(settings, find);
    case 'webgpu':
      return onGpu(await openWebGpuDevice(await requireAdapter(), { tuner: nodeTuner }), settings, null);
    default:
      return openOnProcessor(settings, null);
  }
}

async function openFastest(settings: DeviceSettings, find: () => Promise<FoundGpu>): Promise<OpenDevice> {
  if (settings.precision === 'bfloat16') {
    return openOnProcessor(settings, 'a GPU multiplies in float32 only, and precision bfloat16 was requested');
  }
  const found = await find();
  if ('missing' in found) return openOnProcessor(settings, found.missing);
  return onGpu(await openWebGpuDevice(found.adapter, { tuner: nodeTuner }), settings, 'this machine has a GPU');
}

async function onGpu(device: Device, { precision }: DeviceSettings, because: string | null): Promise<OpenDevice> {
  if (precision === 'bfloat16') {
    await device.close();
    throw new PrecisionFault('The webgpu device only supports float32; use precision float32 or auto.');
  }
  return { device, event: eventOf(device, { instructionSet: null, precision: 'float32', because, slowBecause: null }) };
}

function openOnProcessor(
  { device: wanted, threads, precision: requested }: DeviceSettings,
  because: string | null,
): OpenDevice {
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
  return { device, event: eventOf(device, { instructionSet, precision, because, slowBecause }) };
}

function eventOf({ name, description }: Device, rest: Omit<DeviceEvent, 'type' | 'name' | 'description'>): DeviceEvent {
  return { type: 'device', name, description, ...rest };
}

function facts(): DeviceFacts {
  const status = nativeDeviceStatus();
  if (!status.available) return { instructionSets: [], physicalCores: null };
  return { instructionSets: status.instructionSets, physicalCores: status.physicalCores };
}
