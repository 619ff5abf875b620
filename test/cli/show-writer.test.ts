import { expect, test } from 'vitest';
import { gpuNote, slowNote } from '../../src/cli/show-writer.ts';
import type { DeviceEvent } from '../../src/project/devices.ts';

const gpu: DeviceEvent = {
  type: 'device',
  name: 'webgpu',
  description: 'GPU, apple metal-3',
  instructionSet: null,
  precision: 'float32',
  because: 'this machine has a GPU',
  slowBecause: null,
};

test('a GPU that nobody requested is noted, with how not to use it', () => {
  expect(gpuNote('Training', gpu)).toBe(
    'Training on GPU, apple metal-3: this machine has a GPU; --device cpu uses the processor.',
  );
  expect(gpuNote('Training', { ...gpu, because: null })).toBeNull();
  expect(gpuNote('Training', { ...gpu, name: 'cpu', because: 'no GPU was found' })).toBeNull();
});

test('a slow device is noted with its reason', () => {
  const slow = { ...gpu, description: 'plain TypeScript', slowBecause: 'no compiler.' };
  expect(slowNote('Writing', slow)).toBe('Writing on plain TypeScript, which is slow: no compiler.');
});
