import { expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { clippingScale, GradientNorm } from '../../../src/engine/training/gradient-norm.ts';
import { tinyModel } from './tiny-training.ts';

test.each([
  // norm, clip, the scale, and what it says.
  [4, 1, 0.25, 'a norm above the limit becomes the limit'],
  [100, 0.5, 0.005, 'far above too'],
  [1, 1, 1, 'at the limit nothing changes'],
  [0.999, 1, 1, 'just below the limit nothing changes'],
  [0.01, 1, 1, 'a small gradient is never made larger'],
  [1e-12, 1, 1, 'a tiny one neither'],
  [0, 1, 1, 'nor none at all'],
  [0.01, 100, 1, 'whatever the limit'],
  [4, 0, 1, '0 is no limit'],
  [0, 0, 1, '0 is no limit of a gradient of 0 either'],
])('a norm of %f with a limit of %f is multiplied by %f: %s', (norm, clip, scale) => {
  expect(clippingScale(norm, clip)).toBeCloseTo(scale, 5);
  expect(clippingScale(norm, clip)).toBeLessThanOrEqual(1);
});

test('the norm is that of all gradients together, and adds nothing from one call to the next', async () => {
  const device = openReferenceDevice();
  const gradients = new ParameterSet(device, tinyModel(device).parameters.table);
  const norm = new GradientNorm(device);
  expect(await norm.of(gradients)).toBe(0);
  device.write(gradients.get('wpe.weight'), new Float32Array(9 * 8).fill(0.5));
  device.write(gradients.get('ln_f.bias'), new Float32Array(8).fill(-2));
  const expected = Math.sqrt(9 * 8 * 0.25 + 8 * 4);
  expect(await norm.of(gradients)).toBeCloseTo(expected, 5);
  expect(await norm.of(gradients)).toBeCloseTo(expected, 5);
  await device.close();
});
