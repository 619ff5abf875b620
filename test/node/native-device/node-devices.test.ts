import { describe, expect, test, vi } from 'vitest';
import { NoGpuFault } from '../../../src/engine/device/webgpu/faults.ts';
import {
  InstructionSetFault,
  nativeDeviceStatus,
  PrecisionFault,
} from '../../../src/node/native-device/native-device.ts';
import { NativeLibraryFault } from '../../../src/node/native-device/native-library.ts';
import { devicesWith, nodeDevices } from '../../../src/node/native-device/node-devices.ts';
import {
  missingFloat16,
  missingMatrixUnits,
  missingSoftwareGpu,
  nullAdapter,
  softwareAdapter,
} from '../../device/webgpu-software.ts';

const status = nativeDeviceStatus();

test('the reference device is opened on request, without a note about its speed', async () => {
  const { device, event } = await nodeDevices.open({ device: 'reference', threads: null, precision: 'auto' });
  expect(event).toEqual({
    type: 'device',
    name: 'reference',
    description: device.description,
    instructionSet: null,
    precision: 'float32',
    because: null,
    slowBecause: null,
  });
  await device.close();
});

test('the reference device refuses bfloat16', async () => {
  const open = () => nodeDevices.open({ device: 'reference', threads: null, precision: 'bfloat16' });
  await expect(open()).rejects.toThrow(PrecisionFault);
  await expect(open()).rejects.toThrow(/reference device only supports float32/);
});

test('auto takes the compiled kernels, or says why it cannot', async () => {
  const { device, event } = await nodeDevices.open({ device: 'auto', threads: 1, precision: 'auto' });
  expect(device.name).toBe(status.available ? 'cpu' : 'reference');
  expect(event.slowBecause).toBe(status.available ? null : status.reason);
  expect(event.instructionSet).toBe(status.available ? (process.env.TPDNE_CPU ?? status.instructionSets[0]) : null);
  await device.close();
});

test('auto says why it takes no GPU', async () => {
  const because = 'no GPU was found';
  const { device, event } = await devicesWith(async () => ({ missing: because })).open({
    ...{ device: 'auto', threads: 1, precision: 'auto' },
  });
  expect(device.name).not.toBe('webgpu');
  expect(event.because).toBe(because);
  await device.close();
});

test('float16 is refused by the processor', async () => {
  for (const device of ['reference', 'cpu'] as const) {
    const opening = nodeDevices.open({ device, threads: null, precision: 'float16' });
    await expect(opening).rejects.toThrow(PrecisionFault);
    await expect(opening).rejects.toThrow(`Precision float16 is that of the webgpu device, not of ${device};`);
  }
});

test('auto does not fall back from float16 to another precision', async () => {
  const opening = devicesWith(async () => ({ missing: 'no GPU was found' })).open({
    ...{ device: 'auto', threads: 1, precision: 'float16' },
  });
  await expect(opening).rejects.toThrow(PrecisionFault);
  await expect(opening).rejects.toThrow('Precision float16 needs a GPU, and no GPU was found;');
});

test('auto looks for no GPU if bfloat16 is requested, or another device', async () => {
  const devices = devicesWith(() => Promise.reject(new Error('looked')));
  const opening = async (settings: Parameters<typeof devices.open>[0]) => (await devices.open(settings)).device.close();
  await opening({ device: 'reference', threads: 1, precision: 'auto' });
  const rounding = opening({ device: 'auto', threads: 1, precision: 'bfloat16' });
  if (status.available && status.bfloat16) await rounding;
  else await expect(rounding).rejects.toThrow(PrecisionFault);
});

describe.skipIf(missingSoftwareGpu !== null)(
  `a GPU${missingSoftwareGpu === null ? '' : ` (skipped: ${missingSoftwareGpu})`}`,
  () => {
    test('is taken by auto where one is found, and says so', async () => {
      const devices = devicesWith(async () => ({ adapter: await softwareAdapter() }));
      const { device, event } = await devices.open({ device: 'auto', threads: null, precision: 'auto' });
      expect(event).toEqual({
        type: 'device',
        name: 'webgpu',
        description: device.description,
        instructionSet: null,
        precision: 'float32',
        because: 'this machine has a GPU',
        slowBecause: null,
      });
      await device.close();
    });

    test('is opened on request, in software too, and refuses bfloat16', async () => {
      const { device, event } = await nodeDevices.open({ device: 'webgpu', threads: null, precision: 'float32' });
      expect([device.name, event.because]).toEqual(['webgpu', null]);
      await device.close();
      const opening = nodeDevices.open({ device: 'webgpu', threads: null, precision: 'bfloat16' });
      await expect(opening).rejects.toThrow(PrecisionFault);
      await expect(opening).rejects.toThrow('The webgpu device does not support bfloat16');
    });

    test.each([
      ['auto', 'float32'],
      ['float32', 'float32'],
      ['float16', 'float16'],
    ] as const)('multiplies in precision %s in %s', async (precision, expected) => {
      const asked: string[] = [];
      // It has every feature, and nothing runs on it.
      const devices = devicesWith(async (operands) => {
        asked.push(operands);
        return { adapter: await nullAdapter() };
      });
      const { device, event } = await devices.open({ device: 'auto', threads: null, precision });
      expect(asked).toEqual([expected]);
      expect(event.precision).toBe(expected);
      expect(event.description.includes('float16 operands')).toBe(expected === 'float16');
      await device.close();
    });

    test('multiplies in float16 on request, or says that it cannot', async () => {
      const opening = nodeDevices.open({ device: 'webgpu', threads: null, precision: 'float16' });
      if (missingFloat16 !== null) {
        await expect(opening).rejects.toThrow(NoGpuFault);
        await expect(opening).rejects.toThrow('has no float16 (shader-f16); use precision float32.');
        return;
      }
      const { device, event } = await opening;
      expect(event.precision).toBe('float16');
      expect(event.description.endsWith('on matrix units')).toBe(missingMatrixUnits === null);
      await device.close();
    });
  },
);

test.skipIf(status.available)('cpu is refused if it is not compiled', async () => {
  const opening = nodeDevices.open({ device: 'cpu', threads: null, precision: 'auto' });
  await expect(opening).rejects.toThrow(NativeLibraryFault);
});

test.skipIf(!status.available)(
  'the precision is the requested one, and bfloat16 by default if the CPU has it',
  async () => {
    const description = async (precision: 'auto' | 'float32') => {
      const { device, event } = await nodeDevices.open({ device: 'cpu', threads: 1, precision });
      await device.close();
      return event.description;
    };
    expect(await description('float32')).not.toContain('bf16');
    expect((await description('auto')).includes('bf16')).toBe(status.available && status.bfloat16);
  },
);

test.skipIf(!status.available).each(['auto', 'cpu'] as const)(
  'TPDNE_CPU sets the instruction set of %s, and a missing one is refused with the list of those available',
  async (wanted) => {
    const open = (name: string) => {
      vi.stubEnv('TPDNE_CPU', name);
      return nodeDevices.open({ device: wanted, threads: 1, precision: 'auto' });
    };
    try {
      const { device, event } = await open('plain');
      await device.close();
      expect(event).toMatchObject({ description: 'CPU, 1 thread, plain C++', precision: 'float32' });
      await expect(open('klingon')).rejects.toThrow(InstructionSetFault);
      await expect(open('klingon')).rejects.toThrow(/^TPDNE_CPU is "klingon", .*; it can run .*plain\.$/);
    } finally {
      vi.unstubAllEnvs();
    }
  },
);
