import { createDevice } from '../create-device.ts';
import type { Device } from '../device.ts';
import type { Operands } from './bind-groups.ts';
import { NoGpuFault } from './faults.ts';
import type { GpuAdapter } from './gpu.ts';
import { WebGpuBackend } from './webgpu-backend.ts';

export interface WebGpuOptions {
  /** float16 needs an adapter with the feature shader-f16. Default: float32. */
  readonly operands?: Operands;
}

/**
 * Opens a device on a GPU's adapter, which can be opened once: ask for another adapter to open it again. The caller closes the
 * device, which also ends the adapter's GPUDevice. Tensors may be as large as the adapter allows. Throws NoGpuFault.
 */
export async function openWebGpuDevice(
  adapter: GpuAdapter,
  { operands = 'float32' }: WebGpuOptions = {},
): Promise<Device> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const description = descriptionOf(adapter);
  const isRounded = operands === 'float16';
  if (isRounded && !adapter.features.has('shader-f16')) {
    throw new NoGpuFault(`${description} has no float16 (shader-f16); use operands float32.`);
  }
  try {
    const device = await adapter.requestDevice({
      requiredFeatures: isRounded ? ['shader-f16'] : [],
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
    return createDevice(
      new WebGpuBackend(device, isRounded ? `${description}, float16 operands` : description, operands),
    );
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
