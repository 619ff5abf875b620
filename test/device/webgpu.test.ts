import { afterEach, describe, expect, test } from 'vitest';
import { DeviceMemoryFault, TensorFault } from '../../src/engine/device/backend.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { GpuLostFault, GpuShaderFault, NoGpuFault } from '../../src/engine/device/webgpu/faults.ts';
import type { GpuAdapter } from '../../src/engine/device/webgpu/gpu.ts';
import { descriptionOf, isSoftware, openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { Random } from '../../src/engine/random.ts';
import { tinyTrainer } from '../engine/training/tiny-training.ts';
import { sameBits } from './tolerance.ts';
import {
  changed,
  countBytes,
  lacking,
  missingSoftwareGpu,
  nullAdapter,
  overlaid,
  softwareAdapter,
} from './webgpu-software.ts';

/** What holds on the WebGPU device alone: how it uses the GPU, and what it says when something goes wrong. */
const title = missingSoftwareGpu === null ? 'webgpu' : `webgpu (skipped: ${missingSoftwareGpu})`;

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  let device: Device;
  afterEach(() => device.close().catch(() => {}));

  const random = Random.fromSeed(3);
  function tensor(shape: number[], data?: ArrayLike<number>): Tensor {
    const made = device.allocate(shape);
    device.write(made, data ? Float32Array.from(data) : random.fillNormal(new Float32Array(made.elements)));
    return made;
  }
  function whole(shape: number[], data: ArrayLike<number>): Tensor {
    const made = device.allocate(shape, 'int32');
    device.write(made, Int32Array.from(data));
    return made;
  }

  describe('tensors in one buffer', () => {
    test('are read and written by the same kernel', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const [x, weight, bias, residual] = [tensor([3, 5]), tensor([5, 7]), tensor([7]), tensor([3, 7])];
      const apart = device.allocate([3, 7]);
      device.linear({ x, weight, bias, residual, out: apart });
      const all = device.allocate([400]);
      let end = 0;
      const inside = (source: Tensor) => {
        const view = device.view(all, end, source.shape);
        device.copy({ source, out: view });
        end += source.elements + 3;
        return view;
      };
      const [x2, weight2, bias2, residual2] = [inside(x), inside(weight), inside(bias), inside(residual)];
      const out = device.view(all, end, [3, 7]);
      device.linear({ x: x2, weight: weight2, bias: bias2, residual: residual2, out });
      expect(await device.read(out)).toEqual(await device.read(apart));
      expect(await device.read(x2)).toEqual(await device.read(x));
    });

    test('are written side by side by one kernel', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const both = device.allocate([6]);
      const [mean, rstd] = [device.view(both, 0, [3]), device.view(both, 3, [3])];
      const x = tensor([3, 2], [1, 3, 5, 5, 0, 4]);
      const call = { x, weight: tensor([2]), bias: tensor([2]), out: device.allocate([3, 2]) };
      device.layerNorm({ ...call, mean, rstd, epsilon: 1 });
      expect(await device.read(both)).toBeCloseToTensor([2, 5, 2, Math.SQRT1_2, 1, 1 / Math.sqrt(5)]);
    });
  });

  describe('more elements than workgroups in a row', () => {
    test('are all filled', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const elements = 65535 * 256 + 3;
      const out = device.allocate([elements]);
      device.fill({ out, value: 7 });
      expect([...(await device.read(device.view(out, elements - 4, [4])))]).toEqual([7, 7, 7, 7]);
    });

    test('are all taken, row by row', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const N = 65535 + 2;
      const [x, out] = [device.allocate([1, N, 1]), device.allocate([1, N, 1])];
      device.fill({ out: x, value: 3 });
      const weights = { queryWeight: tensor([1]), keyWeight: tensor([1]) };
      device.headNorm({ x, ...weights, out, heads: 0, keyHeads: 0, epsilon: 1 });
      expect([...(await device.read(device.view(out, N - 3, [3])))]).toEqual([3, 3, 3]);
    });
  });

  describe('a recording', () => {
    test('is made again for working memory that has grown, and for other whole numbers', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const [x, sum] = [tensor([3], [1, 2, 3]), device.allocate([1])];
      const [tokens, positions] = [whole([1, 2], [0, 1]), whole([1], [0])];
      const [tokenTable, out] = [tensor([3, 1], [10, 20, 30]), device.allocate([1, 2, 1])];
      const recording = device.capture(() => {
        device.sumOfSquares({ x, out: sum });
        device.embedding({ tokens, positions, tokenTable, positionTable: null, out });
      });
      device.replay(recording);
      const large = tensor([70_000]);
      device.sumOfSquares({ x: large, out: device.allocate([1]) });
      device.free(large);
      device.write(tokens, Int32Array.of(2, 2));
      device.replay(recording);
      expect([...(await device.read(sum))]).toEqual([28]);
      expect([...(await device.read(out))]).toEqual([30, 30]);
      device.write(tokens, Int32Array.of(2, 3));
      device.replay(recording);
      await expect(device.finish()).rejects.toThrow('embedding(tokens) asks for row 3 of a table of 3 rows.');
      await device.finish();
    });

    test('that cannot run is only refused when it is replayed', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const [qkv, positions] = [tensor([1, 2, 3]), whole([1], [4])];
      const [keys, values] = [device.allocate([1, 1, 5, 1], 'cache32'), device.allocate([1, 1, 5, 1], 'cache32')];
      const out = device.allocate([1, 2, 1]);
      const recording = device.capture(() => device.attentionCached({ qkv, positions, keys, values, out, scale: 1 }));
      await device.finish();
      device.replay(recording);
      await expect(device.finish()).rejects.toThrow(TensorFault);
      device.write(positions, Int32Array.of(3));
      device.replay(recording);
      await device.finish();
    });
  });

  test('a product of many tiles has the bits of the same rows alone', async () => {
    const [N, C, OC] = [1030, 150, 1000];
    const [x, weight, dOut] = [
      random.fillNormal(new Float32Array(N * C)),
      random.fillNormal(new Float32Array(C * OC)),
      random.fillNormal(new Float32Array(N * OC)),
    ];
    const products = async () => {
      const tensors = { x: tensor([N, C], x), weight: tensor([C, OC], weight) };
      const [out, dX] = [device.allocate([N, OC]), device.allocate([N, C])];
      device.linear({ ...tensors, bias: null, residual: null, out });
      device.linearBackward({ ...tensors, dOut: tensor([N, OC], dOut), dX, dWeight: null, dBias: null });
      return { ...tensors, out, dX, values: [await device.read(out), await device.read(dX)] };
    };
    device = openReferenceDevice();
    const expected = await products();
    device = await openWebGpuDevice(await softwareAdapter());
    const received = await products();
    received.values.forEach((values, i) => void expect(values).toBeCloseToTensor(expected.values[i]));
    for (const rows of [1, 7, 60]) {
      const some = device.allocate([rows, OC]);
      const { weight } = received;
      device.linear({ x: device.view(received.x, 0, [rows, C]), weight, bias: null, residual: null, out: some });
      expect(sameBits(await device.read(some), received.values[0].slice(0, rows * OC))).toBe(true);
    }
  });

  test.each([
    ['cache16', 24],
    ['cache32', 24],
    ['cache16', 128],
    ['cache32', 12],
    // Rows that are not whole vectors.
    ['cache16', 12],
    ['cache32', 5],
  ] as const)('the bits of attention to a %s of heads of %d do not depend on how a text is cut', async (type, HS) => {
    device = await openWebGpuDevice(await softwareAdapter());
    const [B, T, NKV, Q] = [2, 150, 1, 2 * HS];
    const W = Q + 2 * NKV * HS;
    const rows = random.fillNormal(new Float32Array(B * T * W));
    const caches = () => [device.allocate([B, NKV, T, HS], type), device.allocate([B, NKV, T, HS], type)] as const;
    const feed = async ([keys, values]: ReturnType<typeof caches>, first: number, count: number) => {
      const own = Array.from({ length: B }, (_, b) => rows.subarray((b * T + first) * W, (b * T + first + count) * W));
      const qkv = tensor([B, count, W], Float32Array.from([...own[0], ...own[1]]));
      const out = device.allocate([B, count, Q]);
      const positions = whole([B], [first, first]);
      device.attentionCached({ qkv, positions, keys, values, out, scale: 1 / Math.sqrt(HS) });
      return device.read(out);
    };
    const together = await feed(caches(), 0, T);
    const cut = caches();
    await feed(cut, 0, 62);
    // Around the ends of tiles and spans.
    for (let t = 62; t < T; t++) {
      const one = await feed(cut, t, 1);
      const expected = [0, 1].map((b) => together.subarray((b * T + t) * Q, (b * T + t + 1) * Q));
      expect(sameBits(one, Float32Array.from([...expected[0], ...expected[1]])), `position ${t}`).toBe(true);
    }
  });

  test('more kernels than one submission takes run in order', async () => {
    let submissions = 0;
    const adapter = changed(await softwareAdapter(), ({ queue }) => ({
      queue: overlaid(queue, {
        submit: (commands) => {
          submissions++;
          queue.submit(commands);
        },
      }),
    }));
    device = await openWebGpuDevice(adapter);
    const [counter, step] = [tensor([1], [0]), tensor([1], [1])];
    await device.finish();
    submissions = 0;
    for (let i = 0; i < 10; i++)
      device.sgd({ parameter: counter, gradient: step, learning_rate: -1, gradientScale: 1 });
    expect([...(await device.read(counter))]).toEqual([10]);
    expect(submissions).toBe(1);
    for (let i = 0; i < 3000; i++)
      device.sgd({ parameter: counter, gradient: step, learning_rate: -1, gradientScale: 1 });
    expect([...(await device.read(counter))]).toEqual([3010]);
    expect(submissions).toBe(4);
  });

  test('long products are sent one by one', async () => {
    let submissions = 0;
    // Nothing runs on it.
    const adapter = changed(await nullAdapter(), ({ queue }) => ({
      queue: overlaid(queue, {
        submit: (commands) => {
          submissions++;
          queue.submit(commands);
        },
      }),
    }));
    device = await openWebGpuDevice(adapter);
    const square = (side: number) => device.allocate([side, side]);
    const long = { x: square(3000), weight: square(3000), bias: null, residual: null, out: square(3000) };
    const short = { x: square(300), weight: square(300), bias: null, residual: null, out: square(300) };
    for (let i = 0; i < 3; i++) device.linear(long);
    await device.finish();
    expect(submissions).toBe(3);
    submissions = 0;
    for (let i = 0; i < 100; i++) device.linear(short);
    await device.finish();
    expect(submissions).toBe(1);
  });

  test('a training has the losses of the reference device, and takes no memory after its second step', async () => {
    const { adapter, bytes } = countBytes(await softwareAdapter());
    device = await openWebGpuDevice(adapter);
    const reference = openReferenceDevice();
    const settings = { batch_size: 1, accumulate_gradients: 1, steps: 40, learning_rate: 0.003 };
    const [ours, theirs] = [tinyTrainer(device, settings), tinyTrainer(reference, settings)];
    const taken: number[] = [];
    let worst = 0;
    for (let step = 0; step < 40; step++) {
      const [{ loss }, expected] = [await ours.update(), await theirs.update()];
      taken.push(bytes());
      worst = Math.max(worst, Math.abs(loss / expected.loss - 1));
    }
    expect(worst).toBeLessThan(0.005);
    expect(new Set(taken.slice(1)).size).toBe(1);
  });

  describe('faults', () => {
    test('a GPU that is lost says how to go on', async () => {
      let lose = () => {};
      const adapter = changed(await softwareAdapter(), (gpu) => {
        lose = () => gpu.destroy();
        return {};
      });
      device = await openWebGpuDevice(adapter);
      const trainer = tinyTrainer(device);
      await trainer.update();
      lose();
      const updating = (async () => {
        for (;;) await trainer.update();
      })();
      await expect(updating).rejects.toThrow(GpuLostFault);
      await expect(device.finish()).rejects.toThrow(
        /Run the same command again: training resumes from its last checkpoint/,
      );
      expect(() => device.allocate([1])).toThrow(GpuLostFault);
    });

    test('a tensor that is larger than the GPU takes is refused at once', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const elements = device.largestBufferBytes / 4;
      expect(() => device.allocate([elements + 65])).toThrow(DeviceMemoryFault);
      expect(() => device.allocate([elements + 65])).toThrow(
        `the largest it takes is ${device.largestBufferBytes} bytes`,
      );
    });

    test('memory that the driver does not have is reported by the next wait', async () => {
      let isFull = false;
      const adapter = changed(await softwareAdapter(), (gpu) => ({
        popErrorScope: async () => {
          const error = await gpu.popErrorScope();
          return isFull ? { message: 'no room' } : error;
        },
      }));
      device = await openWebGpuDevice(adapter);
      device.allocate([3]);
      await device.finish();
      isFull = true;
      device.allocate([3, 5]);
      await expect(device.finish()).rejects.toThrow(DeviceMemoryFault);
      isFull = false;
      await device.finish();
    });

    test('a shader that the driver refuses is named', async () => {
      const adapter = changed(await softwareAdapter(), (gpu) => ({
        createShaderModule: ({ code, label }) =>
          gpu.createShaderModule({
            code: label === 'gelu' ? code.replace('fn main', 'fn main main') : code,
            label: label!,
          }),
      }));
      device = await openWebGpuDevice(adapter);
      const [x, out] = [tensor([3]), device.allocate([3])];
      device.fill({ out, value: 1 });
      await device.finish();
      device.gelu({ x, out });
      await expect(device.finish()).rejects.toThrow(GpuShaderFault);
      device.gelu({ x, out });
      await expect(device.read(out)).rejects.toThrow(/refused/);
    });

    test('heads that no tile of attention fits are refused', async () => {
      device = await openWebGpuDevice(await softwareAdapter());
      const [qkv, out] = [device.allocate([1, 1, 3 * 600]), device.allocate([1, 1, 600])];
      device.attention({ qkv, out, logSumExp: device.allocate([1, 1, 1]), scale: 1 });
      await expect(device.finish()).rejects.toThrow('no attention for heads of 600 channels');
    });

    test('an adapter that gives no device is said to be the reason', async () => {
      device = openReferenceDevice();
      const adapter = await softwareAdapter();
      const requestDevice = () => Promise.reject(new Error('already used'));
      const opening = openWebGpuDevice({ ...adapter, limits: adapter.limits, info: adapter.info, requestDevice });
      await expect(opening).rejects.toThrow(NoGpuFault);
      await expect(opening).rejects.toThrow(/could not be opened: already used/);
    });
  });

  test('where 1 MiB is all that one binding takes, scores are computed in chunks of rows', async () => {
    const adapter = changed(await softwareAdapter(), (gpu) => ({
      limits: { maxBufferSize: 2 ** 20 + 256, maxStorageBufferBindingSize: 2 ** 20 + 256 },
      createBuffer: (descriptor) => gpu.createBuffer(descriptor),
    }));
    const [N, C, V] = [150, 3, 3001];
    const [x, head] = [random.fillNormal(new Float32Array(N * C)), random.fillNormal(new Float32Array(V * C))];
    const targets = Int32Array.from({ length: N }, (_, n) => (n * 17) % V);
    const classified = async () => {
      const tensors = { x: tensor([N, C], x), head: tensor([V, C], head), targets: whole([N], targets) };
      const [losses, dX, dHead] = [device.allocate([N]), device.allocate([N, C]), device.allocate([V, C])];
      device.classifier({ ...tensors, losses, dX, dHead, lossScale: 0.5 });
      return Promise.all([losses, dX, dHead].map((one) => device.read(one)));
    };
    device = openReferenceDevice();
    const expected = await classified();
    device = await openWebGpuDevice(adapter);
    const received = await classified();
    received.forEach((values, i) => void expect(values).toBeCloseToTensor(expected[i]));
  });

  describe('float16 operands', () => {
    test('are refused by an adapter without them', async () => {
      device = openReferenceDevice();
      const opening = openWebGpuDevice(lacking(await softwareAdapter(), 'shader-f16'), { operands: 'float16' });
      await expect(opening).rejects.toThrow(NoGpuFault);
      await expect(opening).rejects.toThrow('has no float16 (shader-f16); use precision float32.');
    });

    test.each([1, 3, 64, 128])('compile in each product of %d rows', async (N) => {
      const shaders: string[] = [];
      const adapter = changed(await nullAdapter(), (gpu) => ({
        createShaderModule: (module) => {
          shaders.push(module.code);
          return gpu.createShaderModule(module);
        },
      }));
      device = await openWebGpuDevice(adapter, { operands: 'float16' });
      const [C, OC] = [16, N === 128 ? 64 * 128 : 32];
      const x = device.allocate([N, C]);
      const weight = device.allocate([C, OC]);
      const out = device.allocate([N, OC]);
      const rest = { bias: null, residual: null, out };
      device.linear({ x, weight, ...rest });
      for (const type of ['bfloat16', 'int8'] as const) {
        device.linearPacked({ x, weight: device.allocate([C, OC], type), ...rest });
      }
      device.logits({ x, head: device.allocate([OC, C], 'table16'), out });
      await device.finish();
      expect(shaders.length).toBe(4);
      for (const code of shaders) expect(code.startsWith('// Operands of products are rounded to float16.')).toBe(true);
    });
  });

  test('software is known as such, and named for people', async () => {
    device = openReferenceDevice();
    const adapter = await softwareAdapter();
    expect(isSoftware(adapter)).toBe(true);
    expect(descriptionOf(adapter)).toMatch(/^GPU in software, (swiftshader|llvmpipe)/);
    const info = { vendor: 'apple', architecture: 'metal-3', device: '', description: '' };
    expect(isSoftware({ ...adapter, info })).toBe(false);
    const named = (own: Partial<GpuAdapter['info']>) => isSoftware({ ...adapter, info: { ...info, ...own } });
    // What lavapipe says of itself, and each of it alone.
    expect(named({ vendor: 'mesa', architecture: 'software', device: 'llvmpipe-llvm-22-1-8-256-bits-' })).toBe(true);
    expect(named({ architecture: 'software' })).toBe(true);
    expect(named({ architecture: 'software-defined' })).toBe(false);
    expect(named({ device: 'llvmpipe-llvm-22-1-8-256-bits-' })).toBe(true);
    expect(named({ description: 'llvmpipe: Mesa 26.2.6-1 (LLVM 22.1.8)' })).toBe(true);
    expect(named({ architecture: 'warp' })).toBe(true);
    expect(named({ device: 'nvidia-h200', description: 'NVIDIA: 615.71' })).toBe(false);
    expect(descriptionOf({ ...adapter, info })).toBe('GPU, apple metal-3');
    expect(descriptionOf({ ...adapter, info: { ...info, vendor: '', architecture: '' } })).toBe(
      'GPU, of an unknown kind',
    );
  });
});
