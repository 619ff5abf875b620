import { afterEach, describe, expect, test } from 'vitest';
import type { GpuAdapter } from '../../src/engine/device/webgpu/gpu.ts';
import { openWebGpuBackend, openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import type { CutName } from '../../src/engine/device/webgpu/plans/product-shaders.ts';
import { measureTuning, type Tuner, tuningKey } from '../../src/engine/device/webgpu/tune.ts';
import {
  candidates,
  classOf,
  matrixTuning,
  onlyCut,
  parseTuning,
  productClasses,
  usualTuning,
} from '../../src/engine/device/webgpu/tuning.ts';
import type { WebGpuBackend } from '../../src/engine/device/webgpu/webgpu-backend.ts';
import { changed, missingSoftwareGpu, nullAdapter, softwareAdapter } from './webgpu-software.ts';

const title = missingSoftwareGpu === null ? 'tuning' : `tuning (skipped: ${missingSoftwareGpu})`;

/** The null backend passed off as hardware. */
async function hardware(change: Parameters<typeof changed>[1] = () => ({})): Promise<GpuAdapter> {
  return changed(await nullAdapter(), change, { architecture: 'test', isFallbackAdapter: false });
}

/** Every product takes so many milliseconds for each call of the clock, by how it is cut; others take 100. */
function clockOf(backend: () => WebGpuBackend | undefined, costs: Partial<Record<CutName, number>>) {
  let now = 0;
  return () => {
    now += costs[backend()?.tuning.more ?? '64 x 64'] ?? 100;
    return now;
  };
}

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  let backend: WebGpuBackend;
  afterEach(() => backend.close().catch(() => {}));

  test('takes the fastest way of each class, and times every candidate', async () => {
    backend = await openWebGpuBackend(await hardware());
    const clock = clockOf(() => backend, { '32 x 32': 3, '64 x 64': 9, '128 x 64': 8, '128 x 128': 2, 'few rows': 4 });
    const { tuning, times } = await measureTuning(backend, clock);
    expect(tuning).toEqual({
      'few rows': '32 x 32',
      narrow: '32 x 32',
      ...{ '8': '128 x 128', '32': '128 x 128', '127': '128 x 128', '512': '128 x 128', more: '128 x 128' },
    });
    const timed = (ofClass: string) => times.filter((one) => one.ofClass === ofClass).map(({ cut }) => cut);
    for (const ofClass of productClasses) expect(timed(ofClass)).toEqual(candidates(ofClass, false));
    expect(times.find(({ ofClass, cut }) => ofClass === 'more' && cut === '128 x 128')!.ms).toBe(2);
    // 20 calls take as long as one on this clock.
    expect(times.find(({ ofClass, cut }) => ofClass === 'narrow' && cut === '32 x 32')!.ms).toBe(3 / 20);
    expect(backend.tuning).toBe(usualTuning);
  });

  test.each([
    [9.6, '128 x 64'],
    [9.4, '128 x 128'],
  ] as const)('changes nothing for a few per cent: %d ms instead of 10', async (ms, expected) => {
    backend = await openWebGpuBackend(await hardware());
    const clock = clockOf(() => backend, { '128 x 64': 10, '64 x 64': 11, '32 x 32': 11, '128 x 128': ms });
    expect((await measureTuning(backend, clock)).tuning.more).toBe(expected);
  });

  test('leaves the other classes as they are when it has taken two seconds', async () => {
    backend = await openWebGpuBackend(await hardware());
    const clock = clockOf(() => backend, { '32 x 32': 200, '64 x 64': 300, '128 x 64': 300, '128 x 128': 300 });
    const { tuning, times } = await measureTuning(backend, clock);
    expect(new Set(times.map(({ ofClass }) => ofClass))).toEqual(new Set(['512']));
    expect(tuning).toEqual({ ...usualTuning, '512': '32 x 32' });
  });

  test('passes over what the driver refuses', async () => {
    backend = await openWebGpuBackend(
      await hardware((gpu) => ({
        createShaderModule: ({ code, label }) =>
          gpu.createShaderModule({
            code: code.replace('ROW_VECTORS: u32 = 2u', 'ROW_VECTORS: u32 = 2f'),
            label: label!,
          }),
      })),
    );
    const clock = clockOf(() => backend, { '128 x 128': 1, '64 x 64': 5, '128 x 64': 8, '32 x 32': 9 });
    const { tuning, times } = await measureTuning(backend, clock);
    expect(times.filter(({ cut }) => cut === '128 x 128').every(({ ms }) => ms === Infinity)).toBe(true);
    expect(tuning.more).toBe('64 x 64');
    await backend.finish();
  });

  describe('is kept', () => {
    const kept = new Map<string, string>();
    const newTuner = (): Tuner & { readonly saves: string[] } => {
      const saves: string[] = [];
      let now = 0;
      const store = {
        load: async (key: string) => kept.get(key) ?? null,
        save: async (key: string, text: string) => {
          saves.push(key);
          kept.set(key, text);
        },
      };
      return { saves, store, clock: () => now++ };
    };

    test('and taken the next time, for the same GPU and operands alone', async () => {
      kept.clear();
      const first = newTuner();
      backend = await openWebGpuBackend(await hardware(), { tuner: first });
      expect(first.saves).toHaveLength(1);
      const [key] = first.saves;
      const other = onlyCut('64 x 64');
      kept.set(key, JSON.stringify(other));
      const second = newTuner();
      const again = await openWebGpuBackend(await hardware(), { tuner: second });
      expect(second.saves).toHaveLength(0);
      expect(again.tuning).toEqual(other);
      await again.close();
      const rounded = await openWebGpuBackend(await hardware(), { tuner: second, operands: 'float16' });
      expect(second.saves).toHaveLength(1);
      expect(second.saves[0]).not.toBe(key);
      await rounded.close();
    });

    test('unless what was kept means nothing', async () => {
      kept.clear();
      const first = newTuner();
      backend = await openWebGpuBackend(await hardware(), { tuner: first });
      kept.set(first.saves[0], '{"more": "2 x 2"}');
      const second = newTuner();
      const again = await openWebGpuBackend(await hardware(), { tuner: second });
      expect(second.saves).toEqual(first.saves);
      expect(parseTuning(kept.get(first.saves[0])!, false)).toEqual(again.tuning);
      await again.close();
    });

    test('and a store that fails leaves no GPU device open', async () => {
      const adapter = await hardware();
      let lost: Promise<{ readonly reason: string }> | undefined;
      const requestDevice: typeof adapter.requestDevice = async (descriptor) => {
        const device = await adapter.requestDevice(descriptor);
        lost = device.lost;
        return device;
      };
      const opening = openWebGpuBackend(
        { features: adapter.features, limits: adapter.limits, info: adapter.info, requestDevice },
        {
          tuner: { store: { load: () => Promise.reject(new Error('no disk')), save: async () => {} }, clock: () => 0 },
        },
      );
      await expect(opening).rejects.toThrow('no disk');
      expect((await lost!).reason).toBe('destroyed');
    });

    test('not on a GPU in software', async () => {
      kept.clear();
      const tuner = newTuner();
      const device = await openWebGpuDevice(await softwareAdapter(), { tuner });
      expect(tuner.saves).toHaveLength(0);
      await device.close();
    });
  });

  test('has a key for each GPU, driver and way to multiply', () => {
    const info = { vendor: 'a', architecture: 'b', device: 'c', description: 'd' };
    const units = { M: 16, N: 16, K: 16, subgroup: 32, isPinned: true };
    const options = { operands: 'float16', matrixUnits: units } as const;
    const keys = [
      tuningKey(info, options),
      tuningKey({ ...info, vendor: 'e' }, options),
      tuningKey({ ...info, architecture: 'e' }, options),
      tuningKey({ ...info, device: 'e' }, options),
      tuningKey({ ...info, description: 'e' }, options),
      tuningKey(info, { ...options, matrixUnits: null }),
      tuningKey(info, { ...options, matrixUnits: { ...units, M: 8 } }),
      tuningKey(info, { operands: 'float32', matrixUnits: null }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(tuningKey({ ...info }, { ...options })).toBe(keys[0]);
  });
});

test.each([
  [1, 5000, true, 'few rows'],
  [8, 5000, true, 'few rows'],
  [8, 5000, false, 'narrow'],
  [9, 5000, true, 'narrow'],
  [32, 5000, true, 'narrow'],
  [5000, 32, true, 'narrow'],
  [33, 33, true, '8'],
  [128, 8 * 64, true, '8'],
  [128, 8 * 64 + 1, true, '32'],
  [129, 16 * 64, true, '32'],
  [129, 16 * 64 + 1, true, '127'],
  [128, 127 * 64, true, '127'],
  [128, 127 * 64 + 1, true, '512'],
  [128 * 8, 64 * 64, true, '512'],
  [128 * 8 + 1, 64 * 64, true, 'more'],
] as const)(
  'a product of %d rows and %d columns, plain: %s, is one of class %s',
  (rows, columns, isPlain, expected) => {
    expect(classOf(rows, columns, isPlain)).toBe(expected);
  },
);

test.each([usualTuning, matrixTuning])('a usual tuning has candidates alone', (tuning) => {
  for (const ofClass of productClasses) expect(candidates(ofClass, true)).toContain(tuning[ofClass]);
});

test('a tuning is read as it was written, and nothing else is', () => {
  expect(parseTuning(JSON.stringify(usualTuning), false)).toEqual(usualTuning);
  expect(parseTuning(JSON.stringify({ ...usualTuning, other: 1 }), false)).toEqual(usualTuning);
  expect(parseTuning(JSON.stringify(matrixTuning), true)).toEqual(matrixTuning);
  expect(parseTuning(JSON.stringify(matrixTuning), false)).toBeNull();
  const { more: _, ...rest } = usualTuning;
  expect(parseTuning(JSON.stringify(rest), false)).toBeNull();
  // Not a way to cut products of many rows.
  expect(parseTuning(JSON.stringify({ ...usualTuning, more: 'few rows' }), false)).toBeNull();
  for (const text of ['', '{', 'null', '[]', '3']) expect(parseTuning(text, false)).toBeNull();
});
