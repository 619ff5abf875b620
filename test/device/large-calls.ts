import { expect } from 'vitest';
import type { PackedType } from '../../src/engine/device/data-types.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { Random } from '../../src/engine/random.ts';

type Call = (device: Device, tensor: (shape: number[], dtype?: 'int32') => Tensor) => Record<string, Tensor>;

const optimizer = { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3, gradientScale: 1 };

type Allocate = Parameters<Call>[1];

function attended(
  device: Device,
  tensor: Allocate,
  { B, T, W, Q, NH }: { B: number; T: number; W: number; Q: number; NH: number },
): Record<string, Tensor> {
  const [qkv, out, logSumExp, dQkv] = [tensor([B, T, W]), tensor([B, T, Q]), tensor([B, NH, T]), tensor([B, T, W])];
  device.attention({ qkv, out, logSumExp, scale: 0.125 });
  device.attentionBackward({ dOut: tensor([B, T, Q]), qkv, out, logSumExp, dQkv, scale: 0.125 });
  return { out, logSumExp, dQkv };
}

function multipliedBackward(device: Device, tensor: Allocate, type: PackedType): Record<string, Tensor> {
  const [N, C, OC] = [130, 450, 1300];
  const [dX, weight] = [tensor([N, C]), device.allocate([C, OC], type)];
  device.pack({ weight: tensor([C, OC]), out: weight });
  device.linearPackedBackward({ dOut: tensor([N, OC]), weight, dX });
  device.free(weight);
  return { dX };
}

/** Calls large enough that several threads share them, cut into several blocks along each axis. */
export const largeCalls: Record<string, Call> = {
  linear: (device, tensor) => {
    const [N, C, OC] = [150, 1300, 450];
    const out = tensor([N, OC]);
    device.linear({ x: tensor([N, C]), weight: tensor([C, OC]), bias: tensor([OC]), residual: tensor([N, OC]), out });
    return { out };
  },
  linearBackward: (device, tensor) => {
    const [N, C, OC] = [1100, 70, 410];
    const [dX, dWeight, dBias] = [tensor([N, C]), tensor([C, OC]), tensor([OC])];
    device.linearBackward({ dOut: tensor([N, OC]), x: tensor([N, C]), weight: tensor([C, OC]), dX, dWeight, dBias });
    return { dX, dWeight, dBias };
  },
  layerNormBackward: (device, tensor) => {
    const [N, C] = [100, 70];
    const [dX, dWeight, dBias] = [tensor([N, C]), tensor([C]), tensor([C])];
    device.layerNormBackward({
      dOut: tensor([N, C]),
      x: tensor([N, C]),
      weight: tensor([C]),
      mean: tensor([N]),
      rstd: tensor([N]),
      dX,
      dWeight,
      dBias,
    });
    return { dX, dWeight, dBias };
  },
  attention: (device, tensor) => {
    const [B, T, C, NH] = [1, 300, 320, 5];
    return attended(device, tensor, { B, T, W: 3 * C, Q: C, NH });
  },
  // Six query heads for each key head, first in too few groups for the threads, then in many.
  'attention in few groups': (device, tensor) => attended(device, tensor, { B: 1, T: 200, W: 512, Q: 384, NH: 12 }),
  'attention in many groups': (device, tensor) => attended(device, tensor, { B: 9, T: 100, W: 128, Q: 96, NH: 12 }),
  lowRank: (device, tensor) => {
    const [N, C, OC, R] = [200, 300, 450, 8];
    const [x, a, b, ends] = [tensor([N, C]), tensor([2 * R, C]), tensor([OC, R]), tensor([2], 'int32')];
    device.write(ends, Int32Array.of(130, OC));
    const [h, out, dH] = [tensor([N, 2 * R]), tensor([N, OC]), tensor([N, 2 * R])];
    const scalars = { scale: 0.5, dropout: 0.25, draw: 7 };
    device.lowRank({ x, a, b, ends, h, out, ...scalars });
    const [dX, dA, dB] = [tensor([N, C]), tensor([2 * R, C]), tensor([OC, R])];
    device.lowRankBackward({ dOut: tensor([N, OC]), x, a, b, ends, h, dH, dX, dA, dB, ...scalars });
    return { h, out, dX, dA, dB };
  },
  linearPackedBackward: (device, tensor) => multipliedBackward(device, tensor, 'bfloat16'),
  'linearPackedBackward of q8_0': (device, tensor) => multipliedBackward(device, tensor, 'q8_0'),
  'linearPacked of q8_0': (device, tensor) => {
    const [N, C, OC] = [130, 1300, 450];
    const [out, weight] = [tensor([N, OC]), device.allocate([C, OC], 'q8_0')];
    device.pack({ weight: tensor([C, OC]), out: weight });
    device.linearPacked({ x: tensor([N, C]), weight, bias: tensor([OC]), residual: tensor([N, OC]), out });
    device.free(weight);
    return { out };
  },
  headNormBackward: (device, tensor) => {
    const [B, T, W, HS] = [2, 50, 330, 66];
    const [dX, dQueryWeight, dKeyWeight] = [tensor([B, T, W]), tensor([HS]), tensor([HS])];
    device.headNormBackward({
      dOut: tensor([B, T, W]),
      x: tensor([B, T, W]),
      queryWeight: tensor([HS]),
      keyWeight: tensor([HS]),
      dX,
      dQueryWeight,
      dKeyWeight,
      heads: 3,
      keyHeads: 1,
      epsilon: 1e-6,
    });
    return { dX, dQueryWeight, dKeyWeight };
  },
  classifier: (device, tensor) => {
    const [N, C, V] = [600, 20, 1100];
    const [losses, dX, dHead] = [tensor([N]), tensor([N, C]), tensor([V, C])];
    const targets = tensor([N], 'int32');
    device.classifier({ x: tensor([N, C]), head: tensor([V, C]), targets, losses, dX, dHead, lossScale: 0.5 });
    return { losses, dX, dHead };
  },
  sumOfSquares: (device, tensor) => {
    const out = tensor([1]);
    device.sumOfSquares({ x: tensor([300_001]), out });
    return { out };
  },
  adamw: (device, tensor) => {
    const [parameter, gradient, m, v] = [tensor([50_001]), tensor([50_001]), tensor([50_001]), tensor([50_001])];
    device.fill({ out: v, value: 0.5 });
    device.adamw({ parameter, gradient, m, v, ...optimizer, weight_decay: 0.1 });
    return { parameter, m, v };
  },
};

/** Runs the call on seeded numbers and gives everything back; `inputs` collects what the tensors held at first. */
export async function run(
  call: Call,
  device: Device,
  inputs: Float32Array[] = [],
): Promise<Record<string, Float32Array>> {
  const random = Random.fromSeed(5);
  const allocations: Tensor[] = [];
  const results = call(device, (shape, dtype) => {
    const made = device.allocate(shape, dtype);
    const numbers = Float32Array.from({ length: made.elements }, () => random.uniform() - 0.3);
    device.write(made, dtype === 'int32' ? Int32Array.from(numbers, (_, i) => (i % 7) - 1) : numbers);
    inputs.push(numbers);
    allocations.push(made);
    return made;
  });
  const read: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(results)) read[name] = await device.read(tensor);
  for (const allocation of allocations) device.free(allocation);
  expect(device.liveBytes).toBe(0);
  return read;
}
