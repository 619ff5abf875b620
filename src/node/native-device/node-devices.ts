import { compiledKernelScratch } from '../../engine/device/compiled/kernel-scratch.ts';
import type { Device } from '../../engine/device/device.ts';
import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import type { GpuAdapter } from '../../engine/device/webgpu/gpu.ts';
import { openWebGpuDevice } from '../../engine/device/webgpu/open-webgpu-device.ts';
import type { Operands } from '../../engine/device/webgpu/operands.ts';
import type { DeviceEvent, DeviceFacts, DeviceSettings, Devices, OpenDevice } from '../../project/devices.ts';
import { type FoundGpu, findGpu, requireAdapter } from '../webgpu/find-gpu.ts';
import { nodeTuner } from '../webgpu/tuning-files.ts';
import { nativeDeviceStatus, openNativeDevice, PrecisionFault } from './native-device.ts';

type FindGpu = (operands: Operands) => Promise<FoundGpu>;

/** The devices of a computer: its GPU, its processor with the compiled kernels, and the reference device in TypeScript. */
export const nodeDevices: Devices = devicesWith(findGpu);

/** `find` looks for the GPU that `auto` takes. */
export function devicesWith(find: FindGpu): Devices {
  return { open: (settings) => openDevice(settings, find), facts, scratchOf: compiledKernelScratch };
}

/**
 * Opens the device that the settings request; the caller closes it. `auto` takes a GPU in hardware, else the compiled kernels, or
 * says why it cannot. Throws NoGpuFault if `webgpu` is requested and missing, or has no float16; NativeLibraryFault if `cpu` is
 * missing; PrecisionFault for a precision that the device does not have.
 */
async function openDevice(settings: DeviceSettings, find: FindGpu): Promise<OpenDevice> {
  switch (settings.device) {
    case 'auto':
      return openFastest(settings, find);
    case 'webgpu':
      if (settings.precision === 'bfloat16') {
        throw new PrecisionFault(
          'The webgpu device does not support bfloat16; use precision float32, float16 or auto.',
        );
      }
      return onGpu(await requireAdapter(operandsOf(settings)), settings, null);
    default:
      return openOnProcessor(settings, null);
  }
}

async function openFastest(settings: DeviceSettings, find: FindGpu): Promise<OpenDevice> {
  if (settings.precision === 'bfloat16') {
    return openOnProcessor(settings, 'a GPU does not multiply in bfloat16, and that precision was requested');
  }
  const found = await find(operandsOf(settings));
  if ('adapter' in found) return onGpu(found.adapter, settings, 'this machine has a GPU');
  if (settings.precision === 'float16') {
    throw new PrecisionFault(
      `Precision float16 needs a GPU, and ${found.missing}; use precision auto, or --device webgpu for what there is.`,
    );
  }
  return openOnProcessor(settings, found.missing);
}

/** float32 unless float16 is requested: which of them is faster on a GPU is not measured yet. */
function operandsOf({ precision }: DeviceSettings): Operands {
  return precision === 'float16' ? 'float16' : 'float32';
}

async function onGpu(adapter: GpuAdapter, settings: DeviceSettings, because: string | null): Promise<OpenDevice> {
  const precision = operandsOf(settings);
  const device = await openWebGpuDevice(adapter, { operands: precision, tuner: nodeTuner });
  return { device, event: eventOf(device, { instructionSet: null, precision, because, slowBecause: null }) };
}

function openOnProcessor(
  { device: wanted, threads, precision: requested }: DeviceSettings,
  because: string | null,
): OpenDevice {
  const status = nativeDeviceStatus();
  const isReference = wanted === 'reference' || (wanted === 'auto' && !status.available);
  const canRound = !isReference && status.available && status.bfloat16;
  if (requested === 'float16') {
    throw new PrecisionFault(
      `Precision float16 is that of the webgpu device, not of ${wanted}; use precision float32 or auto, or --device webgpu.`,
    );
  }
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
