import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import { NoGpuFault } from './faults.ts';
import type { GpuAdapter } from './gpu.ts';
import { WebGpuBackend } from './webgpu-backend.ts';

/**
 * Opens a device on a GPU's adapter, which can be opened once: ask for another adapter to open it again. The caller closes the
 * device, which also ends the adapter's GPUDevice. Tensors may be as large as the adapter allows. Throws NoGpuFault.
 */
export async function openWebGpuDevice(adapter: GpuAdapter): Promise<Device> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const description = descriptionOf(adapter);
  try {
    const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
    return createDevice(new WebGpuBackend(device, description));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoGpuFault(`${description} could not be opened: ${reason}. Use --device cpu.`, { cause });
  }
}

/** Whether the adapter computes on the processor: a browser's or a driver's fallback. */
export function isSoftware({ info }: GpuAdapter): boolean {
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|warp/i.test(info.architecture);
}

/** For people: 'GPU, nvidia-h200'. Browsers tell the vendor and the architecture alone. */
export function descriptionOf(adapter: GpuAdapter): string {
  const { device, vendor, architecture } = adapter.info;
  const name = device || [vendor, architecture].filter(Boolean).join(' ') || 'of an unknown kind';
  return `${isSoftware(adapter) ? 'GPU in software' : 'GPU'}, ${name.replace(/-+$/, '')}`;
}
