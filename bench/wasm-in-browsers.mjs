// Training steps in Chromium and Firefox with the kernels in WebAssembly, as in a tab, and in turns with them the same steps with
// the native library.
//
//   npm run bundle && node bench/wasm-in-browsers.mjs [--browsers chromium,firefox] [--size nano] [--length 256] [--threads 1,2]
//                                                     [--steps 5] [--instruction-set avx2]
//
// The programs are `chromium` and `firefox`, or what $TPDNE_CHROMIUM and $TPDNE_FIREFOX name. Shown are the least and the median of
// the seconds of the wall, and the least of those of the processor (all processes of a browser), of the steps after two that are
// not counted.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { clockOf } from './device-options.mjs';
import { openFirefox } from './firefox.mjs';
import { median } from './rows.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    browsers: { type: 'string', default: 'chromium,firefox' },
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
    return worker;
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
const address = `http://127.0.0.1:${server.address().port}/`;
const OPENED = { chromium: openChromium, firefox: openFirefox };
const browsers = [];
for (const name of options.browsers.split(',')) browsers.push({ name, page: await OPENED[name](address) });

const ofThisProcess = clockOf('processor');
/** Processor milliseconds of all processes that this one has started. */
const ofOthers = () => 1000 * secondsBelow(process.pid);

for (const threads of options.threads.split(',').map(Number)) {
  const device = { threads, instructionSet, precision: 'float32' };
  const native = await openTrainingStep({ size, batch: 1, length: Number(length), mode: 'train', ...device });
  const ways = [{ name: 'native', step: native.step, processor: ofThisProcess }];
  for (const { name, page } of browsers) {
    await page.run(opening(threads));
    ways.push({ name, step: () => page.run('step()'), processor: ofOthers });
  }
  for (const way of ways) way.taken = [];
  for (let step = 0; step < 2 + Number(steps); step++) {
    for (const { step: take, processor, taken } of ways) {
      const began = [performance.now(), processor()];
      await take();
      if (step >= 2) taken.push([performance.now(), processor()].map((now, i) => (now - began[i]) / 1000));
    }
  }
  await native.close();
  const sides = ways.map(({ name, taken }) => `${name} ${shown(taken)}`).join('; ');
  console.log(`${size}, window ${length}, ${threads} threads, native with ${instructionSet}: ${sides}`);
}
for (const { page } of browsers) await page.close();
server.close();

function shown(taken) {
  const [wall, processor] = [0, 1].map((i) => taken.map((times) => times[i]));
  const least = (times) => Math.min(...times).toFixed(2);
  return `${least(wall)} s (median ${median(wall).toFixed(2)}), processor ${least(processor)} s`;
}

async function openChromium(url) {
  const executablePath = process.env.TPDNE_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(url);
  return { run: (expression) => page.evaluate(expression), close: () => browser.close() };
}

/** Processor seconds of the processes that this one has started, and of those that they have, as Linux counts them. */
function secondsBelow(parent) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // After the name: state, parent, and as the 12th and 13th the hundredths of seconds in the program and in the system.
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
        return [{ pid: Number(pid), of: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / 100 }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
  const below = (pid) =>
    processes.filter(({ of }) => of === pid).reduce((sum, own) => sum + own.seconds + below(own.pid), 0);
  return below(parent);
}

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

/** Makes `step()` in the page: a worker that trains, one step with each call. */
function opening(threads) {
  const first = JSON.stringify({ size, length: Number(length), threads });
  return `(() => {
    const worker = new Worker('/worker.js', { type: 'module' });
    let message = ${first};
    globalThis.step = () => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(message);
      message = {};
    });
  })()`;
}
