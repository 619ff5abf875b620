import { mix } from '../../random.ts';
import { afterRefusal } from './check-products.ts';
import { GpuShaderFault } from './faults.ts';
import type { GpuAdapterInfo } from './gpu.ts';
import type { GpuMemory } from './memory.ts';
import type { Operands } from './operands.ts';
import { type CutName, productSources } from './plans/product-shaders.ts';
import { candidates, onlyCut, type ProductClass, parseTuning, type Tuning } from './tuning.ts';
import type { ProductOptions, WebGpuBackend } from './webgpu-backend.ts';

/** Where tunings are kept from one run to the next. */
export interface TuningStore {
  /** What was saved under this key; null if nothing was. */
  load(key: string): Promise<string | null>;
  save(key: string, text: string): Promise<void>;
}

/** What it takes to find out how products are cut best. */
export interface Tuner {
  readonly store: TuningStore;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** How long a product of a class took, cut in one way; infinite if the driver refused the shader. */
export interface TimedCut {
  readonly ofClass: ProductClass;
  readonly cut: CutName;
  readonly ms: number;
  readonly multiplyAdds: number;
}

/** A product of each class, as a linear layer of so many rows, inputs and outputs has it; the most frequent ones come first. */
const SHAPES: readonly (readonly [ProductClass, rows: number, inner: number, columns: number])[] = [
  ['512', 1024, 768, 2048],
  ['127', 512, 768, 1024],
  ['few rows', 4, 768, 3072],
  ['narrow', 1024, 768, 16],
  ['32', 256, 768, 768],
  ['more', 2048, 768, 4096],
  ['8', 128, 768, 384],
];

/** When this is over, classes that are left keep what they have. */
const MOST_MS = 2000;
/** Multiply-adds of one measurement, in up to MOST_CALLS calls. */
const MULTIPLY_ADDS = 2e9;
const MOST_CALLS = 20;
const REPEATS = 3;
/** Another cut must take less than this share of the time of the present one: less is chance. */
const MARGIN = 0.95;

/** The tuning that was saved for this GPU, or a new one, which is saved. Throws what the store throws, and DeviceFault. */
export async function tuned(
  backend: WebGpuBackend,
  info: GpuAdapterInfo,
  operands: Operands,
  { store, clock }: Tuner,
): Promise<Tuning> {
  const { matrixUnits } = backend;
  const key = tuningKey(info, { operands, matrixUnits });
  const saved = await store.load(key);
  const known = saved === null ? null : parseTuning(saved, matrixUnits !== null);
  if (known !== null) return known;
  const { tuning } = await measureTuning(backend, clock);
  await store.save(key, JSON.stringify(tuning));
  return tuning;
}

/** Of all that decides how fast a product is: the GPU, its driver, the shaders, and what they are asked to do. */
export function tuningKey(info: GpuAdapterInfo, { operands, matrixUnits }: ProductOptions): string {
  const { vendor, architecture, device, description } = info;
  let digest = 0;
  for (const source of productSources) {
    for (let i = 0; i < source.length; i++) digest = mix((digest + source.charCodeAt(i)) >>> 0);
  }
  return JSON.stringify([vendor, architecture, device, description, operands, matrixUnits, digest]);
}

/** Times a few products in each way, which takes a second or two; the present way stays unless another is clearly faster. */
export async function measureTuning(
  backend: WebGpuBackend,
  clock: () => number,
): Promise<{ readonly tuning: Tuning; readonly times: readonly TimedCut[] }> {
  const present = backend.tuning;
  const start = clock();
  const times: TimedCut[] = [];
  const chosen: Record<ProductClass, CutName> = { ...present };
  try {
    for (const [ofClass, ...shape] of SHAPES) {
      if (clock() - start > MOST_MS) break;
      const timed: TimedCut[] = [];
      for (const cut of candidates(ofClass, backend.matrixUnits !== null)) {
        const multiplyAdds = shape.reduce((product, size) => product * size, 1);
        timed.push({ ofClass, cut, ms: await timeOf(backend, cut, shape, clock), multiplyAdds });
      }
      chosen[ofClass] = fastest(timed, present[ofClass]);
      times.push(...timed);
    }
  } finally {
    backend.tuning = present;
  }
  return { tuning: chosen, times };
}

function fastest(timed: readonly TimedCut[], present: CutName): CutName {
  const best = timed.reduce((a, b) => (b.ms < a.ms ? b : a));
  const now = timed.find(({ cut }) => cut === present)!;
  return best.ms < MARGIN * now.ms ? best.cut : present;
}

/** Milliseconds of one product, the least of some measurements after one that is not counted. */
async function timeOf(
  backend: WebGpuBackend,
  cut: CutName,
  [N, C, OC]: readonly [rows: number, inner: number, columns: number],
  clock: () => number,
): Promise<number> {
  backend.tuning = onlyCut(cut);
  const made: GpuMemory[] = [];
  const tensor = (rows: number, columns: number) => {
    const memory = backend.allocate([rows, columns], 'float32');
    made.push(memory);
    return { memory, firstElement: 0, elements: rows * columns };
  };
  const tensors = { x: tensor(N, C), weight: tensor(C, OC), bias: null, residual: null, out: tensor(N, OC) };
  const calls = Math.max(1, Math.min(MOST_CALLS, Math.floor(MULTIPLY_ADDS / (N * C * OC))));
  const run = async (times: number) => {
    for (let i = 0; i < times; i++) backend.record({ operation: 'linear', tensors, dims: { N, C, OC }, scalars: {} });
    await backend.finish();
  };
  let least = Infinity;
  try {
    await run(1);
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const start = clock();
      await run(calls);
      least = Math.min(least, (clock() - start) / calls);
    }
  } catch (fault) {
    if (!(fault instanceof GpuShaderFault)) throw fault;
    await afterRefusal(backend);
  } finally {
    for (const memory of made) backend.free(memory);
  }
  return least;
}
