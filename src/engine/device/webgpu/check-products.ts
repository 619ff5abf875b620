import { DeviceFault } from '../backend.ts';
import type { OperationName } from '../operations.ts';
import { GpuLostFault } from './faults.ts';
import type { GpuMemory } from './memory.ts';
import type { CutName } from './plans/product-shaders.ts';
import { onlyCut } from './tuning.ts';
import type { WebGpuBackend } from './webgpu-backend.ts';

/** More than a tile in each direction, and no multiple of anything. */
const [N, C, OC] = [101, 75, 70];

/**
 * Whether products cut this way are right: all three of a linear layer and its backward, of numbers whose sums are exact in
 * float32 in any order, and whose factors are exact in float16. False as well if the driver refuses them. Throws GpuLostFault.
 */
export async function productsAreRight(backend: WebGpuBackend, cut: CutName): Promise<boolean> {
  const before = backend.tuning;
  backend.tuning = onlyCut(cut);
  const made: GpuMemory[] = [];
  const tensor = (...numbers: number[]) => {
    const memory = backend.allocate([numbers.length], 'float32');
    made.push(memory);
    backend.write({ memory, firstElement: 0, elements: numbers.length }, Float32Array.from(numbers));
    return { memory, firstElement: 0, elements: numbers.length };
  };
  const matrix = (rows: number, columns: number, seed: number) =>
    Array.from({ length: rows * columns }, (_, i) => ((i * 7919 + seed) % 129) / 64 - 1);
  const [x, weight, dOut] = [matrix(N, C, 1), matrix(C, OC, 2), matrix(N, OC, 3)];
  const record = (operation: OperationName, tensors: Record<string, ReturnType<typeof tensor> | null>) =>
    backend.record({ operation, tensors, dims: { N, C, OC }, scalars: {} });
  try {
    const own = { x: tensor(...x), weight: tensor(...weight) };
    const [out, dX, dWeight] = [tensor(...dOut), tensor(...x), tensor(...weight)];
    record('linear', { ...own, bias: null, residual: out, out });
    record('linearBackward', { ...own, dOut: tensor(...dOut), dX, dWeight, dBias: null });
    const expected = [
      [out, (i: number) => dOut[i] + sum(C, (k) => x[Math.floor(i / OC) * C + k] * weight[k * OC + (i % OC)])],
      [dX, (i: number) => sum(OC, (k) => dOut[Math.floor(i / C) * OC + k] * weight[(i % C) * OC + k])],
      [dWeight, (i: number) => weight[i] + sum(N, (k) => x[k * C + Math.floor(i / OC)] * dOut[k * OC + (i % OC)])],
    ] as const;
    for (const [slice, value] of expected) {
      const received = await backend.read(slice);
      if (received.some((number, i) => number !== value(i))) return false;
    }
    return true;
  } catch (fault) {
    if (!(fault instanceof DeviceFault) || fault instanceof GpuLostFault) throw fault;
    await afterRefusal(backend);
    return false;
  } finally {
    for (const memory of made) backend.free(memory);
    backend.tuning = before;
  }
}

/** Waits for what the driver has to say about the commands that followed one that it refused. Throws GpuLostFault. */
export async function afterRefusal(backend: WebGpuBackend): Promise<void> {
  await backend.finish().catch((fault) => {
    if (!(fault instanceof DeviceFault) || fault instanceof GpuLostFault) throw fault;
  });
}

function sum(count: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += term(k);
  return total;
}
