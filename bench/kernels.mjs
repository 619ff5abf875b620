// Each kernel of a training step of GPT-2 124M (batch 1, window 1024) and of decoding: milliseconds, GFLOP/s and their
// share of this machine's peak multiply-add rate, and GB/s and their share of its memory bandwidth if memory is the
// limit.
//
//   node bench/kernels.mjs [--threads 2] [--instruction-set avx2] [--precision bfloat16] [--repeats 7] [--only linear]
//                          [--clock processor]
//
// --clock processor with --threads 1 measures processor time, which also works on a shared machine.
// --json prints a line of JSON for each kernel, for run.mjs.
import { parseArgs } from 'node:util';
import { clockOf, deviceOptions, deviceSettings } from './device-options.mjs';
import { kernelCalls } from './kernel-calls.mjs';
import { withLimits } from './machine.mjs';
import { median } from './rows.mjs';
import { say } from './serve.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    ...deviceOptions(),
    repeats: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    clock: { type: 'string', default: 'wall' },
    json: { type: 'boolean', default: false },
  },
});
const milliseconds = clockOf(options.clock);
const settings = deviceSettings(options);

const { openNativeDevice } = await loadSources('src/node/native-device/native-device.ts');
const device = openNativeDevice(settings);
const { calls, free } = kernelCalls(device);
const chosen = calls.filter(({ name }) => name.includes(options.only));
const {
  result: times,
  operations,
  bytes: bandwidth,
} = await withLimits(settings, async () => {
  const all = [];
  for (const kernel of chosen) all.push(await time(kernel));
  return all;
});
if (!options.json) console.log(`${device.description}\n`);
chosen.forEach((kernel, index) => void report(kernel, times[index]));
if (!options.json) {
  const step = chosen.reduce((sum, { times: count }, index) => sum + count * median(times[index]), 0);
  console.log(`\nall kernels of a step: ${step.toFixed(2)} s`);
}
free();
await device.close();

/** The seconds of each repetition. */
async function time({ flop, bytes, call }) {
  for (let i = 0; i < 2; i++) call();
  await device.finish();
  const calls = flop > 1e10 || bytes > 1e8 ? 1 : 12;
  const seconds = [];
  for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
    const start = milliseconds();
    for (let i = 0; i < calls; i++) call();
    await device.finish();
    seconds.push((milliseconds() - start) / 1000 / calls);
  }
  return seconds;
}

function report({ name, times: count, flop, bytes }, seconds) {
  const [work, limit, unit] = flop > 0 ? [flop, operations, 'GFLOP/s'] : [bytes, bandwidth, 'GB/s'];
  const rates = seconds.map((one) => work / one);
  const share = median(rates) / limit;
  if (options.json) return say({ name, seconds, limit: `${(limit / 1e9).toFixed(0)} ${unit}`, share });
  console.log(
    `${name.padEnd(34)} ${(median(seconds) * 1000).toFixed(2).padStart(9)} ms ${(median(rates) / 1e9).toFixed(1).padStart(7)} ` +
      `${unit.padEnd(7)} ${(100 * share).toFixed(0).padStart(3)} % of ${(limit / 1e9).toFixed(0)}  x ${count}`,
  );
}
