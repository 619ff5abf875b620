import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device/device.ts';
import { ThreadEndedFault } from '../../src/engine/device/wasm/faults.ts';
import type { StartThread } from '../../src/engine/device/wasm/kernel-threads.ts';
import { missingWasm, openWasm, startWorker } from './wasm-device.ts';

/** Threads that are lost: the device says so, whatever the others wait for. */
const sets = (['wasm-relaxed-simd', 'wasm-simd'] as const).map((name) => ({ name, missing: missingWasm(name) }));

/** Opens a device; `workers` are its threads, and the last one runs `code` first. */
async function openWith(name: (typeof sets)[number]['name'], threads: number, code = '') {
  const workers: Worker[] = [];
  const startThread: StartThread = (thread, events) => {
    void startWorker(thread, events, thread.thread === threads - 1 ? code : '').then((worker) => {
      workers[thread.thread] = worker;
    });
  };
  return { device: await openWasm(name, threads, { startThread }), workers };
}

/** Records products of some seconds. */
function recordProducts(device: Device): void {
  const [N, C] = [1024, 1024];
  const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, C]), device.allocate([N, C])];
  for (let i = 0; i < 100; i++) device.linear({ x, weight, bias: null, residual: null, out });
}

/** Records attention, whose kernel asks the host for a logarithm on each thread. */
function recordAttention(device: Device): void {
  const [T, heads] = [64, 16];
  const qkv = device.allocate([1, T, 48 * heads]);
  const [out, logSumExp] = [device.allocate([1, T, 16 * heads]), device.allocate([1, heads, T])];
  for (let i = 0; i < 100; i++) device.attention({ qkv, out, logSumExp, scale: 1 });
}

const MESSAGE =
  /^A thread of the CPU device ended \(.+\)\. A training that is started again resumes from its last checkpoint\.$/;

describe.each(sets)('$name', ({ name, missing }) => {
  it.skipIf(missing !== null).each([0, 1, 2])(
    'says that a thread was ended in the middle of a product: the one with number %d',
    async (ended) => {
      const { device, workers } = await openWith(name, 3);
      recordProducts(device);
      const computed = device.finish().catch((fault: unknown) => fault);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const others = workers
        .toSpliced(ended, 1)
        .map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
      void workers[ended].terminate();
      const fault = (await computed) as Error;
      expect(fault).toBeInstanceOf(ThreadEndedFault);
      expect(fault.message).toMatch(MESSAGE);
      // The other threads end too, whatever they wait for.
      await Promise.all(others);
      await expectLost(device);
    },
  );

  it.skipIf(missing !== null).each([
    ['throws', 'throw new Error("it broke")', 'it broke'],
    ['ends itself', 'process.exit(3)', 'no reason was given'],
  ])('says that a thread %s in the middle of a kernel', async (_, act, why) => {
    const { device } = await openWith(name, 2, `Math.log = () => { ${act}; };`);
    recordAttention(device);
    await expect(device.finish()).rejects.toThrow(`A thread of the CPU device ended (${why}).`);
    await expectLost(device);
  });

  it.skipIf(missing !== null)('says that a thread was ended while nothing was computed', async () => {
    const { device, workers } = await openWith(name, 2);
    recordProducts(device);
    await workers[1].terminate();
    await expect(device.finish()).rejects.toThrow(MESSAGE);
    await expectLost(device);
  });
});

/** Nothing can be computed any longer, and the device can be closed. */
async function expectLost(device: Device): Promise<void> {
  expect(() => device.allocate([1])).toThrow(ThreadEndedFault);
  await device.close();
}
