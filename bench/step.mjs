// Whole training steps (forward, backward, AdamW) of a model with random weights: seconds per step, share of this
// machine's peak multiply-add rate, peak memory and the predicted memory.
//
//   node bench/step.mjs [--size 124M] [--lora 16] [--frozen q8_0] [--batch 1] [--length 1024] [--steps 5] [--threads 2] [--instruction-set avx2]
//                       [--precision bfloat16] [--mode train-saving-memory] [--clock processor]
//
// --clock processor with --threads 1 counts the time a core worked for us: usable on a machine that others use too.
// --serve answers run.mjs, a step at a time.
import { parseArgs } from 'node:util';
import { clockOf, deviceOptions, deviceSettings } from './device-options.mjs';
import { median } from './rows.mjs';
import { peakBytes, serve } from './serve.mjs';
import { openTrainingStep } from './training-step.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    batch: { type: 'string', default: '1' },
    length: { type: 'string', default: '1024' },
    lora: { type: 'string' },
    frozen: { type: 'string', default: 'bfloat16' },
    steps: { type: 'string', default: '5' },
    ...deviceOptions(),
    mode: { type: 'string', default: 'train' },
    clock: { type: 'string', default: 'wall' },
    serve: { type: 'boolean', default: false },
  },
});
const milliseconds = clockOf(options.clock);
const settings = deviceSettings(options);
const { size, batch, length, mode } = options;
const lora = options.lora === undefined ? undefined : Number(options.lora);
const training = await openTrainingStep({
  size,
  lora,
  frozen: options.frozen,
  batch: Number(batch),
  length: Number(length),
  mode,
  ...settings,
});
const { description, flop, predictedBytes } = training;

if (options.serve) await serve({ description, flop, predictedBytes }, timedStep);
else await print(Number(options.steps));
await training.close();

async function timedStep() {
  const start = milliseconds();
  const loss = await training.step();
  return { seconds: (milliseconds() - start) / 1000, loss };
}

async function print(steps) {
  const { withLimits } = await import('./machine.mjs');
  let { loss } = await timedStep();
  // Measuring the limits takes memory too.
  const peak = peakBytes();
  const { result: seconds, operations } = await withLimits(settings, async () => {
    const taken = [];
    for (let step = 0; step < steps; step++) {
      const one = await timedStep();
      taken.push(one.seconds);
      loss = one.loss;
    }
    return taken;
  });
  const rate = flop / median(seconds);
  console.log(
    `${size}${lora === undefined ? '' : `, LoRA of rank ${lora}`}, batch ${batch}, window ${length}, ${description}: ${median(seconds).toFixed(2)} s per step ` +
      `(${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} of ${steps}), ` +
      `${(rate / 1e9).toFixed(0)} GFLOP/s, ${((100 * rate) / operations).toFixed(0)} % of ` +
      `${(operations / 1e9).toFixed(0)}; peak memory ${(peak / 1e9).toFixed(2)} GB, ` +
      `predicted ${(predictedBytes / 1e9).toFixed(2)}; loss ${loss.toFixed(4)}`,
  );
}
