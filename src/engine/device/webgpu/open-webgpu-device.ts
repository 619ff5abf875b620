import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import type { GpuAdapter } from './gpu.ts';
import { WebGpuBackend } from './webgpu-backend.ts';

/**
 * Opens a device on a GPU's adapter, which can be opened once: ask for another adapter to open it again. The caller closes the
 * device, which also ends the adapter's GPUDevice. Tensors may be as large as the adapter allows.
 */
export async function openWebGpuDevice(adapter: GpuAdapter): Promise<Device> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  return createDevice(new WebGpuBackend(device, descriptionOf(adapter)));
}

/** For people: 'GPU, NVIDIA H200'. */
export function descriptionOf({ info }: GpuAdapter): string {
  const parts = info.description || [info.vendor, info.architecture, info.device].filter(Boolean).join(' ');
  return `GPU, ${parts || 'of an unknown kind'}`;
}
