import { DeviceFault } from '../engine/device/backend.ts';
import { compiledKernelScratch } from '../engine/device/compiled/kernel-scratch.ts';
import { supportedModules } from '../engine/device/wasm/kernel-modules.ts';
import { NoGpuFault } from '../engine/device/webgpu/faults.ts';
import type { Gpu } from '../engine/device/webgpu/gpu.ts';
import { webGpuKernelScratch } from '../engine/device/webgpu/kernel-scratch.ts';
import { isSoftware, openWebGpuDevice } from '../engine/device/webgpu/open-webgpu-device.ts';
import type { Tuner } from '../engine/device/webgpu/tune.ts';
import type { DeviceSettings, Devices, OpenDevice } from '../project/devices.ts';
import { referenceDevices } from './memory-project.ts';
import { openKernels, type WasmKernels } from './wasm-kernels.ts';

/** What the devices of a browser are made of. */
export interface BrowserDevicesOptions {
  /** `navigator.gpu`; undefined in a browser without it. */
  readonly gpu?: Gpu | undefined;
  /** See `openWebGpuDevice`. */
  readonly tuner?: Tuner | undefined;
  /** The compiled kernels in WebAssembly. Without them there is no device `cpu`. */
  readonly kernels?: WasmKernels | undefined;
}

/**
 * The devices of a browser: its GPU, its processor with the kernels in WebAssembly, and the plain TypeScript one. `webgpu` takes
 * what there is; `auto` a GPU in hardware alone, else the processor.
 */
export function browserDevices({ gpu, tuner, kernels }: BrowserDevicesOptions = {}): Devices {
  const adapterHere = async () => (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  return {
    async open(settings): Promise<OpenDevice> {
      if (settings.device === 'reference') return referenceDevices.open(settings);
      if (settings.device === 'cpu') return openProcessor(settings, kernels, null);
      const adapter = await adapterHere();
      const missing = reasonAgainst(adapter, settings.device === 'auto');
      if (adapter !== null && missing === null) return openGpu(adapter, tuner, settings);
      if (settings.device === 'webgpu') throw new NoGpuFault(`WebGPU cannot be used: ${missing}.`);
      if (settings.precision === 'float16') {
        throw new DeviceFault(`Precision float16 needs a GPU, and ${missing}; use precision auto.`);
      }
      return openWithoutGpu(settings, kernels, missing!);
    },
    facts() {
      const sets = kernels === undefined ? [] : supportedModules().map(({ instructionSet }) => instructionSet);
      return { instructionSets: sets, physicalCores: null };
    },
    scratchOf: scratchOf(gpu, kernels),
  };
}

/** Of the device that is expected before one is open. */
function scratchOf(gpu: Gpu | undefined, kernels: WasmKernels | undefined): Devices['scratchOf'] {
  if (kernels !== undefined) return compiledKernelScratch;
  return gpu === undefined ? referenceDevices.scratchOf : webGpuKernelScratch;
}

/** Why the adapter is not used; null if it is. */
function reasonAgainst(adapter: Awaited<ReturnType<Gpu['requestAdapter']>>, mustBeHardware: boolean): string | null {
  if (adapter === null) return 'this browser offers no GPU';
  return mustBeHardware && isSoftware(adapter) ? 'the only GPU of this browser is software' : null;
}

async function openGpu(
  adapter: NonNullable<Awaited<ReturnType<Gpu['requestAdapter']>>>,
  tuner: Tuner | undefined,
  { device: wanted, precision }: DeviceSettings,
): Promise<OpenDevice> {
  if (precision === 'bfloat16') {
    throw new DeviceFault('The webgpu device does not support bfloat16; use precision float32, float16 or auto.');
  }
  const operands = precision === 'float16' ? 'float16' : 'float32';
  const device = await openWebGpuDevice(adapter, { operands, tuner: tuner ?? null });
  const { name, description } = device;
  const because = wanted === 'auto' ? 'this machine has a GPU' : null;
  const rest = { instructionSet: null, precision: operands, slowBecause: null } as const;
  return { device, event: { type: 'device', name, description, because, ...rest } };
}

/** The processor, or the reference device where that cannot be: the event says why. */
async function openWithoutGpu(
  settings: DeviceSettings,
  kernels: WasmKernels | undefined,
  noGpu: string,
): Promise<OpenDevice> {
  try {
    return await openProcessor(settings, kernels, noGpu);
  } catch (fault) {
    // Settings that the device cannot follow are for a person to change.
    if (!(fault instanceof DeviceFault) || settings.threads !== null || settings.precision === 'bfloat16') throw fault;
    const { device, event } = await referenceDevices.open(settings);
    const noKernels = kernels === undefined ? '' : `, and the compiled kernels cannot be used: ${fault.message}`;
    return { device, event: { ...event, because: noGpu, slowBecause: `${noGpu}${noKernels}` } };
  }
}

/** The processor with the compiled kernels. `noGpu` says why it is not the GPU; null if the processor was requested. Throws DeviceFault. */
async function openProcessor(
  { precision, threads }: DeviceSettings,
  kernels: WasmKernels | undefined,
  noGpu: string | null,
): Promise<OpenDevice> {
  if (kernels === undefined) {
    throw new DeviceFault(
      'The cpu device needs the compiled kernels; give this project devices of browserDevices({ kernels }), or use reference or auto.',
    );
  }
  if (precision === 'bfloat16' || precision === 'float16') {
    throw new DeviceFault('The cpu device computes in float32 only in a browser.');
  }
  const { device, instructionSet, oneThreadBecause } = await openKernels(kernels, threads);
  const { name, description } = device;
  const alone = oneThreadBecause === null ? '' : `, with one thread, since ${oneThreadBecause}`;
  const slowBecause = noGpu === null ? null : `${noGpu}, so the processor computes${alone}`;
  const event = { type: 'device', name, description, instructionSet, precision: 'float32' } as const;
  return { device, event: { ...event, because: noGpu, slowBecause } };
}
