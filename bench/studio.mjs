// The studio: how long it takes from its start to a page that can be used, how large its pages are, and what a training in it
// costs beside the same training on the command line, with a page open that shows it. Needs dist/ (npm run compile) and Chromium.
//
//   node bench/studio.mjs [--starts 5] [--pairs 3] [--steps 60]
//
// Times are medians. The training is of the bundled model on the example blog, in turns with the command line's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    starts: { type: 'string', default: '5' },
    pairs: { type: 'string', default: '3' },
    steps: { type: 'string', default: '60' },
    browser: { type: 'string', default: process.env.TPDNE_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const pages = fileURLToPath(new URL('../dist/studio/', import.meta.url));
const example = fileURLToPath(new URL('../examples/blog/_articles', import.meta.url));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

await showSizes();
const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox'] });
await showStarts();
await showTraining();
await browser.close();

async function showSizes() {
  const names = (await readdir(pages, { recursive: true })).filter((name) => /\.(?:html|js|css|svg|woff2)$/.test(name));
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(pages, name)) })));
  const kB = (sizes) => `${(sizes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(0)} kB`;
  const gzip = files.map(({ bytes }) => gzipSync(bytes).length);
  const brotli = files.map(({ bytes }) => brotliCompressSync(bytes).length);
  console.log(`pages: ${kB(files.map(({ bytes }) => bytes.length))}, gzip ${kB(gzip)}, brotli ${kB(brotli)}`);
  for (const [index, { name }] of files.entries())
    if (gzip[index] > 5000) console.log(`  ${name}: ${kB([gzip[index]])}`);
}

async function showStarts() {
  const [addresses, painted, usable] = [[], [], []];
  for (let i = 0; i < Number(options.starts); i++) {
    const folder = await mkdtemp(join(tmpdir(), 'studio-'));
    const page = await browser.newPage();
    const start = performance.now();
    const studio = await startStudio(folder);
    addresses.push(performance.now() - start);
    await page.goto(studio.address);
    await page.waitForSelector('h1');
    painted.push(performance.now() - start);
    await page.waitForSelector('.tile');
    usable.push(performance.now() - start);
    await page.context().close();
    await studio.end();
    await rm(folder, { recursive: true, force: true });
  }
  const ms = (values) => `${Math.round(median(values))} ms`;
  console.log(`from the start: address ${ms(addresses)}, first page ${ms(painted)}, examined ${ms(usable)}`);
}

async function showTraining() {
  const ratios = [];
  for (let i = 0; i < Number(options.pairs); i++) {
    // Each goes first in every second pair.
    const kinds = i % 2 === 0 ? [onCommandLine, inStudio] : [inStudio, onCommandLine];
    const seconds = new Map();
    for (const train of kinds) seconds.set(train, await inFolder(train));
    const [there, here] = [seconds.get(onCommandLine), seconds.get(inStudio)];
    ratios.push(here / there);
    console.log(`${options.steps} steps: command line ${there.toFixed(2)} s, studio ${here.toFixed(2)} s`);
  }
  console.log(`studio / command line: ${median(ratios).toFixed(3)}`);
}

async function inFolder(train) {
  const folder = await mkdtemp(join(tmpdir(), 'studio-'));
  try {
    return await train(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function settings() {
  return {
    dataset: [example],
    steps: Number(options.steps),
    sample_every: 0,
    val_every: 0,
    val_split: 0,
    window: 256,
  };
}

/** Seconds of the steps, as the training counts them. */
async function onCommandLine(folder) {
  const given = Object.entries(settings()).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [cli, 'train', '--json', ...given], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return secondsOf(createInterface({ input: child.stdout }));
}

async function secondsOf(lines) {
  const steps = [];
  for await (const line of lines) {
    const event = JSON.parse(line);
    if (event.type === 'step') steps.push(event.seconds);
  }
  return steps.at(-1) - steps[0];
}

async function inStudio(folder) {
  const studio = await startStudio(folder);
  const page = await browser.newPage();
  await page.goto(studio.address);
  await page.goto(new URL('/#/learn', studio.address).href);
  await page.waitForSelector('h1');
  const seconds = await page.evaluate(async (given) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ command: 'train', settings: given });
    const { id } = await (await fetch('/api/jobs', { method: 'POST', headers, body })).json();
    // Asked for without its events, so that the bench itself takes nothing from the training.
    for (;;) {
      const { job } = await (await fetch(`/api/jobs/${id}?after=${Number.MAX_SAFE_INTEGER}`)).json();
      if (job.fault !== null) throw new Error(job.fault.message);
      if (job.state === 'done') break;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const { events } = await (await fetch(`/api/jobs/${id}`)).json();
    const steps = events.map(({ event }) => event).filter(({ type }) => type === 'step');
    return steps.at(-1).seconds - steps[0].seconds;
  }, settings());
  await page.context().close();
  await studio.end();
  return seconds;
}

async function startStudio(folder) {
  await writeFile(join(folder, '.keep'), '');
  const child = spawn(process.execPath, [cli, 'studio', '--no-open', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    address: JSON.parse(line).address,
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}
