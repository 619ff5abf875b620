import type { Worker } from 'node:worker_threads';
import { beforeEach, expect, test } from 'vitest';
import { ThreadEndedFault } from '../../src/engine/device/wasm/faults.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { browserDevices } from '../../src/pipeline/browser-devices.ts';
import { train } from '../../src/pipeline/train/train.ts';
import { startWorker, wasmBytes } from '../device/wasm-device.ts';
import { eventsOf, tinySettings, tinyWorkplace, trained } from './tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

test('a thread of WebAssembly that ends also ends a training, which resumes from its last checkpoint', async () => {
  const workers: Worker[] = [];
  const kernels = {
    load: async (file: Parameters<typeof wasmBytes>[0]['file']) => wasmBytes({ file }),
    startThread: (...given: Parameters<typeof startWorker>) =>
      void startWorker(...given).then((worker) => workers.push(worker)),
  };
  const devices = browserDevices({ kernels });
  const changes = { device: 'cpu', threads: 2, precision: 'float32', steps: 6, save_every: 2 } as const;
  const training = (async () => {
    for await (const event of train(tinySettings(root, changes), { ...nodeProject({ root }), devices })) {
      if (event.type === 'step' && event.step === 3) void workers[1].terminate();
    }
  })();
  await expect(training).rejects.toThrow(ThreadEndedFault);
  await expect(training).rejects.toThrow('A training that is started again resumes from its last checkpoint.');
  const resumed = (await trained(root, changes)).events;
  const first = eventsOf(resumed, 'step')[0].step;
  expect([3, 5]).toContain(first);
  const whole = (await trained(root, { ...changes, run_name: 'whole' })).events;
  const lossOf = (events: typeof whole) => eventsOf(events, 'step').at(-1)!;
  expect(lossOf(resumed).step).toBe(6);
  expect(lossOf(resumed).loss / lossOf(whole).loss).toBeCloseTo(1, 4);
});
