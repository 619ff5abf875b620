// What a long training must not do: block the event loop, or grow.
//
//   node bench/steadiness.mjs --stall [--size 124M] [--steps 3] [--precision float32]
//   node bench/steadiness.mjs --growth [--size nano] [--steps 500] [--length 64] [--lora 16 [--dropout 0.05]]
//
// --stall: the longest time in milliseconds for which a 1 ms timer did not fire while steps ran.
// --growth: the increase of resident memory from the second step to the last, in megabytes, and the part in the second half;
//   also the resident memory after 10, 100, 500 and 1000 steps, and after the last.
// --lora: of adapters of this rank beside frozen weights, instead of all weights.
// --json prints a line of JSON, for run.mjs.
import { parseArgs } from 'node:util';
import { say } from './serve.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    stall: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    size: { type: 'string' },
    steps: { type: 'string' },
    length: { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    threads: { type: 'string' },
    lora: { type: 'string' },
    dropout: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
if (options.stall === options.growth) throw new Error('Choose what to measure: --stall or --growth.');

const usual = options.stall
  ? { size: '124M', steps: '3', length: '1024' }
  : { size: 'nano', steps: '500', length: '64' };
const { size, length, steps: stepsGiven } = { ...usual, ...given('size', 'steps', 'length') };
const steps = Number(stepsGiven);
const training = await openTrainingStep({
  size,
  batch: 1,
  length: Number(length),
  mode: 'train',
  precision: options.precision,
  threads: options.threads && Number(options.threads),
  lora: options.lora && Number(options.lora),
  dropout: Number(options.dropout),
});
const model = `${size}${options.lora === undefined ? '' : `, LoRA of rank ${options.lora}`}`;
// Warm up: some memory is allocated once, and code is compiled once.
for (let step = 0; step < 2; step++) await training.step();

if (options.stall) await reportStall();
else await reportGrowth();
await training.close();

async function reportStall() {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  for (let step = 0; step < steps; step++) await training.step();
  clearInterval(timer);
  report(`longest stall of the event loop, ${steps} steps of ${model}`, 'ms', longest);
}

async function reportGrowth() {
  const half = steps >> 1;
  const before = process.memoryUsage.rss();
  let between = before;
  for (let step = 3; step <= steps; step++) {
    await training.step();
    if (step === half) between = process.memoryUsage.rss();
    if ([10, 100, 500, 1000, steps].includes(step) && !options.json) {
      console.log(`step ${step}: ${(process.memoryUsage.rss() / 1e6).toFixed(1)} MB`);
    }
  }
  const growth = process.memoryUsage.rss() - before;
  // The JavaScript heap grows until its first collections, in the first half; a leak grows in both halves.
  const later = ((growth - (between - before)) / 1e6).toFixed(1);
  report(
    `growth of memory, steps 2 to ${steps} of ${model} (${later} MB of it after step ${half})`,
    'MB',
    growth / 1e6,
  );
}

function report(what, unit, figure) {
  if (options.json) say({ what, unit, figure });
  else console.log(`${what}: ${figure.toFixed(1)} ${unit}`);
}

/** The given options with these names. */
function given(...names) {
  return Object.fromEntries(names.map((name) => [name, options[name]]).filter(([, value]) => value !== undefined));
}
