// Training steps in Chromium with the kernels in WebAssembly, as in a tab, and in turns with them the same steps with the native library.
//
//   npm run bundle && node bench/wasm-in-chromium.mjs [--size nano] [--length 256] [--threads 1,2] [--steps 5] [--instruction-set avx2]
//
// It needs Chromium, whose program is `chromium` or $TPDNE_CHROMIUM. A page cannot ask for its processor time: seconds are those of the
// wall, the least and the median of the steps after two that are not counted.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { median } from './rows.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'nano' },
    length: { type: 'string', default: '256' },
    threads: { type: 'string', default: '1,2' },
    steps: { type: 'string', default: '5' },
    'instruction-set': { type: 'string', default: 'avx2' },
  },
});
const { size, length, steps, 'instruction-set': instructionSet } = options;

/** A worker that trains; those that it starts are threads of its device. */
const WORKER = `
import * as engine from '../engine.js';

let step;
// An error that is thrown reaches whoever started this worker.
onunhandledrejection = ({ reason }) => setTimeout(() => { throw reason; });
onmessage = async ({ data }) => {
  if (data.stackTop !== undefined) return engine.workAsKernelThread(data, (message) => postMessage(message));
  if (data.size !== undefined) step = await openStep(data);
  const began = performance.now();
  await step();
  postMessage((performance.now() - began) / 1000);
};

async function openStep({ size, length, threads }) {
  const [kind] = engine.supportedModules();
  const response = await fetch('/native/wasm/' + kind.file);
  const module = await engine.compileModule(new Uint8Array(await response.arrayBuffer()));
  const startThread = (thread, { message, ended }) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => message(data);
    worker.onerror = ({ message: why }) => ended(why);
    worker.postMessage(thread);
  };
  const now = () => performance.now();
  const device = await engine.openWasmDevice({ module, kind, threads, startThread, now });
  const configuration = engine.modelSizes.get(size);
  const model = new engine.TrainableModel(device, configuration);
  const random = engine.Random.fromSeed(1);
  engine.initialise(device, model.parameters, random);
  const sets = [1, 2, 3].map(() => new engine.ParameterSet(device, model.parameters.table));
  const pass = new engine.WindowPass(model, 1, length, 'train');
  const tokens = () => Int32Array.from({ length }, () => random.below(configuration.shape.vocabulary));
  const batch = { inputs: tokens(), targets: tokens() };
  const rates = { learning_rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradientScale: 1, weight_decay: 0.01 };
  let steps = 0;
  return async () => {
    steps++;
    const [gradients, means, variances] = sets;
    for (const out of gradients.buffers) device.fill({ out, value: 0 });
    await pass.accumulateGradients(gradients, batch);
    model.parameters.buffers.forEach((parameter, i) => {
      const moments = { gradient: gradients.buffers[i], m: means.buffers[i], v: variances.buffers[i] };
      device.adamw({ parameter, ...moments, ...rates, step: steps });
    });
    await device.finish();
  };
}`;

const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const ADDED = { '/': '<!doctype html>', '/worker.js': await bundledWorker() };

const server = createServer(async ({ url }, response) => {
  const content = ADDED[url] ?? (await readFile(new URL(`..${url}`, import.meta.url)).catch(() => null));
  const type = TYPES[extname(url) || '.html'] ?? 'application/octet-stream';
  response.writeHead(content === null ? 404 : 200, { ...HEADERS, 'content-type': type }).end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({
  executablePath: process.env.TPDNE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);

for (const threads of options.threads.split(',').map(Number)) {
  const inChromium = await openInChromium(threads);
  const device = { threads, instructionSet, precision: 'float32' };
  const native = await openTrainingStep({ size, batch: 1, length: Number(length), mode: 'train', ...device });
  const seconds = { chromium: [], native: [] };
  for (let step = 0; step < 2 + Number(steps); step++) {
    const ofPage = await inChromium();
    const began = performance.now();
    await native.step();
    if (step < 2) continue;
    seconds.chromium.push(ofPage);
    seconds.native.push((performance.now() - began) / 1000);
  }
  await native.close();
  const shown = ([name, taken]) => `${name} ${Math.min(...taken).toFixed(2)} s (median ${median(taken).toFixed(2)})`;
  const sides = Object.entries(seconds).map(shown).join(', ');
  console.log(`${size}, window ${length}, ${threads} threads, native with ${instructionSet}: ${sides}`);
}
await browser.close();
server.close();

/** The program of the worker with all that it imports. */
async function bundledWorker() {
  const folder = new URL('../dist/bench/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const entry = fileURLToPath(new URL('wasm-worker.mjs', folder));
  await writeFile(entry, WORKER);
  const modules = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  const { output } = await modules.generate({ format: 'esm', inlineDynamicImports: true });
  await modules.close();
  return output[0].code;
}

/** A worker of the page that trains; each call is a step, and resolves with its seconds. */
async function openInChromium(threads) {
  const first = JSON.stringify({ size, length: Number(length), threads });
  const handle = await page.evaluateHandle(`(() => {
    const worker = new Worker('/worker.js', { type: 'module' });
    let message = ${first};
    return () => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(message);
      message = {};
    });
  })()`);
  return () => handle.evaluate((step) => step());
}
