import { DeviceFault } from '../engine/device/backend.ts';
import { NoGpuFault } from '../engine/device/webgpu/faults.ts';
import type { Gpu } from '../engine/device/webgpu/gpu.ts';
import { webGpuKernelScratch } from '../engine/device/webgpu/kernel-scratch.ts';
import { isSoftware, openWebGpuDevice } from '../engine/device/webgpu/open-webgpu-device.ts';
import type { Tuner } from '../engine/device/webgpu/tune.ts';
import type { Devices, OpenDevice } from '../project/devices.ts';
import { referenceDevices } from './memory-project.ts';

/**
 * The devices of a browser: its GPU, and the plain TypeScript one. `gpu` is `navigator.gpu`, undefined in a browser without it.
 * `webgpu` takes what there is, `auto` a GPU in hardware alone. `tuner`: see `openWebGpuDevice`.
 */
export function webGpuDevices(gpu: Gpu | undefined, tuner: Tuner | null = null): Devices {
  const find = async () => (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  return {
    async open(settings): Promise<OpenDevice> {
      const { device: wanted, precision } = settings;
      if (wanted !== 'webgpu' && wanted !== 'auto') return referenceDevices.open(settings);
      const adapter = await find();
      const missing = reasonAgainst(adapter, wanted === 'auto');
      if (missing !== null && wanted === 'webgpu') throw new NoGpuFault(`WebGPU cannot be used: ${missing}.`);
      if (adapter === null || missing !== null) {
        const { device, event } = await referenceDevices.open(settings);
        return { device, event: { ...event, because: missing, slowBecause: missing } };
      }
      if (precision === 'bfloat16') throw new DeviceFault('The webgpu device computes in float32 only.');
      const device = await openWebGpuDevice(adapter, { tuner });
      const { name, description } = device;
      const because = wanted === 'auto' ? 'this machine has a GPU' : null;
      const rest = { instructionSet: null, precision: 'float32', slowBecause: null } as const;
      return { device, event: { type: 'device', name, description, because, ...rest } };
    },
    facts: referenceDevices.facts,
    scratchOf: gpu === undefined ? referenceDevices.scratchOf : webGpuKernelScratch,
  };
}

/** Why the adapter is not used; null if it is. */
function reasonAgainst(adapter: Awaited<ReturnType<Gpu['requestAdapter']>>, mustBeHardware: boolean): string | null {
  if (adapter === null) return 'this browser offers no GPU';
  return mustBeHardware && isSoftware(adapter) ? 'the only GPU of this browser is software' : null;
}
