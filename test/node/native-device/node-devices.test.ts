import { expect, test, vi } from 'vitest';
import {
  InstructionSetFault,
  nativeDeviceStatus,
  PrecisionFault,
} from '../../../src/node/native-device/native-device.ts';
import { NativeLibraryFault } from '../../../src/node/native-device/native-library.ts';
import { nodeDevices } from '../../../src/node/native-device/node-devices.ts';

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
