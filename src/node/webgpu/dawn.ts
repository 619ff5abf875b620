import { NoGpuFault } from '../../engine/device/webgpu/faults.ts';
import type { Gpu } from '../../engine/device/webgpu/gpu.ts';

/**
 * Workgroup memory is zeroed by a loop in place of the driver's own way, with which SwiftShader takes a hundred times as long to
 * compile a shader.
 */
export const TOGGLES = ['disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension'];

/** What `create` returned must live as long as its devices: the process ends with a segmentation fault otherwise. */
let held: Gpu | undefined;

/** WebGPU as Dawn implements it, from the optional package webgpu. Throws NoGpuFault if it is not installed or cannot be loaded. */
export async function loadDawn(): Promise<Gpu> {
  held ??= await createGpu(TOGGLES);
  return held;
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
