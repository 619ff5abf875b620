import { describe, expect, test } from 'vitest';
import { DeviceFault } from '../../src/engine/device/backend.ts';
import { NoGpuFault } from '../../src/engine/device/webgpu/faults.ts';
import type { GpuAdapter } from '../../src/engine/device/webgpu/gpu.ts';
import { usualTuning } from '../../src/engine/device/webgpu/tuning.ts';
import { browserDevices } from '../../src/pipeline/browser-devices.ts';
import { lacking, missingSoftwareGpu, nullAdapter, softwareAdapter } from '../device/webgpu-software.ts';

const settings = { threads: null, precision: 'auto' } as const;
const offering = (adapter: GpuAdapter | null) => browserDevices({ gpu: { requestAdapter: async () => adapter } });

test.each([browserDevices(), offering(null)])(
  'without a GPU, auto takes the reference device and says why, and webgpu is refused',
  async (devices) => {
    const { device, event } = await devices.open({ ...settings, device: 'auto' });
    const missing = 'this browser offers no GPU';
    expect(event).toMatchObject({ name: 'reference', because: missing, slowBecause: missing });
    await device.close();
    const opening = devices.open({ ...settings, device: 'webgpu' });
    await expect(opening).rejects.toThrow(NoGpuFault);
    await expect(opening).rejects.toThrow('WebGPU cannot be used: this browser offers no GPU.');
  },
);

test('float16 without a GPU is refused', async () => {
  for (const device of ['auto', 'reference'] as const) {
    const opening = offering(null).open({ ...settings, device, precision: 'float16' });
    await expect(opening).rejects.toThrow(DeviceFault);
    await expect(opening).rejects.toThrow(
      device === 'auto'
        ? 'Precision float16 needs a GPU, and this browser offers no GPU; use precision auto.'
        : 'The reference device computes in float32 only.',
    );
  }
});

test('the memory that kernels take is that of the GPU, where the browser has one', () => {
  const call = { operation: 'classifier', dims: { N: 2, C: 3, V: 5, BITS: 32 }, scalars: { lossScale: 1 } } as const;
  expect(browserDevices().scratchOf(call)).toEqual({});
  expect(offering(null).scratchOf(call)).toEqual({ logits: 4 * 2 * 5 });
});

test('other devices are those of a project without a GPU', async () => {
  const devices = browserDevices();
  const { device, event } = await devices.open({ ...settings, device: 'reference' });
  expect(event).toMatchObject({ name: 'reference', because: null, slowBecause: null });
  await device.close();
  await expect(devices.open({ ...settings, device: 'cpu' })).rejects.toThrow(
    'The cpu device needs the compiled kernels',
  );
});

describe.skipIf(missingSoftwareGpu !== null)(
  `a GPU${missingSoftwareGpu === null ? '' : ` (skipped: ${missingSoftwareGpu})`}`,
  () => {
    test('in software is taken on request alone', async () => {
      const adapter = await softwareAdapter();
      const chosen = await offering(adapter).open({ ...settings, device: 'auto' });
      expect(chosen.event).toMatchObject({ name: 'reference', because: 'the only GPU of this browser is software' });
      await chosen.device.close();
      const requested = await offering(adapter).open({ ...settings, device: 'webgpu' });
      expect(requested.event).toMatchObject({ name: 'webgpu', because: null, slowBecause: null });
      await requested.device.close();
    });

    test.each([
      ['auto', 'float32'],
      ['float16', 'float16'],
    ] as const)('multiplies in precision %s in %s', async (precision, expected) => {
      // It has every feature, and nothing runs on it.
      const { device, event } = await offering(await nullAdapter()).open({ ...settings, device: 'webgpu', precision });
      expect(event.precision).toBe(expected);
      expect(event.description.includes('float16 operands')).toBe(expected === 'float16');
      await device.close();
      const without = offering(lacking(await nullAdapter(), 'shader-f16')).open({
        ...{ threads: null, device: 'webgpu', precision: 'float16' },
      });
      await expect(without).rejects.toThrow('has no float16 (shader-f16); use precision float32.');
    });

    test('in hardware is taken by auto; bfloat16 is refused', async () => {
      const software = await softwareAdapter();
      const info = { vendor: 'apple', architecture: 'metal-3', device: '', description: '', isFallbackAdapter: false };
      const hardware: GpuAdapter = {
        features: software.features,
        limits: software.limits,
        info,
        requestDevice: (descriptor) => software.requestDevice(descriptor),
      };
      const refused = offering(hardware).open({ ...settings, device: 'auto', precision: 'bfloat16' });
      await expect(refused).rejects.toThrow(DeviceFault);
      const { device, event } = await offering(hardware).open({ ...settings, device: 'auto' });
      expect(event).toMatchObject({
        name: 'webgpu',
        description: 'GPU, apple metal-3',
        because: 'this machine has a GPU',
      });
      await device.close();
      const keys: string[] = [];
      const load = async (key: string) => {
        keys.push(key);
        return JSON.stringify(usualTuning);
      };
      const tuner = { store: { load, save: async () => {} }, clock: () => 0 };
      const another = await softwareAdapter();
      const requestDevice: GpuAdapter['requestDevice'] = (descriptor) => another.requestDevice(descriptor);
      const gpu = { requestAdapter: async () => ({ ...hardware, requestDevice }) };
      const tuned = await browserDevices({ gpu, tuner }).open({ ...settings, device: 'auto' });
      expect(keys).toHaveLength(1);
      await tuned.device.close();
    });
  },
);
