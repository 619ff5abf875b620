import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeviceFault, DeviceMemoryFault } from '../../src/engine/device/backend.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { compileModule, supportedModules } from '../../src/engine/device/wasm/kernel-modules.ts';
import type { WorkerEvents } from '../../src/engine/device/wasm/kernel-threads.ts';
import { openWasmDevice } from '../../src/engine/device/wasm/open-wasm-device.ts';
import { largeCalls, run } from './large-calls.ts';
import { sameBits } from './tolerance.ts';
import { missingWasm, openWasm, startThread, wasmBytes, wasmModules } from './wasm-device.ts';

/** What the shared suite cannot know: threads, memory and faults of the kernels in WebAssembly. */
const sets = (['wasm-relaxed-simd', 'wasm-simd'] as const).map((name) => ({ name, missing: missingWasm(name) }));

const MIB = 2 ** 20;

it('runs in this Node', () => {
  expect(missingWasm('wasm-simd')).toBeNull();
});

describe.each(sets)('$name', ({ name, missing }) => {
  it.skipIf(missing !== null).each(Object.keys(largeCalls))(
    'gives the same bits of %s with one, two and three threads',
    async (call) => {
      const results = [];
      for (const threads of [1, 2, 3]) {
        const device = await openWasm(name, threads);
        results.push(await run(largeCalls[call], device));
        await device.close();
      }
      for (const other of results.slice(1)) {
        for (const tensor of Object.keys(other)) expect(sameBits(results[0][tensor], other[tensor]), tensor).toBe(true);
      }
    },
  );
});

const memoryBytes = 64 * MIB;
const open = (threads = 1) => openWasm('wasm-simd', threads, { memoryBytes });

describe('the device in WebAssembly', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is named for people', async () => {
    for (const [threads, said] of [
      [1, '1 thread'],
      [2, '2 threads'],
    ] as const) {
      const device = await open(threads);
      expect(device.name).toBe('cpu');
      expect(device.description).toBe(`CPU, ${said}, WebAssembly with SIMD`);
      await device.close();
    }
  });

  it('lets timers fire between two commands where the calling thread computes', async () => {
    const device = await open();
    const [N, C] = [512, 512];
    const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, C]), device.allocate([N, C])];
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    for (let i = 0; i < 100; i++) device.linear({ x, weight, bias: null, residual: null, out });
    await device.finish();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
    await device.close();
  });

  it.each([1, 2])('lets timers fire in the middle of a command of %d threads of its own', async (threads) => {
    const device = await openWasm('wasm-simd', threads, { startThread });
    const [N, C] = [1024, 2048];
    const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, C]), device.allocate([N, C])];
    device.linear({ x, weight, bias: null, residual: null, out });
    let isComputed = false;
    const computed = device.finish().then(() => {
      isComputed = true;
    });
    // Half a second of two threads: at most one of these comes before a command that is not interrupted.
    let ticks = 0;
    for (; !isComputed && ticks < 5; ticks++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ticks).toBe(5);
    await computed;
    await device.close();
  });

  it('runs more commands than are sent at a time, in order', async () => {
    const device = await open(2);
    const sum = device.allocate([1]);
    const one = device.allocate([1]);
    device.fill({ out: one, value: 1 });
    for (let i = 0; i < 1000; i++) device.scale({ x: sum, residual: one, out: sum, factor: 1 });
    expect(await device.read(sum)).toEqual(Float32Array.of(1000));
    await device.close();
  });

  it('says which token, position or target is out of range, and continues', async () => {
    const device = await open();
    const [tokens, positions] = [device.allocate([1, 2], 'int32'), device.allocate([1], 'int32')];
    const tables = { tokenTable: device.allocate([5, 3]), positionTable: device.allocate([4, 3]) };
    const out = device.allocate([1, 2, 3]);
    const embedded = (token: number, position: number) => {
      device.write(tokens, Int32Array.of(1, token));
      device.write(positions, Int32Array.of(position));
      device.embedding({ tokens, positions, ...tables, out });
      return device.finish();
    };
    await expect(embedded(5, 0)).rejects.toThrow(
      'embedding got token 5 at place 1; the vocabulary has 5 entries, from 0.',
    );
    await expect(embedded(-2_147_483_648, 0)).rejects.toThrow('embedding got token -2147483648 at place 1;');
    await expect(embedded(4, 3)).rejects.toThrow('embedding got 2 tokens from position 3 on; there are 4 positions.');
    await embedded(4, 2);
    await device.close();
  });

  it('refuses numbers of threads that cannot be, and says when they cannot be started', async () => {
    await expect(open(0)).rejects.toThrow('The number of threads must be a whole number from 1 to 1024, got 0.');
    await expect(open(1025)).rejects.toThrow(DeviceFault);
    const [kind] = wasmModules.slice(-1);
    const options = { module: await compileModule(wasmBytes(kind)), kind, now: () => 0 };
    await expect(openWasmDevice({ ...options, threads: 2 })).rejects.toThrow('a whole number from 1 to 1, got 2.');
    for (const fail of [
      (ended: WorkerEvents['ended']) => ended('there are too many'),
      () => {
        throw new Error('there are too many');
      },
    ]) {
      const opening = openWasmDevice({
        ...{ ...options, threads: 3 },
        startThread: (thread, events) => (thread.thread === 1 ? fail(events.ended) : startThread(thread, events)),
      });
      await expect(opening).rejects.toThrow('The CPU device could not start 3 threads: there are too many.');
    }
  });

  it('says which kernel ended in a trap, and continues', async () => {
    const { WebAssembly: here } = globalThis as unknown as {
      WebAssembly: { RuntimeError: new (text: string) => Error };
    };
    // The one function of a kernel that a test can replace.
    vi.spyOn(Math, 'log').mockImplementation(() => {
      throw new here.RuntimeError('unreachable');
    });
    const device = await open();
    const tensors = { qkv: device.allocate([1, 2, 12]), logSumExp: device.allocate([1, 1, 2]) };
    const out = device.allocate([1, 2, 4]);
    device.attention({ ...tensors, out, scale: 1 });
    await expect(device.finish()).rejects.toThrow('attention ended in a trap of WebAssembly.');
    device.fill({ out, value: 3 });
    expect([...(await device.read(out))]).toEqual(Array(8).fill(3));
    await device.close();
  });

  it('refuses a module of another version', async () => {
    const [kind] = wasmModules.slice(-1);
    const text = Buffer.from(wasmBytes(kind)).toString('latin1').replace('fill: out |', 'fill: owt |');
    const module = await compileModule(Buffer.from(text, 'latin1'));
    await expect(openWasmDevice({ module, kind, now: () => 0 })).rejects.toThrow(
      'of another version: they have "fill: owt | E | value", expected "fill: out | E | value"',
    );
  });
});

describe('its memory', () => {
  const floats = (device: Device, mebibytes: number) => device.allocate([(mebibytes * MIB) / 4]);

  it('is zeroed, also where something else was', async () => {
    const device = await open();
    for (const elements of [3, 1000, 100_000]) {
      const kept = [1, 2, 3].map(() => device.allocate([elements]));
      for (const out of kept) device.fill({ out, value: 7 });
      await device.finish();
      // One in the middle, and the last.
      for (const freed of kept.slice(1)) device.free(freed);
      const again = [1, 2, 3].map(() => device.allocate([elements]));
      for (const tensor of again) expect((await device.read(tensor)).every((value) => value === 0)).toBe(true);
      expect((await device.read(kept[0])).every((value) => value === 7)).toBe(true);
    }
    await device.close();
  });

  it('is whole again after blocks were freed in any order', async () => {
    const device = await open();
    expect(device.memoryBytes).toBe(64 * MIB);
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [1, 3, 0, 4, 2],
      [2, 0, 4, 1, 3],
    ]) {
      const blocks = order.map((i) => floats(device, 8 + i));
      for (const i of order) device.free(blocks[i]);
      device.free(floats(device, 60));
    }
    await device.close();
  });

  it('takes the smallest gap that is large enough', async () => {
    const device = await open();
    const [large, , small] = [30, 1, 10, 1].map((mebibytes) => floats(device, mebibytes));
    device.free(large);
    device.free(small);
    const again = floats(device, 10);
    device.free(floats(device, 30));
    device.free(again);
    await device.close();
  });

  it('is usable past 2 GiB', async () => {
    const device = await openWasm('wasm-simd', 2);
    expect(device.memoryBytes).toBe(2 ** 32);
    // Memory that is not written takes none.
    const low = floats(device, 2560);
    const [N, C, OC] = [40, 30, 50];
    const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, OC]), device.allocate([N, OC])];
    device.write(x, new Float32Array(N * C).fill(2));
    device.write(weight, new Float32Array(C * OC).fill(3));
    device.linear({ x, weight, bias: null, residual: null, out });
    expect((await device.read(out)).every((value) => value === 6 * C)).toBe(true);
    for (const tensor of [x, weight, out, low]) device.free(tensor);
    await device.close();
  });

  it('that is not there is refused, and nothing else', async () => {
    const device = await open();
    expect(() => device.allocate([2 ** 32])).toThrow(DeviceMemoryFault);
    expect(() => floats(device, 64)).toThrow('has no memory left for a tensor of shape (16777216), 67108864 bytes.');
    const most = floats(device, 60);
    expect(() => floats(device, 4)).toThrow(DeviceMemoryFault);
    device.free(most);
    device.free(floats(device, 60));
    await device.close();
  });

  it.each([1, 3])(
    'may be too small for what a kernel needs, which says so and leaves the device usable, with %d threads',
    async (threads) => {
      const device = await open(threads);
      const [N, C, OC] = [512, 2048, 2048];
      const weight = device.allocate([C, OC]);
      const [x, out] = [device.allocate([N, C]), device.allocate([N, OC])];
      const rest = floats(device, 32);
      const call = { x, weight, bias: null, residual: null, out };
      device.linear(call);
      await expect(device.finish()).rejects.toThrow('linear has no room for its working memory.');
      device.free(rest);
      device.fill({ out: weight, value: 1 });
      device.fill({ out: x, value: 1 });
      device.linear(call);
      expect((await device.read(out)).every((value) => value === C)).toBe(true);
      await device.close();
    },
  );
});

it.each([1, 2, 3])('the memory may also end in the middle of the work of %d threads', async (threads) => {
  const device = await open(threads);
  const [T, heads] = [4000, 6];
  const qkv = device.allocate([1, T, 3 * 16 * heads]);
  const [out, logSumExp] = [device.allocate([1, T, 16 * heads]), device.allocate([1, heads, T])];
  const call = { qkv, out, logSumExp, scale: 1 };
  const filling: Tensor[] = [];
  expect(() => {
    for (;;) filling.push(device.allocate([50_000]));
  }).toThrow(DeviceMemoryFault);
  for (let attempt = 0; attempt < 3; attempt++) {
    device.attention(call);
    await expect(device.finish()).rejects.toThrow('attention has no room for its working memory.');
  }
  for (const tensor of filling) device.free(tensor);
  device.fill({ out: qkv, value: 1 });
  device.attention(call);
  expect((await device.read(out)).every((value) => Math.abs(value - 1) < 1e-5)).toBe(true);
  await device.close();
});

describe('a runtime', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    [
      [true, true],
      ['kernels-relaxed-simd.wasm', 'kernels-simd.wasm'],
    ],
    [[false, true], ['kernels-simd.wasm']],
    [[false, false], []],
  ])('that validates %j runs %j', (valid, files) => {
    const { WebAssembly: here } = globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } };
    const answers = [...valid];
    vi.spyOn(here, 'validate').mockImplementation(() => answers.shift()!);
    expect(supportedModules().map(({ file }) => file)).toEqual(files);
  });
});
