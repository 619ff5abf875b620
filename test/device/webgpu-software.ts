import { existsSync } from 'node:fs';
import koffi from 'koffi';
import { createDevice } from '../../src/engine/device/create-device.ts';
import type { Device } from '../../src/engine/device/device.ts';
import type { Gpu, GpuAdapter, GpuDevice } from '../../src/engine/device/webgpu/gpu.ts';
import { matrixUnitsOf } from '../../src/engine/device/webgpu/matrix-units.ts';
import { openWebGpuBackend, openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { onlyCut } from '../../src/engine/device/webgpu/tuning.ts';
import { createGpu, loadDawn, TOGGLES } from '../../src/node/webgpu/dawn.ts';

/**
 * WebGPU without a GPU: a Vulkan driver in software under the package webgpu. $TPDNE_VULKAN_DRIVER is the description of one, by
 * default that of the SwiftShader of Debian's Chromium, which has Vulkan's loader beside it. Mesa's lavapipe has float16 and
 * matrix units as well.
 */
const icd = process.env.TPDNE_VULKAN_DRIVER ?? '/usr/lib/chromium/vk_swiftshader_icd.json';
const loader = `${icd.slice(0, icd.lastIndexOf('/'))}/libvulkan.so.1`;

/** Alive until the end: a library is unloaded when it is collected, and Dawn looks for Vulkan only when it is asked for an adapter. */
const held: unknown[] = [];
let unsafe: Promise<Gpu> | undefined;

/** Why WebGPU cannot be tested on this machine, or null. */
export const missingSoftwareGpu = await reasonForMissing();

async function reasonForMissing(): Promise<string | null> {
  if (process.platform !== 'linux') return 'a Vulkan driver in software is looked for on Linux only';
  if (!existsSync(icd)) return `${icd} is missing: install Chromium`;
  // Dawn reads both from the process itself, which does not learn of what is set in the process.env of a worker.
  const setenv = koffi.load('libc.so.6').func('int setenv(const char *name, const char *value, int overwrite)');
  setenv('VK_ICD_FILENAMES', icd, 1);
  setenv('XDG_RUNTIME_DIR', '/tmp', 0);
  if (existsSync(loader)) held.push(koffi.load(loader));
  try {
    await loadDawn();
    return null;
  } catch (fault) {
    return (fault as Error).message;
  }
}

export async function softwareAdapter(): Promise<GpuAdapter> {
  const gpu: Gpu = await loadDawn();
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error(`${icd} offers no adapter.`);
  return adapter;
}

export async function openSoftwareGpu(): Promise<Device> {
  return openWebGpuDevice(await softwareAdapter());
}

/** Why products of float16 operands cannot be tested on this machine, or null; and the same on matrix units. */
export const [missingFloat16, missingMatrixUnits] = await reasonsForNoFloat16();

async function reasonsForNoFloat16(): Promise<[string | null, string | null]> {
  if (missingSoftwareGpu !== null) return [missingSoftwareGpu, missingSoftwareGpu];
  if (!(await softwareAdapter()).features.has('shader-f16')) {
    const reason = 'the Vulkan driver has no shader-f16';
    return [reason, reason];
  }
  return [null, matrixUnitsOf(await unsafeAdapter()) === null ? 'the Vulkan driver has no matrix units' : null];
}

/** With float16 operands, without matrix units. */
export async function openFloat16Gpu(): Promise<Device> {
  return openWebGpuDevice(await softwareAdapter(), { operands: 'float16' });
}

/** With float16 operands, and every product on matrix units, however small. Throws if they do not pass their test. */
export async function openMatrixUnits(): Promise<Device> {
  const backend = await openWebGpuBackend(await unsafeAdapter(), { operands: 'float16' });
  backend.tuning = onlyCut('matrix units');
  if (backend.matrixUnits === null) throw new Error(`${backend.description}.`);
  return createDevice(backend);
}

/** The same driver with the experimental features of Dawn, as matrix units are. */
export async function unsafeAdapter(): Promise<GpuAdapter> {
  unsafe ??= createGpu([...TOGGLES, 'enable-dawn-features=allow_unsafe_apis']);
  const gpu = await unsafe;
  held.push(gpu);
  return (await gpu.requestAdapter())!;
}

/** An adapter on which nothing runs, with every feature: shaders are compiled, and that is all. */
export async function nullAdapter(): Promise<GpuAdapter> {
  const gpu = await createGpu(['backend=null', 'enable-dawn-features=allow_unsafe_apis']);
  held.push(gpu);
  return (await gpu.requestAdapter())!;
}

/** The adapter, whose device has other members, and which has other information about itself. */
export function changed(
  adapter: GpuAdapter,
  change: (device: GpuDevice) => Partial<GpuDevice>,
  info: Partial<GpuAdapter['info']> = {},
): GpuAdapter {
  return {
    features: adapter.features,
    limits: adapter.limits,
    info: overlaid(adapter.info, info),
    async requestDevice(descriptor) {
      const device = await adapter.requestDevice(descriptor);
      return overlaid(device, change(device));
    },
  };
}

/** The adapter without one of its features. */
export function lacking(adapter: GpuAdapter, name: string): GpuAdapter {
  const features = { has: (other: string) => other !== name && adapter.features.has(other) };
  const requestDevice: GpuAdapter['requestDevice'] = (descriptor) => adapter.requestDevice(descriptor);
  return { features, limits: adapter.limits, info: adapter.info, requestDevice };
}

/** `target` with other members; its own are called on it, as objects of a driver demand. */
export function overlaid<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in members) return members[name as keyof T];
      const value = target[name as keyof T];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The adapter, and the bytes of the buffers that its device has now. */
export function countBytes(adapter: GpuAdapter): { readonly adapter: GpuAdapter; readonly bytes: () => number } {
  let bytes = 0;
  const counting = changed(adapter, (gpu) => ({
    createBuffer(descriptor) {
      const buffer = gpu.createBuffer(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      bytes += descriptor.size;
      // The driver takes nothing but its own object.
      buffer.destroy = () => {
        bytes -= descriptor.size;
        destroy();
      };
      return buffer;
    },
  }));
  return { adapter: counting, bytes: () => bytes };
}
