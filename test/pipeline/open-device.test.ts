import { expect, test } from 'vitest';
import { nativeDeviceStatus } from '../../src/node/native-device/native-device.ts';
import { NativeLibraryFault } from '../../src/node/native-device/native-library.ts';
import { openDevice } from '../../src/pipeline/open-device.ts';

const status = nativeDeviceStatus();

test('the reference device is opened when it is asked for, and nothing is said about its speed', async () => {
  const { device, event } = openDevice({ device: 'reference', threads: null });
  expect(event).toEqual({
    type: 'device',
    name: 'reference',
    description: device.description,
    slowBecause: null,
  });
  await device.close();
});

test('auto takes the compiled kernels, or says why it cannot', async () => {
  const { device, event } = openDevice({ device: 'auto', threads: 1 });
  expect(device.name).toBe(status.available ? 'cpu' : 'reference');
  expect(event.slowBecause).toBe(status.available ? null : status.reason);
  await device.close();
});

test.skipIf(status.available)('cpu is a fault where it is not compiled', () => {
  expect(() => openDevice({ device: 'cpu', threads: null })).toThrow(NativeLibraryFault);
});
