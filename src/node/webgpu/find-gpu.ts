import { existsSync, readdirSync } from 'node:fs';
import { NoGpuFault } from '../../engine/device/webgpu/faults.ts';
import type { GpuAdapter } from '../../engine/device/webgpu/gpu.ts';
import { isSoftware } from '../../engine/device/webgpu/open-webgpu-device.ts';
import type { Operands } from '../../engine/device/webgpu/operands.ts';
import { loadDawn } from './dawn.ts';

/** A GPU, or why there is none. */
export type FoundGpu = { readonly adapter: GpuAdapter } | { readonly missing: string };

/**
 * Looks for a GPU in hardware for products of these operands, unless the environment has TPDNE_GPU=none. What reaches it is not loaded
 * where the system shows none. Never throws.
 */
export async function findGpu(operands: Operands = 'float32'): Promise<FoundGpu> {
  if (process.env.TPDNE_GPU === 'none') return { missing: 'TPDNE_GPU is none' };
  if (!hasGpuFiles()) return { missing: 'no GPU was found' };
  try {
    const adapter = await requireAdapter(operands);
    return isSoftware(adapter)
      ? { missing: 'the only GPU that was found is software, which is slower than the CPU device' }
      : { adapter };
  } catch (fault) {
    if (!(fault instanceof NoGpuFault)) throw fault;
    return { missing: fault.message };
  }
}

/** Whatever offers WebGPU on this machine, software too, for products of these operands. Throws NoGpuFault. */
export async function requireAdapter(operands: Operands = 'float32'): Promise<GpuAdapter> {
  const adapter = await (await loadDawn(operands)).requestAdapter({ powerPreference: 'high-performance' });
  if (adapter !== null) return adapter;
  throw new NoGpuFault(
    'No GPU was found: WebGPU needs a driver with Vulkan, Metal or Direct3D 12. Install the driver of the GPU, or use --device cpu.',
  );
}

/** Linux lists GPUs as files: without one, looking further costs time and prints the driver's warnings. Elsewhere, true. */
function hasGpuFiles(): boolean {
  if (process.platform !== 'linux') return true;
  const named = (folder: string, name: RegExp) =>
    existsSync(folder) && readdirSync(folder).some((file) => name.test(file));
  return named('/dev/dri', /^renderD/) || named('/dev', /^(nvidia\d|dxg$|kfd$)/);
}
