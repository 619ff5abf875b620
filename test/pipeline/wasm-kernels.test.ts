import { afterEach, describe, expect, test, vi } from 'vitest';
import { DeviceFault, DeviceMemoryFault } from '../../src/engine/device/backend.ts';
import type { KernelFile } from '../../src/engine/device/wasm/kernel-modules.ts';
import { browserDevices } from '../../src/pipeline/browser-devices.ts';
import { openKernels, type WasmKernels } from '../../src/pipeline/wasm-kernels.ts';
import { startThread, wasmBytes, wasmModules } from '../device/wasm-device.ts';

const load = async (file: KernelFile) => wasmBytes({ file });
const kernels: WasmKernels = { load, startThread };
const [{ instructionSet, forPeople, file }] = wasmModules;
const { WebAssembly: here } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (descriptor: { readonly maximum: number }) => object;
    validate(bytes: Uint8Array): boolean;
  };
};

afterEach(() => vi.restoreAllMocks());

describe('the number of threads', () => {
  test.each([
    { hardwareThreads: undefined, threads: '1 thread' },
    { hardwareThreads: 2, threads: '2 threads' },
    { hardwareThreads: 4, threads: '4 threads' },
    { hardwareThreads: 5, threads: '3 threads' },
    { hardwareThreads: 6, threads: '3 threads' },
  ])('of a page that may share memory, with $hardwareThreads hardware threads, is $threads', async (given) => {
    const { hardwareThreads: hardwareConcurrency, threads } = given;
    const navigator = hardwareConcurrency === undefined ? {} : { hardwareConcurrency };
    const { device, oneThreadBecause } = await openKernels(kernels, null, { crossOriginIsolated: true, navigator });
    expect([device.description, oneThreadBecause]).toEqual([`CPU, ${threads}, WebAssembly with ${forPeople}`, null]);
    await device.close();
  });

  test.each([
    { of: 'a page without the headers', given: kernels, isolated: false, because: 'Cross-Origin-Embedder-Policy' },
    { of: 'a page that starts none', given: { load }, isolated: true, because: 'this page starts no others' },
  ])('of $of is one, and more are refused', async ({ given, isolated, because }) => {
    const surroundings = { crossOriginIsolated: isolated, navigator: { hardwareConcurrency: 2 } };
    const { device, oneThreadBecause } = await openKernels(given, null, surroundings);
    expect(device.description).toContain('1 thread,');
    expect(oneThreadBecause).toContain(because);
    await device.close();
    const one = await openKernels(given, 1, surroundings);
    await one.device.close();
    await expect(openKernels(given, 2, surroundings)).rejects.toThrow(
      `There is one thread, not 2, since ${oneThreadBecause}`,
    );
  });

  test('is the one that is asked for', async () => {
    const { device } = await openKernels(kernels, 3, {
      crossOriginIsolated: true,
      navigator: { hardwareConcurrency: 2 },
    });
    expect(device.description).toContain('3 threads,');
    await device.close();
  });
});

describe('its memory', () => {
  const { Memory } = here;
  afterEach(() => {
    here.Memory = Memory;
  });

  /** Refuses memories that may grow to more, as some browsers do. */
  function refuseAbove(bytes: number): void {
    here.Memory = new Proxy(Memory, {
      construct(target, [descriptor]) {
        if (descriptor.maximum * 2 ** 16 > bytes) throw new RangeError('could not allocate memory');
        return new target(descriptor);
      },
    });
  }

  test.each([2 ** 32, 2 ** 30, 2 ** 29])('may grow to what the browser allows, %d bytes', async (bytes) => {
    refuseAbove(bytes);
    const { device } = await openKernels(kernels, 1);
    expect(device.memoryBytes).toBe(bytes);
    await device.close();
  });

  test('is refused below half a gibibyte', async () => {
    refuseAbove(2 ** 28);
    await expect(openKernels(kernels, 1)).rejects.toThrow(DeviceMemoryFault);
  });
});

describe('the devices of a browser without a GPU', () => {
  const settings = { threads: 1, precision: 'auto' } as const;
  const noGpu = 'this browser offers no GPU';

  test('compute on the processor with the compiled kernels', async () => {
    const devices = browserDevices({ kernels });
    expect(devices.facts().instructionSets[0]).toBe(instructionSet);
    const chosen = await devices.open({ ...settings, device: 'auto' });
    expect(chosen.event).toMatchObject({
      ...{ name: 'cpu', instructionSet, precision: 'float32', because: noGpu },
      slowBecause: `${noGpu}, so the processor computes`,
    });
    await chosen.device.close();
    const requested = await devices.open({ ...settings, device: 'cpu' });
    expect(requested.event).toMatchObject({ name: 'cpu', because: null, slowBecause: null });
    await requested.device.close();
    const alone = await browserDevices({ kernels: { load } }).open({ ...settings, threads: null, device: 'auto' });
    expect(alone.event.slowBecause).toBe(
      `${noGpu}, so the processor computes, with one thread, since this page starts no others`,
    );
    await alone.device.close();
  });

  test('know what the kernels take themselves, unlike those without them', () => {
    const call = { operation: 'linear', dims: { N: 1, C: 1, OC: 1 }, scalars: {} } as const;
    expect(browserDevices({ kernels }).scratchOf(call)).toEqual({ Left: 4, Right: 4 });
    expect(browserDevices().scratchOf(call)).toEqual({});
  });

  test('refuse bfloat16', async () => {
    for (const device of ['auto', 'cpu'] as const) {
      const opening = browserDevices({ kernels }).open({ threads: null, precision: 'bfloat16', device });
      await expect(opening).rejects.toThrow('The cpu device computes in float32 only in a browser.');
    }
  });

  test('compute in plain TypeScript where the kernels cannot be used, and say why', async () => {
    const lost: WasmKernels = { load: () => Promise.reject(new Error('its server answered 404.')) };
    const missing = `${file} could not be loaded: its server answered 404.`;
    const opened = await browserDevices({ kernels: lost }).open({ ...settings, threads: null, device: 'auto' });
    expect(opened.event).toMatchObject({
      ...{ name: 'reference', because: noGpu },
      slowBecause: `${noGpu}, and the compiled kernels cannot be used: ${missing}`,
    });
    await opened.device.close();
    const requested = browserDevices({ kernels: lost }).open({ ...settings, device: 'cpu' });
    await expect(requested).rejects.toThrow(missing);
    const withThreads = browserDevices({ kernels: lost }).open({ ...settings, threads: 2, device: 'auto' });
    await expect(withThreads).rejects.toThrow(DeviceFault);
  });

  test('say that a browser without vectors cannot run the kernels', async () => {
    vi.spyOn(here, 'validate').mockReturnValue(false);
    expect(browserDevices({ kernels }).facts().instructionSets).toEqual([]);
    const opening = browserDevices({ kernels }).open({ ...settings, device: 'cpu' });
    await expect(opening).rejects.toThrow('This browser has no WebAssembly with vectors (SIMD).');
  });
});
