import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceFault, TensorFault } from '../../../src/engine/device/backend.ts';
import type { Device, Tensor } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';

/** Small results worked out by hand; test/device holds every operation against its formula. */
describe('the reference device, against numbers worked out by hand', () => {
  let device: Device;
  beforeEach(() => {
    device = openReferenceDevice();
  });
  afterEach(() => device.close());

  function tensor(shape: number[], data: number[]): Tensor {
    const made = device.allocate(shape);
    device.write(made, Float32Array.from(data));
    return made;
  }
  function whole(shape: number[], data: number[]): Tensor {
    const made = device.allocate(shape, 'int32');
    device.write(made, Int32Array.from(data));
    return made;
  }
  async function read(tensor: Tensor): Promise<number[]> {
    return [...(await device.read(tensor))];
  }

  it('multiplies x by the weight, not by its transpose', async () => {
    const out = device.allocate([1, 3]);
    const weight = tensor([2, 3], [1, 2, 3, 10, 20, 30]);
    device.linear({ x: tensor([1, 2], [1, 2]), weight, bias: tensor([3], [100, 200, 300]), residual: null, out });
    expect(await read(out)).toEqual([121, 242, 363]);
  });

  it('looks up tokens from their positions on', async () => {
    const out = device.allocate([2, 2, 1]);
    const [tokenTable, positionTable] = [tensor([3, 1], [1, 2, 3]), tensor([4, 1], [10, 20, 30, 40])];
    device.embedding({
      tokens: whole([2, 2], [0, 2, 1, 1]),
      positions: whole([2], [0, 2]),
      tokenTable,
      positionTable,
      out,
    });
    expect(await read(out)).toEqual([11, 23, 32, 42]);
  });

  it('gives GELU of 1 in the tanh form, not the exact form (0.8413447)', async () => {
    const out = device.allocate([3]);
    device.gelu({ x: tensor([3], [0, 1, -1]), out });
    const [zero, one, minusOne] = await read(out);
    expect(zero).toBe(0);
    expect(one).toBeCloseTo(0.841192, 6);
    expect(minusOne).toBeCloseTo(-0.158808, 6);
  });

  it('normalises by the variance over n, not n − 1', async () => {
    const [out, mean, rstd] = [device.allocate([1, 2]), device.allocate([1]), device.allocate([1])];
    const [weight, bias] = [tensor([2], [1, 2]), tensor([2], [0, 1])];
    device.layerNorm({ x: tensor([1, 2], [1, 5]), weight, bias, out, mean, rstd, epsilon: 0 });
    expect(await read(out)).toEqual([-1, 3]);
    expect(await read(mean)).toEqual([3]);
    expect(await read(rstd)).toEqual([0.5]);
  });

  it('attends to nothing but itself first, and evenly where all scores are equal', async () => {
    const [out, logSumExp] = [device.allocate([1, 3, 1]), device.allocate([1, 1, 3])];
    device.attention({ qkv: tensor([1, 3, 3], [0, 1, 3, 0, 2, 6, 0, 3, 12]), out, logSumExp, scale: 1 });
    expect(await read(out)).toEqual([3, 4.5, 7]);
    expect(await read(logSumExp)).toEqual([0, Math.fround(Math.log(2)), Math.fround(Math.log(3))]);
  });

  it('shares a key head between two query heads, and each other one between the next two', async () => {
    const [out, logSumExp] = [device.allocate([1, 1, 4]), device.allocate([1, 4, 1])];
    device.attention({ qkv: tensor([1, 1, 8], [1, 2, 3, 4, 10, 20, 5, 6]), out, logSumExp, scale: 0.5 });
    expect(await read(out)).toEqual([5, 5, 6, 6]);
    expect(await read(logSumExp)).toEqual([5, 10, 30, 40]);
  });

  it('turns each half of a head against the other, by a right angle at position 1, and back', async () => {
    const [qkv, positions] = [tensor([1, 2, 5], [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]), whole([1], [1])];
    const [cosines, sines] = [tensor([3, 2], [9, 9, 0, 1, 1, 1]), tensor([3, 2], [9, 9, 1, 0, 0, 0])];
    device.rotary({ qkv, positions, cosines, sines, heads: 1, direction: 1 });
    expect(await read(qkv)).toEqual([-3, 2, 1, 4, 5, 1, 2, 3, 4, 5]);
    device.rotary({ qkv, positions, cosines, sines, heads: 1, direction: -1 });
    expect(await read(qkv)).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
  });

  it('divides by the root of the mean square in rmsNorm, and takes SwiGLU from its first half', async () => {
    const [out, rstd] = [device.allocate([1, 2]), device.allocate([1])];
    device.rmsNorm({ x: tensor([1, 2], [1, 7]), weight: tensor([2], [1, 2]), out, rstd, epsilon: 0 });
    expect(await read(rstd)).toEqual([Math.fround(0.2)]);
    const [small, large] = await read(out);
    expect(small).toBeCloseTo(0.2, 6);
    expect(large).toBeCloseTo(2.8, 6);
    const gated = device.allocate([1, 1]);
    device.swiglu({ x: tensor([1, 2], [Math.log(3), 2]), out: gated });
    expect((await read(gated))[0]).toBeCloseTo(Math.log(3) * 0.75 * 2, 6);
  });

  it('loses log V where every logit is the same, and nothing where there is no target', async () => {
    const [losses, dX] = [device.allocate([2]), device.allocate([2, 1])];
    const [x, head] = [tensor([2, 1], [0, 5]), tensor([4, 1], [1, 2, 3, 6])];
    device.classifier({ x, head, targets: whole([2], [3, -1]), losses, dX, dHead: null, lossScale: 1 });
    expect(await read(losses)).toEqual([Math.fround(Math.log(4)), 0]);
    expect(await read(dX)).toEqual([3 - 6, 0]);
  });

  it('moves a parameter by the learning rate on the first step of Adam and of AdamW', async () => {
    const rest = { learning_rate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 0, step: 1, gradientScale: 1 };
    const state = () => ({
      parameter: tensor([2], [4, 4]),
      gradient: tensor([2], [8, -0.125]),
      m: device.allocate([2]),
      v: device.allocate([2]),
    });
    const [adam, adamw] = [state(), state()];
    device.adam({ ...adam, ...rest });
    device.adamw({ ...adamw, ...rest, weight_decay: 0.5 });
    for (const [found, expected] of [
      [await read(adam.parameter), [3.5, 4.5]],
      [await read(adamw.parameter), [2.5, 3.5]],
    ]) {
      expect(found[0]).toBeCloseTo(expected[0], 6);
      expect(found[1]).toBeCloseTo(expected[1], 6);
    }
  });

  it('weighs epsilon as TensorFlow does: before the second moment is corrected, which matters while it is small', async () => {
    const rest = { learning_rate: 1, beta1: 0, beta2: 0.75, epsilon: 0.5, step: 1, gradientScale: 1 };
    const state = () => ({
      parameter: device.allocate([1]),
      gradient: tensor([1], [1]),
      m: device.allocate([1]),
      v: device.allocate([1]),
    });
    const [adam, adamw] = [state(), state()];
    device.adam({ ...adam, ...rest });
    device.adamw({ ...adamw, ...rest, weight_decay: 0 });
    expect((await read(adam.parameter))[0]).toBeCloseTo(-0.5, 6); // 1 · √¼ · 1 / (√¼ + ½)
    expect((await read(adamw.parameter))[0]).toBeCloseTo(-2 / 3, 6); // 1 · 1 / (√(¼ / ¼) + ½)
  });

  describe('indices out of range', () => {
    it.each([[3], [-1]])('refuses token %i of 3', async (token) => {
      const [tokenTable, positionTable] = [device.allocate([3, 1]), device.allocate([2, 1])];
      const out = device.allocate([1, 1, 1]);
      device.embedding({ tokens: whole([1, 1], [token]), positions: whole([1], [0]), tokenTable, positionTable, out });
      await expect(device.finish()).rejects.toThrow(`embedding(tokens) asks for row ${token} of a table of 3 rows.`);
    });

    it('refuses a position past the table, a target past the vocabulary, a cache that is too short', async () => {
      const [tokenTable, positionTable] = [device.allocate([3, 1]), device.allocate([2, 1])];
      const tokens = whole([1, 2], [0, 0]);
      device.embedding({
        tokens,
        positions: whole([1], [1]),
        tokenTable,
        positionTable,
        out: device.allocate([1, 2, 1]),
      });
      await expect(device.finish()).rejects.toThrow(TensorFault);
      const classifier = {
        x: device.allocate([1, 1]),
        head: tokenTable,
        losses: device.allocate([1]),
        dX: null,
        dHead: null,
      };
      device.classifier({ ...classifier, targets: whole([1], [3]), lossScale: 1 });
      await expect(device.finish()).rejects.toThrow(TensorFault);
      const [keys, values] = [device.allocate([1, 1, 2, 1], 'cache32'), device.allocate([1, 1, 2, 1], 'cache32')];
      const qkv = device.allocate([1, 2, 3]);
      const out = device.allocate([1, 2, 1]);
      device.attentionCached({ qkv, positions: whole([1], [1]), keys, values, out, scale: 1 });
      await expect(device.finish()).rejects.toThrow(DeviceFault);
      const [cosines, sines] = [device.allocate([2, 1]), device.allocate([2, 1])];
      const turned = device.allocate([1, 2, 6]);
      device.rotary({ qkv: turned, positions: whole([1], [1]), cosines, sines, heads: 2, direction: 1 });
      await expect(device.finish()).rejects.toThrow('rotary(positions) asks for 1 to 2 of 2 positions.');
    });
  });
});
