import { NoGpuFault } from '../../engine/device/webgpu/faults.ts';
import type { Gpu } from '../../engine/device/webgpu/gpu.ts';
import type { Operands } from '../../engine/device/webgpu/operands.ts';

/**
 * Workgroup memory is zeroed by a loop in place of the driver's own way, with which SwiftShader takes a hundred times as long to
 * compile a shader.
 */
export const TOGGLES = ['disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension'];

/** Matrix units, which multiply float16, are experimental in WebGPU: they are tested when a device is opened. */
const EXPERIMENTAL = 'enable-dawn-features=allow_unsafe_apis';

/** What `create` returned must live as long as its devices: the process ends with a segmentation fault otherwise. */
const held = new Map<Operands, Gpu>();

/**
 * WebGPU as Dawn implements it, from the optional package webgpu, with what products of these operands can use. Throws NoGpuFault if
 * it is not installed or cannot be loaded.
 */
export async function loadDawn(operands: Operands = 'float32'): Promise<Gpu> {
  const known = held.get(operands);
  if (known !== undefined) return known;
  const gpu = await createGpu(operands === 'float16' ? [...TOGGLES, EXPERIMENTAL] : TOGGLES);
  held.set(operands, gpu);
  return gpu;
}

/** `toggles`: 'enable-dawn-features=…'. The caller holds what it gets for the life of the process. Throws NoGpuFault. */
export async function createGpu(toggles: readonly string[]): Promise<Gpu> {
  try {
    const { create } = await import('webgpu');
    return create([...toggles]) as unknown as Gpu;
  } catch (cause) {
    throw loadingFault(cause as NodeJS.ErrnoException);
  }
}

/** Why the package could not be loaded, and what to do. */
export function loadingFault(cause: NodeJS.ErrnoException): NoGpuFault {
  const why =
    cause.code === 'ERR_MODULE_NOT_FOUND'
      ? 'The package webgpu, which reaches the GPU, is not installed; install it with: npm install webgpu.'
      : `The package webgpu cannot be loaded: ${cause.message}.`;
  return new NoGpuFault(why, { cause });
}
