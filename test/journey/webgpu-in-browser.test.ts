import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';
import { chromium, openPage } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';
import { root } from './tpdne.ts';

/** Chromium offers WebGPU in software if it is asked to; the other flag makes it compile shaders a hundred times as fast. */
const flags = [
  '--enable-unsafe-webgpu',
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
];

/** A program for the page: trains a tiny model on this device, and returns the losses. */
const losses = (open: string) => `(async () => {
  const engine = await import('/dist/engine.js');
  const device = ${open};
  const hparams = '{"n_vocab":31,"n_ctx":9,"n_embd":8,"n_head":2,"n_layer":2}';
  const configuration = engine.parseModelConfiguration('hparams.json', hparams, 'tiny');
  const model = new engine.TrainableModel(device, configuration);
  engine.initialise(device, model.parameters, engine.Random.fromSeed(1));
  const gradients = new engine.ParameterSet(device, model.parameters.table);
  const pass = new engine.WindowPass(model, 2, 8, 'train');
  const inputs = Int32Array.from({ length: 16 }, (_, i) => (i * 7) % 31);
  const targets = inputs.map((token) => (token + 7) % 31);
  const losses = [];
  for (let step = 0; step < 5; step++) {
    for (const out of gradients.buffers) device.fill({ out, value: 0 });
    losses.push(await pass.accumulateGradients(gradients, { inputs, targets }));
    model.parameters.buffers.forEach((parameter, i) => {
      device.sgd({ parameter, gradient: gradients.buffers[i], learning_rate: 0.5, gradientScale: 1 });
    });
  }
  await device.close();
  return losses;
})()`;

/** The entry for browsers with all that it imports, as a page has it. */
async function bundledEntry(): Promise<string> {
  const modules = await rolldown({ input: join(root, 'dist/browser.js'), platform: 'browser', logLevel: 'silent' });
  const { output } = await modules.generate({ format: 'esm', inlineDynamicImports: true });
  await modules.close();
  return output[0].code;
}

describe.skipIf(chromium === null)(`WebGPU in a browser${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  test('trains a model to the losses of the reference device', async () => {
    const evaluate = await openPage(`${await serveFolder(root)}/examples/browser/index.html`, flags);
    const expected = (await evaluate(losses('engine.openReferenceDevice()'))) as number[];
    const opening = 'await engine.openWebGpuDevice(await navigator.gpu.requestAdapter())';
    const received = (await evaluate(losses(opening))) as number[];
    expect(received.length).toBe(5);
    received.forEach((loss, step) => void expect(loss / expected[step]).toBeCloseTo(1, 5));
    expect(received[4]).toBeLessThan(received[0]);
  });

  test('is what the devices of a project take on request, and not by themselves where it is software', async () => {
    const evaluate = await openPage(`${await serveFolder(root)}/examples/browser/index.html`, flags);
    const opened = await evaluate(`(async () => {
      const entry = new Blob([${JSON.stringify(await bundledEntry())}], { type: 'text/javascript' });
      const { browserDevices } = await import(URL.createObjectURL(entry));
      const events = [];
      for (const wanted of ['webgpu', 'auto']) {
        const { device, event } = await browserDevices({ gpu: navigator.gpu }).open({ device: wanted, threads: null, precision: 'auto' });
        await device.close();
        events.push(event.name + ': ' + event.because);
      }
      return events;
    })()`);
    expect(opened).toEqual(['webgpu: null', 'reference: the only GPU of this browser is software']);
  });
});
