// The WebGPU device: each kernel at the shapes of GPT-2 124M, training steps in full and with LoRA, and decoding.
//
//   node bench/webgpu.mjs [--operands float32,float16] [--sizes 124M,smollm2-135m]
//                         [--rows tuning,kernels,training,decoding,memory] [--batch 1] [--length 1024] [--repeats 5] [--peak 67]
//                         [--toggles allow_unsafe_apis,vulkan_enable_f16_on_nvidia] [--json FILE]
//
// --operands   float16 is skipped where the GPU does not have it
// --rows       tuning: each way to cut products, and which is chosen; the rows after it use what was chosen
// --only       kernels and ways to cut products whose name has this
// --peak       multiply-adds of the GPU in float32, in TFLOP/s, as its maker states them: the share of it is shown
// --toggles    of Dawn: without the first no GPU has matrix units, without the second NVIDIA's have no float16
// --software   also measures a GPU in software, which says nothing about one in hardware
//
// Times are those of the wall, from the first call to the end of waiting for the GPU, the median of the repeats after one that is
// not counted. memory: the buffers of the GPU after a step, in LoRA training by how the frozen weights are kept.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDecoding } from './decoding.mjs';
import { deviceSources, openDevice } from './device-options.mjs';
import { kernelCalls } from './kernel-calls.mjs';
import { median } from './rows.mjs';
import { loadSources } from './sources.mjs';
import { openTrainingStep } from './training-step.mjs';
import { webGpuKernelCalls } from './webgpu-kernels.mjs';

const { values: options } = parseArgs({
  options: {
    operands: { type: 'string', default: 'float32,float16' },
    sizes: { type: 'string', default: '124M' },
    rows: { type: 'string', default: 'tuning,kernels,training,decoding,memory' },
    toggles: { type: 'string', default: 'allow_unsafe_apis' },
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

const engine = await loadSources(
  ...deviceSources,
  'src/node/webgpu/dawn.ts',
  'src/engine/device/webgpu/matrix-units.ts',
  'src/engine/device/webgpu/tune.ts',
);
// It must live as long as its devices.
const gpu = await engine.createGpu([...engine.TOGGLES, `enable-dawn-features=${options.toggles}`]);
globalThis.heldGpu = gpu;
/** What was found in `tuning`, for every device that is opened after it. */
let tuning = null;

const adapter = await newAdapter();
if (adapter === null) throw new Error('No GPU was found.');
if (engine.isSoftware(adapter) && !options.software) {
  throw new Error(`The only GPU is ${engine.descriptionOf(adapter)}; give --software to measure it all the same.`);
}
for (const operands of options.operands.split(',')) {
  if (operands === 'float16' && !adapter.features.has('shader-f16')) {
    console.log('float16: this GPU does not have it');
    continue;
  }
  tuning = null;
  if (wanted.includes('tuning')) await measureTuning(operands);
  if (wanted.includes('kernels')) await unlessTooLarge('kernels', () => measureKernels(operands));
  if (wanted.includes('training')) for (const size of sizes) await measureTraining(operands, size);
  if (wanted.includes('decoding')) for (const size of sizes) await measureDecoding(operands, size);
  if (wanted.includes('memory')) for (const size of sizes) await measureMemory(operands, size);
  console.log();
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(measured, null, 2)}\n`);
// Dawn holds the process while it lives.
process.exit(0);

/** The head of GPT-2 124M takes 154 MB in one piece, and a driver in software may have 128 MiB at most. */
async function unlessTooLarge(rows, measure) {
  try {
    await measure();
  } catch (fault) {
    if (fault.code !== 'device-memory') throw fault;
    console.log(`${rows}: left out, ${fault.message}`);
  }
}

/** An adapter can be opened once. */
function newAdapter() {
  return gpu.requestAdapter({ powerPreference: 'high-performance' });
}

/** Of `openDevice`: products are cut as `tuning` says. */
function webgpu(operands) {
  const kept = tuning === null ? null : JSON.stringify(tuning);
  const store = { load: async () => kept, save: async () => {} };
  return { adapter: newAdapter, operands, tuner: kept === null ? null : { store, clock: () => performance.now() } };
}

async function measureTuning(operands) {
  const backend = await engine.openWebGpuBackend(await newAdapter(), { operands });
  console.log(`${backend.description}, ${operands} operands\n`);
  const start = performance.now();
  const found = await engine.measureTuning(backend, () => performance.now());
  const seconds = (performance.now() - start) / 1000;
  for (const { ofClass, cut, ms, multiplyAdds } of found.times) {
    const mark = found.tuning[ofClass] === cut ? ' *' : '';
    report(`${operands} product of class ${ofClass}, ${cut}${mark}`, ms / 1000, [(2 * multiplyAdds) / 1e9, 'GFLOP/s']);
  }
  console.log(`tuning took ${seconds.toFixed(2)} s and chose ${JSON.stringify(found.tuning)}\n`);
  measured.push({ name: `${operands} tuning`, seconds, tuning: found.tuning });
  tuning = found.tuning;
  await backend.close();
}

async function measureKernels(operands) {
  const device = await openDevice(engine, { webgpu: webgpu(operands) });
  try {
    for (const { calls, free } of [kernelCalls(device), webGpuKernelCalls(device)]) {
      for (const { name, flop, bytes, call } of calls.filter((kernel) => kernel.name.includes(options.only))) {
        const times = flop > 1e10 ? 4 : 16;
        const seconds = await timed(async () => {
          for (let i = 0; i < times; i++) call();
          await device.finish();
        });
        report(`${operands} ${name}`, seconds / times, flop > 0 ? [flop / 1e9, 'GFLOP/s'] : [bytes / 1e9, 'GB/s']);
      }
      free();
    }
  } finally {
    await device.close();
  }
}

/** The buffers of the GPU in LoRA training, and the most there were at any time. */
async function measureMemory(operands, size) {
  const [batch, length] = [Number(options.batch), Number(options.length)];
  for (const frozen of ['float32', 'bfloat16', 'q8_0']) {
    const memory = { bytes: 0, peak: 0 };
    const counted = { ...webgpu(operands), adapter: async () => countingAdapter(await newAdapter(), memory) };
    const training = await openTrainingStep({ size, lora: 16, frozen, batch, length, mode: 'train', webgpu: counted });
    await training.step();
    const name = `${operands} memory ${size} LoRA 16 beside ${frozen}, ${batch} x ${length}`;
    measured.push({ name, ...memory });
    const [now, most] = [memory.bytes, memory.peak].map((bytes) => (bytes / 1e6).toFixed(1));
    console.log(`${name.padEnd(60)} ${now} MB, at most ${most} MB`);
    await training.close();
  }
}

/** The adapter, which counts in `memory` the buffers that its device has. */
function countingAdapter(adapter, memory) {
  const { features, limits, info } = adapter;
  const countingDevice = (device) =>
    new Proxy(device, {
      get(_, name) {
        const value = device[name];
        if (name !== 'createBuffer') return typeof value === 'function' ? value.bind(device) : value;
        return (descriptor) => {
          const buffer = device.createBuffer(descriptor);
          const destroy = buffer.destroy.bind(buffer);
          memory.bytes += descriptor.size;
          memory.peak = Math.max(memory.peak, memory.bytes);
          buffer.destroy = () => {
            memory.bytes -= descriptor.size;
            destroy();
          };
          return buffer;
        };
      },
    });
  return {
    features,
    limits,
    info,
    requestDevice: async (descriptor) => countingDevice(await adapter.requestDevice(descriptor)),
  };
}

async function measureTraining(operands, size) {
  const [batch, length] = [Number(options.batch), Number(options.length)];
  for (const lora of [undefined, 16]) {
    const training = await openTrainingStep({ size, lora, batch, length, mode: 'train', webgpu: webgpu(operands) });
    const seconds = await timed(() => training.step());
    const name = `${operands} training ${size}${lora === undefined ? '' : ` LoRA ${lora}`}, ${batch} x ${length}`;
    report(name, seconds, [batch * length, 'tokens/s'], training.flop);
    await training.close();
  }
}

async function measureDecoding(operands, size) {
  for (const texts of [1, 8]) {
    const decoding = await openDecoding({ size, weights: 'bfloat16', webgpu: webgpu(operands) });
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
