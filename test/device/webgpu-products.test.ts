import { afterEach, describe, expect, test } from 'vitest';
import { createDevice } from '../../src/engine/device/create-device.ts';
import type { Device } from '../../src/engine/device/device.ts';
import { productsAreRight } from '../../src/engine/device/webgpu/check-products.ts';
import { GpuLostFault } from '../../src/engine/device/webgpu/faults.ts';
import type { GpuAdapter, GpuDevice } from '../../src/engine/device/webgpu/gpu.ts';
import { matrixUnitsOf } from '../../src/engine/device/webgpu/matrix-units.ts';
import { openWebGpuBackend } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import type { CutName } from '../../src/engine/device/webgpu/plans/product-shaders.ts';
import { onlyCut } from '../../src/engine/device/webgpu/tuning.ts';
import type { WebGpuBackend } from '../../src/engine/device/webgpu/webgpu-backend.ts';
import { Random } from '../../src/engine/random.ts';
import { productsOf } from './cut-products.ts';
import { sameBits } from './tolerance.ts';
import { changed, lacking, missingSoftwareGpu, nullAdapter, softwareAdapter } from './webgpu-software.ts';

/** Every way to cut products, and the matrix units, of which only the driver's compiler can be asked here. */
const title = missingSoftwareGpu === null ? 'products' : `products (skipped: ${missingSoftwareGpu})`;
const tiles: readonly CutName[] = ['32 x 32', '64 x 64', '128 x 64', '128 x 128'];

/** The null backend, with matrix units of this shape. */
async function withUnits([M, N, K]: readonly number[], change: (gpu: GpuDevice) => Partial<GpuDevice> = () => ({})) {
  const adapter = await nullAdapter();
  const configuration = { componentType: 'f16', resultComponentType: 'f32', M, N, K };
  return changed(adapter, change, { subgroupMatrixConfigs: [configuration] });
}

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  let backend: WebGpuBackend;
  afterEach(() => backend.close().catch(() => {}));

  test.each(tiles)('in tiles of %s are right', async (cut) => {
    backend = await openWebGpuBackend(await softwareAdapter());
    const before = backend.tuning;
    expect(await productsAreRight(backend, cut)).toBe(true);
    expect(backend.tuning).toBe(before);
  });

  test.each(tiles)('have the same bits, however they are cut: in tiles of %s', async (cut) => {
    backend = await openWebGpuBackend(await softwareAdapter());
    const results = productsOf(backend, [140, 150, 133]);
    const expected = await results('64 x 64');
    expect(expected.every((values) => values.some((value) => value !== 0))).toBe(true);
    const received = await results(cut);
    received.forEach((values, i) => void expect(sameBits(values, expected[i]), `result ${i}`).toBe(true));
  });

  test.each(['bfloat16', 'int8', 'q8_0', 'table16'] as const)(
    'with few rows have the bits of those rows among many: %s',
    async (type) => {
      const random = Random.fromSeed(6);
      backend = await openWebGpuBackend(await softwareAdapter());
      const device = createDevice(backend);
      // An odd number of each: the last word of a matrix has half of what others have.
      const [N, C, OC] = [12, 161, 71];
      const [x, weight] = [device.allocate([N, C]), device.allocate(type === 'table16' ? [OC, C] : [C, OC])];
      for (const one of [x, weight]) device.write(one, random.fillNormal(new Float32Array(one.elements)));
      const right = device.allocate(weight.shape, type);
      if (type === 'table16') device.round({ x: weight, out: right });
      else device.pack({ weight, out: right });
      const product = async (rows: number) => {
        const own = { x: device.view(x, 0, [rows, C]), out: device.allocate([rows, OC]) };
        if (type === 'table16') device.logits({ ...own, head: right });
        else device.linearPacked({ ...own, weight: right, bias: null, residual: null });
        return device.read(own.out);
      };
      const all = await product(N);
      expect(all.some((value) => value !== 0)).toBe(true);
      for (const rows of [1, 3, 8]) expect(sameBits(await product(rows), all.slice(0, rows * OC))).toBe(true);
    },
  );

  test.each([
    ['in an experimental shape', [16, 16, 16]],
    ['in that of Intel', [8, 16, 16]],
    ['in that of Apple', [8, 8, 8]],
  ] as const)('compile for matrix units %s, with and without a size of subgroups', async (_, shape) => {
    for (const isPinned of [true, false]) {
      const whole = await withUnits(shape);
      const info = { ...whole.info, subgroupMatrixConfigs: whole.info.subgroupMatrixConfigs!, subgroupMinSize: 32 };
      const unpinned = lacking(
        changed(whole, () => ({}), { ...info, subgroupMaxSize: 32 }),
        'subgroup-size-control',
      );
      const adapter = isPinned ? whole : unpinned;
      backend = await openWebGpuBackend(adapter, { operands: 'float16' });
      // Nothing runs here, so they have failed their test.
      backend.matrixUnits = matrixUnitsOf(adapter);
      expect(backend.matrixUnits).toMatchObject({ isPinned, M: shape[0], N: shape[1], K: shape[2] });
      await compileAll(backend, 'matrix units');
      await backend.close();
    }
  });

  test.each(tiles)('compile with float16 operands in tiles of %s', async (cut) => {
    backend = await openWebGpuBackend(await nullAdapter(), { operands: 'float16' });
    await compileAll(backend, cut);
  });

  describe('of matrix units', () => {
    test('are not used, and that is said, where the test of them fails', async () => {
      backend = await openWebGpuBackend(await withUnits([16, 16, 16]), { operands: 'float16' });
      expect(backend.description).toMatch(
        /, float16 operands, not on matrix units, which computed something else in a test$/,
      );
      expect(Object.values(backend.tuning)).not.toContain('matrix units');
    });

    test('are not used where the driver refuses their shader', async () => {
      const adapter = await withUnits([16, 16, 16], (gpu) => ({
        createShaderModule: ({ code, label }) =>
          gpu.createShaderModule({ code: code.replace('subgroupMatrixStore', 'subgroupMatrixKeep'), label: label! }),
      }));
      backend = await openWebGpuBackend(adapter, { operands: 'float16' });
      expect(backend.description).toMatch(/not on matrix units/);
      await backend.finish();
    });

    test('are used where they pass it', async () => {
      const right = await resultsOfTest();
      const adapter = await withUnits([16, 16, 16], (gpu) => ({
        createBuffer(descriptor) {
          const buffer = gpu.createBuffer(descriptor);
          buffer.getMappedRange = () => right.shift()!;
          return buffer;
        },
      }));
      backend = await openWebGpuBackend(adapter, { operands: 'float16' });
      expect(backend.description).toMatch(/, float16 operands on matrix units$/);
      expect(backend.tuning).toMatchObject({ '8': '64 x 64', '32': 'matrix units', more: 'matrix units' });
    });

    test('are left alone with float32 operands', async () => {
      backend = await openWebGpuBackend(await withUnits([16, 16, 16]));
      expect(backend.description).not.toMatch(/matrix/);
      expect(() => compile(backend, 'matrix units')).toThrow(RangeError);
    });

    test('end the opening if the GPU is lost over them', async () => {
      backend = await openWebGpuBackend(await softwareAdapter());
      const adapter = await withUnits([16, 16, 16], (gpu) => ({
        createShaderModule(descriptor) {
          gpu.destroy();
          return gpu.createShaderModule(descriptor);
        },
      }));
      await expect(openWebGpuBackend(adapter, { operands: 'float16' })).rejects.toThrow(GpuLostFault);
    });
  });

  /** What the host reads in `productsAreRight`, where it finds them right. */
  async function resultsOfTest(): Promise<ArrayBuffer[]> {
    const read: ArrayBuffer[] = [];
    const adapter = changed(await softwareAdapter(), (gpu) => ({
      createBuffer(descriptor) {
        const buffer = gpu.createBuffer(descriptor);
        const range = buffer.getMappedRange.bind(buffer);
        buffer.getMappedRange = (offset, size) => {
          const mapped = range(offset, size);
          read.push(mapped.slice(0));
          return mapped;
        };
        return buffer;
      },
    }));
    backend = await openWebGpuBackend(adapter);
    expect(await productsAreRight(backend, '64 x 64')).toBe(true);
    await backend.close();
    return read;
  }
});

describe('the matrix units of an adapter', () => {
  const adapterWith = (
    info: Partial<GpuAdapter['info']>,
    features = ['shader-f16', 'subgroups', 'subgroup-size-control', 'chromium-experimental-subgroup-matrix'],
  ) =>
    ({
      features: new Set(features),
      info: { subgroupMinSize: 32, subgroupMaxSize: 32, subgroupMatrixConfigs: [f16(16, 16, 16)], ...info },
    }) as unknown as GpuAdapter;
  const f16 = (M: number, N: number, K: number) => ({ componentType: 'f16', resultComponentType: 'f32', M, N, K });

  test('are used in the largest shape that the shader has', () => {
    const shapes = [f16(8, 8, 8), f16(16, 8, 16), f16(8, 16, 16), f16(16, 16, 16)];
    for (const [count, shape] of [
      [4, [16, 16, 16]],
      [3, [8, 16, 16]],
      [1, [8, 8, 8]],
    ] as const) {
      const units = matrixUnitsOf(adapterWith({ subgroupMatrixConfigs: shapes.slice(0, count) }))!;
      expect([units.M, units.N, units.K]).toEqual(shape);
    }
  });

  test.each([
    ['have no shape that the shader has', { subgroupMatrixConfigs: [f16(16, 8, 16)] }],
    ['sum in float16', { subgroupMatrixConfigs: [{ ...f16(16, 16, 16), resultComponentType: 'f16' }] }],
    ['multiply float32', { subgroupMatrixConfigs: [{ ...f16(16, 16, 16), componentType: 'f32' }] }],
    ['are not described', { subgroupMatrixConfigs: undefined }],
    ['have subgroups too large for a workgroup', { subgroupMinSize: 128, subgroupMaxSize: 128 }],
    ['have subgroups of no known size', { subgroupMinSize: undefined, subgroupMaxSize: undefined }],
  ] as const)('are not used if they %s', (_, info) => {
    expect(matrixUnitsOf(adapterWith(info as object))).toBeNull();
  });

  test.each(['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'])('need %s', (name) => {
    const all = ['shader-f16', 'subgroups', 'subgroup-size-control', 'chromium-experimental-subgroup-matrix'];
    expect(matrixUnitsOf(adapterWith({}, all))).not.toBeNull();
    expect(
      matrixUnitsOf(
        adapterWith(
          {},
          all.filter((other) => other !== name),
        ),
      ),
    ).toBeNull();
  });

  test('are asked for subgroups of 32 threads, or what is nearest', () => {
    const sizes = (subgroupMinSize: number, subgroupMaxSize: number) =>
      matrixUnitsOf(adapterWith({ subgroupMinSize, subgroupMaxSize }));
    expect(sizes(4, 128)).toMatchObject({ subgroup: 32, isPinned: true });
    expect(sizes(8, 16)).toMatchObject({ subgroup: 16 });
    expect(sizes(64, 64)).toMatchObject({ subgroup: 64 });
  });

  test('without that question need subgroups of one size', () => {
    const features = ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'];
    expect(matrixUnitsOf(adapterWith({}, features))).toMatchObject({ subgroup: 32, isPinned: false });
    expect(matrixUnitsOf(adapterWith({ subgroupMinSize: 16 }, features))).toBeNull();
  });
});

/** Products with every format of the right factor, both ways. */
function compile(backend: WebGpuBackend, cut: CutName): Device {
  backend.tuning = onlyCut(cut);
  const device = createDevice(backend);
  const [N, C, OC] = [20, 16, 32];
  const [x, dOut, out, dX] = [
    [N, C],
    [N, OC],
    [N, OC],
    [N, C],
  ].map((shape) => device.allocate(shape));
  const weight = device.allocate([C, OC]);
  device.linear({ x, weight, bias: null, residual: null, out });
  device.linearBackward({ dOut, x, weight, dX, dWeight: device.allocate([C, OC]), dBias: null });
  for (const type of ['bfloat16', 'int8', 'q8_0'] as const) {
    const packed = device.allocate([2 * C, OC], type);
    const [wide, dWide] = [device.allocate([N, 2 * C]), device.allocate([N, 2 * C])];
    device.linearPacked({ x: wide, weight: packed, bias: device.allocate([OC]), residual: out, out });
    device.linearPackedBackward({ dOut, weight: packed, dX: dWide });
  }
  device.logits({ x, head: device.allocate([OC, C], 'table16'), out });
  return device;
}

/** Throws GpuShaderFault if the driver refuses one of them. */
async function compileAll(backend: WebGpuBackend, cut: CutName): Promise<void> {
  await compile(backend, cut).finish();
}
