// The WebGPU device: each kernel at the shapes of GPT-2 124M, training steps in full and with LoRA, and decoding.
//
//   node bench/webgpu.mjs [--operands float32,float16] [--sizes 124M,SmolLM2-135M] [--rows kernels,training,decoding]
//                         [--batch 1] [--length 1024] [--repeats 5] [--peak 67] [--json FILE]
//
// --operands   float16 is skipped where the GPU does not have it
// --peak       multiply-adds of the GPU in float32, in TFLOP/s, as its maker states them: the share of it is shown
// --software   also measures a GPU in software, which says nothing about one in hardware
//
// Times are those of the wall, from the first call to the end of waiting for the GPU, the median of the repeats after one that is
// not counted.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDecoding } from './decoding.mjs';
import { deviceSources, openDevice } from './device-options.mjs';
import { kernelCalls } from './kernel-calls.mjs';
import { median } from './rows.mjs';
import { loadSources } from './sources.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    operands: { type: 'string', default: 'float32,float16' },
    sizes: { type: 'string', default: '124M' },
    rows: { type: 'string', default: 'kernels,training,decoding' },
    only: { type: 'string', default: '' },
    batch: { type: 'string', default: '1' },
    length: { type: 'string', default: '1024' },
    repeats: { type: 'string', default: '5' },
    peak: { type: 'string' },
    json: { type: 'string' },
    software: { type: 'boolean', default: false },
  },
});
const repeats = Number(options.repeats);
const wanted = options.rows.split(',');
const sizes = options.sizes.split(',');
const measured = [];

const engine = await loadSources(...deviceSources);
const adapter = await engine.requireAdapter();
if (engine.isSoftware(adapter) && !options.software) {
  throw new Error(`The only GPU is ${engine.descriptionOf(adapter)}; give --software to measure it all the same.`);
}
for (const operands of options.operands.split(',')) {
  if (operands === 'float16' && !adapter.features.has('shader-f16')) {
    console.log('float16: this GPU does not have it');
    continue;
  }
  console.log(`${engine.descriptionOf(adapter)}, ${operands} operands\n`);
  if (wanted.includes('kernels')) await measureKernels(operands);
  if (wanted.includes('training')) for (const size of sizes) await measureTraining(operands, size);
  if (wanted.includes('decoding')) for (const size of sizes) await measureDecoding(operands, size);
  console.log();
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(measured, null, 2)}\n`);
// Dawn holds the process while it lives.
process.exit(0);

async function measureKernels(operands) {
  const device = await openDevice(engine, { operands });
  const { calls, free } = kernelCalls(device);
  for (const { name, flop, bytes, call } of calls.filter((kernel) => kernel.name.includes(options.only))) {
    const times = flop > 1e10 ? 4 : 16;
    const seconds = await timed(async () => {
      for (let i = 0; i < times; i++) call();
      await device.finish();
    });
    report(`${operands} ${name}`, seconds / times, flop > 0 ? [flop / 1e9, 'GFLOP/s'] : [bytes / 1e9, 'GB/s']);
  }
  free();
  await device.close();
}

async function measureTraining(operands, size) {
  const [batch, length] = [Number(options.batch), Number(options.length)];
  for (const lora of [undefined, 16]) {
    const training = await openTrainingStep({ size, lora, batch, length, mode: 'train', operands });
    const seconds = await timed(() => training.step());
    const name = `${operands} training ${size}${lora === undefined ? '' : ` LoRA ${lora}`}, ${batch} x ${length}`;
    report(name, seconds, [batch * length, 'tokens/s'], training.flop);
    await training.close();
  }
}

async function measureDecoding(operands, size) {
  for (const texts of [1, 8]) {
    const decoding = await openDecoding({ size, weights: 'bfloat16', operands });
    await decoding.write(texts, 32, 4);
    const { reading } = await decoding.write(texts, 32, 32);
    const seconds = median(reading) / 1000;
    report(`${operands} decoding ${size} bfloat16, ${texts} texts`, seconds, [texts, 'tokens/s']);
    await decoding.close();
  }
}

/** The median of the seconds that `work` takes. */
async function timed(work) {
  const seconds = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const start = performance.now();
    await work();
    if (repeat > 0) seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

/** `amount` of a unit a second; `flop`: what it takes, if the share of the peak is to be shown. */
function report(name, seconds, [amount, unit], flop = unit === 'GFLOP/s' ? amount * 1e9 : 0) {
  const rate = amount / seconds;
  const share = options.peak && flop > 0 ? flop / seconds / (Number(options.peak) * 1e12) : null;
  measured.push({ name, seconds, rate, unit, share });
  const ofPeak = share === null ? '' : `  ${(100 * share).toFixed(1)} % of the peak`;
  console.log(
    `${name.padEnd(52)} ${(1000 * seconds).toFixed(2).padStart(10)} ms ${rate.toFixed(1).padStart(10)} ${unit}${ofPeak}`,
  );
}
