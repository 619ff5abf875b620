import { afterEach, describe, expect, test } from 'vitest';
import type { Device } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { productsAreRight } from '../../src/engine/device/webgpu/check-products.ts';
import { openWebGpuBackend } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { powerBelow } from '../../src/engine/device/webgpu/plans/powers.ts';
import type { CutName } from '../../src/engine/device/webgpu/plans/product-shaders.ts';
import type { WebGpuBackend } from '../../src/engine/device/webgpu/webgpu-backend.ts';
import { Random } from '../../src/engine/random.ts';
import { tinyTrainer } from '../engine/training/tiny-training.ts';
import { productsOf } from './cut-products.ts';
import { float16, float32, sameBits } from './tolerance.ts';
import {
  missingFloat16,
  missingMatrixUnits,
  openFloat16Gpu,
  openMatrixUnits,
  softwareAdapter,
  unsafeAdapter,
} from './webgpu-software.ts';

/** Operands in float16 where they are computed, and not just compiled: on a driver with shader-f16, and one with matrix units. */
const titled = (name: string, missing: string | null) => (missing === null ? name : `${name} (skipped: ${missing})`);
const tiles: readonly CutName[] = ['32 x 32', '64 x 64', '128 x 64', '128 x 128'];
/** More than a tile and no multiple of one; less than one in a direction; rows alone. */
const shapes = [
  [140, 150, 133],
  [70, 9, 65],
  [5, 130, 66],
] as const;

describe.skipIf(missingFloat16 !== null)(titled('products in float16', missingFloat16), () => {
  let backend: WebGpuBackend;
  afterEach(() => backend.close().catch(() => {}));

  test.each(tiles)('in tiles of %s are right', async (cut) => {
    backend = await openWebGpuBackend(await softwareAdapter(), { operands: 'float16' });
    expect(await productsAreRight(backend, cut)).toBe(true);
  });

  test.each(tiles)('have the same bits, however they are cut: in tiles of %s', async (cut) => {
    backend = await openWebGpuBackend(await softwareAdapter(), { operands: 'float16' });
    const results = productsOf(backend, shapes[0]);
    const expected = await results('64 x 64');
    const received = await results(cut);
    received.forEach((values, i) => void expect(sameBits(values, expected[i]), `result ${i}`).toBe(true));
  });
});

describe.skipIf(missingMatrixUnits !== null)(titled('products on matrix units', missingMatrixUnits), () => {
  let backend: WebGpuBackend;
  afterEach(() => backend.close().catch(() => {}));

  test('pass their test, so that the device uses them and says so', async () => {
    backend = await openWebGpuBackend(await unsafeAdapter(), { operands: 'float16' });
    expect(backend.matrixUnits).not.toBeNull();
    expect(await productsAreRight(backend, 'matrix units')).toBe(true);
    expect(backend.description).toMatch(/, float16 operands on matrix units$/);
    expect(backend.tuning).toMatchObject({ 'few rows': 'few rows', more: 'matrix units' });
  });

  test.each(shapes)('are those of tiles but for the order of sums: %d rows, %d inner, %d columns', async (...shape) => {
    backend = await openWebGpuBackend(await unsafeAdapter(), { operands: 'float16' });
    const results = productsOf(backend, shape);
    const expected = await results('64 x 64');
    const received = await results('matrix units');
    received.forEach((values, i) => {
      expect(values.some((value) => value !== 0)).toBe(true);
      // The operands of an adapter's second product are rounded results of its first: they may be rounded apart.
      expect(values, `result ${i}`).toBeCloseToTensor(expected[i], i < 9 ? float32 : float16);
    });
  });
});

describe.each([
  ['in float16', missingFloat16, openFloat16Gpu],
  ['in float16 on matrix units', missingMatrixUnits, openMatrixUnits],
] as const)('webgpu, %s', (name, missing, open) => {
  describe.skipIf(missing !== null)(titled(name, missing), () => {
    let device: Device;
    afterEach(() => device.close().catch(() => {}));

    test.each([1, 9, 100])('operands of %d rows are rounded, and sums are not', async (N) => {
      device = await open();
      const [C, OC] = [3, 2];
      const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, OC]), device.allocate([N, OC])];
      // 1 + 2^-12 is rounded to 1; 1 + 2^-10 is a float16, and the sum with 2^-13 is none.
      device.write(
        x,
        Float32Array.from({ length: N * C }, (_, i) => [1 + 2 ** -12, 1 + 2 ** -10, 2 ** -13][i % C]),
      );
      device.write(
        weight,
        Float32Array.from({ length: C * OC }, () => 1),
      );
      device.linear({ x, weight, bias: null, residual: null, out });
      expect([...(await device.read(out))]).toEqual(Array(N * OC).fill(2 + 2 ** -10 + 2 ** -13));
    });

    test.each([1e-12, 1e-7, 1e7])('gradients of the size of %d are not lost', async (size) => {
      const [N, C, OC, R, V] = [13, 17, 35, 3, 41];
      const random = Random.fromSeed(8);
      const drawn = (elements: number, deviation: number) => random.fillNormal(new Float32Array(elements), deviation);
      const data = { x: drawn(N * C, 1), weight: drawn(C * OC, 1), a: drawn(R * C, 1), b: drawn(OC * R, 1) };
      const [dOut, head] = [drawn(N * OC, size), drawn(V * C, 1)];
      const gradients = async (on: Device) => {
        const tensor = (values: Float32Array, ...shape: number[]) => {
          const made = on.allocate(shape);
          on.write(made, values);
          return made;
        };
        const whole = (...values: number[]) => {
          const made = on.allocate([values.length], 'int32');
          on.write(made, Int32Array.from(values));
          return made;
        };
        const [x, weight, own] = [tensor(data.x, N, C), tensor(data.weight, C, OC), tensor(dOut, N, OC)];
        const packed = on.allocate([C, OC], 'q8_0');
        on.pack({ weight, out: packed });
        const zeros = (...shape: number[]) => on.allocate(shape);
        const outs = [zeros(N, C), zeros(C, OC), zeros(N, C), zeros(N, R), zeros(N, C), zeros(R, C), zeros(OC, R)];
        const [dX, dWeight, dPacked, dH, dAdapted, dA, dB] = outs;
        on.linearBackward({ dOut: own, x, weight, dX, dWeight, dBias: null });
        on.linearPackedBackward({ dOut: own, weight: packed, dX: dPacked });
        const [a, b, h] = [tensor(data.a, R, C), tensor(data.b, OC, R), zeros(N, R)];
        const lora = { x, a, b, ends: whole(OC), h, scale: 1, dropout: 0, draw: 0 };
        on.lowRank({ ...lora, out: zeros(N, OC) });
        on.lowRankBackward({ ...lora, dOut: own, dH, dX: dAdapted, dA, dB });
        const scores = { dX: zeros(N, C), dHead: zeros(V, C), losses: zeros(N) };
        const targets = whole(...Array.from({ length: N }, (_, n) => (3 * n) % V));
        on.classifier({ x, head: tensor(head, V, C), targets, ...scores, lossScale: size });
        return Promise.all([...outs, scores.dX, scores.dHead].map((one) => on.read(one)));
      };
      const reference = openReferenceDevice();
      const expected = await gradients(reference);
      await reference.close();
      device = await open();
      const received = await gradients(device);
      // The classifier's gradients come from probabilities that are off themselves.
      received.forEach((values, i) => {
        const relative = (i < 7 ? 2 : 16) * float16.relative;
        expect(values, `result ${i}`).toBeCloseToTensor(expected[i], { relative, absolute: 0 });
      });
    });

    test('gradients of nothing are nothing, and what is not a number stays so', async () => {
      device = await open();
      const [N, C, OC] = [10, 4, 3];
      const [x, weight, dOut] = [device.allocate([N, C]), device.allocate([C, OC]), device.allocate([N, OC])];
      const dX = device.allocate([N, C]);
      const backward = async (...first: number[]) => {
        device.write(weight, new Float32Array(C * OC).fill(1));
        device.write(
          dOut,
          Float32Array.from({ length: N * OC }, (_, i) => first[i] ?? 0),
        );
        device.linearBackward({ dOut, x, weight, dX, dWeight: null, dBias: null });
        return [...(await device.read(dX))].slice(0, 2 * C);
      };
      expect(await backward()).toEqual(Array(2 * C).fill(0));
      expect((await backward(Number.NaN, 0, 0, 2)).slice(0, C)).toEqual(Array(C).fill(Number.NaN));
      expect((await backward(Infinity, 0, 0, 2)).slice(0, C)).toEqual(Array(C).fill(Infinity));
    });

    test('a training has the losses of the reference device', async () => {
      device = await open();
      const settings = { batch_size: 1, accumulate_gradients: 1, steps: 40, learning_rate: 0.003 };
      const [ours, theirs] = [tinyTrainer(device, settings), tinyTrainer(openReferenceDevice(), settings)];
      for (let step = 0; step < 40; step++) {
        const [{ loss }, expected] = [await ours.update(), await theirs.update()];
        expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(0.005);
      }
    });
  });
});

describe('the power of two of an operand that is at most so large', () => {
  const below = (most: number) => powerBelow({ operands: 'float16' }, most);

  test.each([1, 0.75, 1.99, 1e-9, 3e-5, 1 / 1023, 7e8])('brings %d near the end of float16', (most) => {
    const power = below(most)!;
    expect(Number.isInteger(Math.log2(power))).toBe(true);
    expect(most * power).toBeGreaterThanOrEqual(2 ** 14);
    expect(most * power).toBeLessThan(2 ** 15);
    expect(below(-most)).toBe(power);
  });

  test('is none for nothing, and where operands are not rounded', () => {
    expect(below(0)).toBeNull();
    expect(below(Infinity)).toBeNull();
    expect(below(Number.NaN)).toBeNull();
    expect(powerBelow({ operands: 'float32' }, 1e-9)).toBeNull();
  });

  test('is itself a number in float32, and its inverse too', () => {
    expect(below(1e-40)).toBe(2 ** 100);
    expect(below(1e38)).toBe(2 ** -100);
  });
});
