import { createDevice } from '../../src/engine/device/create-device.ts';
import type { Tensor } from '../../src/engine/device/device.ts';
import type { CutName } from '../../src/engine/device/webgpu/plans/product-shaders.ts';
import { onlyCut } from '../../src/engine/device/webgpu/tuning.ts';
import type { WebGpuBackend } from '../../src/engine/device/webgpu/webgpu-backend.ts';
import { Random } from '../../src/engine/random.ts';

/** The results of every kind of product of the same numbers, cut in one way: layers and packed ones in both directions, adapters. */
export function productsOf(
  backend: WebGpuBackend,
  [N, C, OC]: readonly [rows: number, inner: number, columns: number],
): (cut: CutName) => Promise<Float32Array[]> {
  const random = Random.fromSeed(5);
  const device = createDevice(backend);
  const tensor = (...shape: number[]) => {
    const made = device.allocate(shape);
    device.write(made, random.fillNormal(new Float32Array(made.elements)));
    return made;
  };
  const [x, weight, dOut, bias, residual] = [tensor(N, C), tensor(C, OC), tensor(N, OC), tensor(OC), tensor(N, OC)];
  const packed = (['bfloat16', 'int8', 'q8_0'] as const).map((type) => {
    const out = device.allocate([C, OC], type);
    device.pack({ weight, out });
    return out;
  });
  const a = tensor(2, C);
  const b = tensor(OC, 2);
  const ends = device.allocate([1], 'int32');
  device.write(ends, Int32Array.of(OC));
  return async (cut) => {
    backend.tuning = onlyCut(cut);
    const outs: Tensor[] = [];
    const fresh = (...shape: number[]) => {
      outs.push(device.allocate(shape));
      return outs[outs.length - 1];
    };
    device.linear({ x, weight, bias, residual, out: fresh(N, OC) });
    device.linearBackward({ dOut, x, weight, dX: fresh(N, C), dWeight: fresh(C, OC), dBias: null });
    for (const one of packed) {
      device.linearPacked({ x, weight: one, bias, residual: null, out: fresh(N, OC) });
      device.linearPackedBackward({ dOut, weight: one, dX: fresh(N, C) });
    }
    const lora = { x, a, b, ends, scale: 2, dropout: 0.3, draw: 7 };
    const h = fresh(N, 2);
    device.lowRank({ ...lora, h, out: fresh(N, OC) });
    const gradients = { dH: fresh(N, 2), dX: fresh(N, C), dA: fresh(2, C), dB: fresh(OC, 2) };
    device.lowRankBackward({ ...lora, dOut, h, ...gradients });
    const read = [];
    for (const out of outs) read.push(await device.read(out));
    for (const out of outs) device.free(out);
    return read;
  };
}
