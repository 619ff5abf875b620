// Kernels of the WebGPU device that kernel-calls.mjs does not have: products with rounded weights, adapters, attention in decoding.

const [C, NH, HS, V] = [768, 12, 64, 50257];
const scale = 1 / Math.sqrt(HS);

/** Each as `kernelCalls` returns it. `free` frees all tensors. */
export function webGpuKernelCalls(device) {
  const made = [];
  const allocate = (shape, type) => {
    const tensor = device.allocate(shape, type);
    made.push(tensor);
    return tensor;
  };
  const numbers = (...shape) => {
    const tensor = allocate(shape);
    const values = new Float32Array(tensor.elements);
    for (let i = 0; i < values.length; i++) values[i] = ((i * 7919) % 1009) / 5045 - 0.1;
    device.write(tensor, values);
    return tensor;
  };
  const integers = (...values) => {
    const tensor = allocate([values.length], 'int32');
    device.write(tensor, Int32Array.from(values));
    return tensor;
  };
  const calls = [];
  const add = (name, flop, bytes, call) => calls.push({ name, flop, bytes, call });

  for (const [type, bits] of [
    ['bfloat16', 16],
    ['q8_0', 9],
  ]) {
    const weight = allocate([C, 4 * C], type);
    device.pack({ weight: numbers(C, 4 * C), out: weight });
    for (const N of [1, 8, 1024]) {
      const [x, out, dX] = [numbers(N, C), numbers(N, 4 * C), numbers(N, C)];
      const flop = N > 8 ? 2 * N * C * 4 * C : 0;
      const bytes = (bits * C * 4 * C) / 8;
      add(`linearPacked ${type}, ${N} rows`, flop, bytes, () => {
        device.linearPacked({ x, weight, bias: null, residual: null, out });
      });
      if (N < 1024) continue;
      add(`linearPackedBackward ${type}`, flop, bytes, () => device.linearPackedBackward({ dOut: out, weight, dX }));
    }
  }

  const head = allocate([V, C], 'table16');
  device.round({ x: numbers(V, C), out: head });
  for (const N of [1, 8]) {
    const [x, out] = [numbers(N, C), allocate([N, V])];
    add(`logits of 16 bits, ${N} rows`, 0, 2 * V * C, () => device.logits({ x, head, out }));
  }

  const [N, R] = [1024, 16];
  const lora = { x: numbers(N, C), a: numbers(R, C), b: numbers(3 * C, R), ends: integers(3 * C), h: numbers(N, R) };
  const dropout = { scale: 2, dropout: 0, draw: 1 };
  const [out, dOut] = [numbers(N, 3 * C), numbers(N, 3 * C)];
  const gradients = { dH: numbers(N, R), dX: numbers(N, C), dA: numbers(R, C), dB: numbers(3 * C, R) };
  const flop = 2 * N * R * 4 * C;
  add('lowRank', flop, 0, () => device.lowRank({ ...lora, out, ...dropout }));
  add('lowRankBackward', 2 * flop, 0, () => device.lowRankBackward({ ...lora, dOut, ...gradients, ...dropout }));

  for (const texts of [1, 8]) {
    const caches = {
      keys: allocate([texts, NH, 4096, HS], 'cache16'),
      values: allocate([texts, NH, 4096, HS], 'cache16'),
    };
    const [qkv, mixed] = [numbers(texts, 1, 3 * C), allocate([texts, 1, C])];
    for (const past of [127, 1023, 4095]) {
      const positions = integers(...Array.from({ length: texts }, () => past));
      add(`attentionCached of ${texts} texts at ${past + 1}`, 0, 4 * (past + 1) * C * texts, () => {
        device.attentionCached({ qkv, positions, ...caches, out: mixed, scale });
      });
    }
  }
  return {
    calls,
    free() {
      for (const tensor of made) device.free(tensor);
    },
  };
}
