import { describe, expect, test } from 'vitest';
import type { Device } from '../../src/engine/device/device.ts';
import { Random } from '../../src/engine/random.ts';
import { devices, titleOf } from './devices.ts';
import { float16 } from './tolerance.ts';

/** An update of a matrix (C, OC) by `gradient`, from given values of the others. */
async function updated(
  device: Device,
  [C, OC]: readonly [number, number],
  values: Readonly<Record<'parameter' | 'gradient' | 'm', Float32Array>>,
  scalars: { learning_rate: number; momentum: number; weight_decay: number; parts: number },
) {
  const [parameter, gradient, m] = [values.parameter, values.gradient, values.m].map((array) => {
    const tensor = device.allocate([C, OC]);
    device.write(tensor, array);
    return tensor;
  });
  device.muon({ parameter, gradient, m, gradientScale: 1, ...scalars });
  const results = { parameter: await device.read(parameter), m: await device.read(m) };
  for (const tensor of [parameter, gradient, m]) device.free(tensor);
  return results;
}

for (const tested of devices) {
  describe.skipIf(tested.missing !== null)(`muon on ${titleOf(tested)}`, () => {
    test('gives recorded values', async () => {
      const device = await tested.open();
      // From PyTorch 2.15 in float64, with the loop of torch.optim.Muon and its adjust_lr_fn match_rms_adamw.
      const values = {
        parameter: Float32Array.of(0.625, 0.25, 0, 0.625, -0.5, -0.125),
        gradient: Float32Array.of(-1.5, 0.375, -1, -0.625, -0.875, 0),
        m: Float32Array.of(-0.25, -1, 0.375, 0.25, -0.375, -0.5),
      };
      const scalars = { learning_rate: 0.5, momentum: 0.95, weight_decay: 0.1, parts: 1 };
      const { parameter, m } = await updated(device, [2, 3], values, scalars);
      const expected = [0.6575746, 0.3715938, -0.0475522, 0.5520427, -0.4004865, -0.018471];
      // Five steps of three products each.
      const relative = tested.tolerance === float16 ? 4 * float16.relative : tested.tolerance.relative;
      expect(parameter).toBeCloseToTensor(expected, { relative, absolute: 1e-6 });
      expect(m).toBeCloseToTensor([-0.3125, -0.93125, 0.30625, 0.20625, -0.4, -0.475]);
      await device.close();
    });

    test.each([
      [48, 80],
      [80, 48],
      [33, 33 * 2],
    ] as const)('a matrix of %d by %d moves about as far along every direction', async (C, OC) => {
      const device = await tested.open();
      const random = Random.fromSeed(7);
      const zeros = new Float32Array(C * OC);
      const gradient = random.fillNormal(new Float32Array(C * OC), 1e-3);
      const scalars = { learning_rate: 1, momentum: 0.95, weight_decay: 0, parts: 1 };
      const { parameter } = await updated(device, [C, OC], { parameter: zeros, gradient, m: zeros }, scalars);
      const side = Math.min(C, OC);
      for (let i = 0; i < 20; i++) {
        const along = random.fillNormal(new Float32Array(side));
        const moved = new Float64Array(Math.max(C, OC));
        for (let row = 0; row < C; row++) {
          for (let column = 0; column < OC; column++) {
            const [from, to] = C < OC ? [row, column] : [column, row];
            moved[to] += along[from] * parameter[row * OC + column];
          }
        }
        const gain = Math.hypot(...moved) / Math.hypot(...along) / (0.2 * Math.sqrt(Math.max(C, OC)));
        expect(gain).toBeGreaterThan(0.65);
        expect(gain).toBeLessThan(1.2);
      }
      await device.close();
    });
  });
}
