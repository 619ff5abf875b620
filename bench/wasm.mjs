// Training steps with the kernels in WebAssembly, in Node, beside those of the native library: which share of its speed a
// browser has.
//
//   node bench/wasm.mjs [--sizes nano,smollm2-135m] [--lora 0,16] [--threads 1,2] [--length 256] [--steps 3]
//                       [--ways wasm-relaxed-simd,wasm-simd,avx2,avx512]
//
// Everything is in float32. All ways take turns, so that what else runs on the machine disturbs all of them alike; the seconds are
// processor time of the whole process, the least of the steps after two that are not counted. With several threads that includes
// what they spin while they wait for one another.
import { parseArgs } from 'node:util';
import { clockOf } from './device-options.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'nano,smollm2-135m' },
    lora: { type: 'string', default: '0,16' },
    threads: { type: 'string', default: '1,2' },
    length: { type: 'string', default: '256' },
    steps: { type: 'string', default: '3' },
    ways: { type: 'string', default: 'wasm-relaxed-simd,wasm-simd,avx2,avx512' },
  },
});
const list = (name) => options[name].split(',');
const milliseconds = clockOf('processor');
/** The first way of the native library. */
const standard = list('ways').find((way) => !way.startsWith('wasm'));

console.log(`Processor seconds of a step of ${options.length} tokens, and the speed as a share of that of ${standard}`);
for (const size of list('sizes')) {
  for (const rank of list('lora').map(Number)) {
    for (const threads of list('threads').map(Number)) await compare(size, rank, threads);
  }
}
process.exit(0);

async function compare(size, rank, threads) {
  const opened = [];
  for (const way of list('ways')) opened.push({ way, least: Infinity, training: await open(way, size, rank, threads) });
  for (let step = 0; step < 2 + Number(options.steps); step++) {
    for (const one of opened) {
      const start = milliseconds();
      await one.training.step();
      if (step >= 2) one.least = Math.min(one.least, (milliseconds() - start) / 1000);
    }
  }
  const usual = opened.find(({ way }) => way === standard).least;
  const cells = opened.map(
    ({ way, least }) => `${way} ${least.toFixed(2)} s (${((100 * usual) / least).toFixed(0)} %)`,
  );
  const what = `${size}, ${rank === 0 ? 'all weights' : `LoRA of rank ${rank}`}, ${threads} threads`;
  console.log(`${what}: ${cells.join(', ')}`);
  for (const { training } of opened) await training.close();
}

function open(way, size, rank, threads) {
  const lora = rank === 0 ? undefined : rank;
  const device = way.startsWith('wasm') ? { wasm: way } : { instructionSet: way };
  const work = { size, lora, batch: 1, length: Number(options.length), mode: 'train' };
  return openTrainingStep({ ...work, threads, precision: 'float32', ...device });
}
