// The effect of float16 operands on training: the same steps from the same seed on the cpu device in float32, and on the WebGPU device
// with each kind of operands. Prints how far the losses are apart, and the gradients of the first step: the length of the difference to
// the first line as a share of the length, of all gradients and of the tensor where it is most.
//
//   node bench/float16-losses.mjs [--size nano] [--steps 200] [--batch 1] [--length 64] [--rate 0.0002] [--scale 1] [--threads 2]
//                                 [--ways float32,float16,matrix-units] [--json FILE]
//
// --ways    also other-order: the cpu device with other instructions, which add up in another order; what lies between it and the first
//           line is chance, which small batches at a high rate make large; bfloat16: the cpu device with its own rounding
// --scale   gradients as small as those of a batch this many times as large, made up for before the update
// --size    one with a name (nano is the bundled shape), or llama: a small one of that architecture
//
// $TPDNE_VULKAN_DRIVER is the description of the Vulkan driver; without it the loader's choice is taken. Speeds mean nothing in software.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadSources } from './sources.mjs';

if (process.env.TPDNE_VULKAN_DRIVER) process.env.VK_ICD_FILENAMES = process.env.TPDNE_VULKAN_DRIVER;

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'nano' },
    steps: { type: 'string', default: '200' },
    batch: { type: 'string', default: '1' },
    length: { type: 'string', default: '64' },
    rate: { type: 'string', default: '0.0002' },
    scale: { type: 'string', default: '1' },
    threads: { type: 'string' },
    ways: { type: 'string', default: 'float32,float16,matrix-units' },
    json: { type: 'string' },
  },
});
const [steps, B, T, smaller] = [options.steps, options.batch, options.length, options.scale].map(Number);

const engine = await loadSources(
  'src/node/webgpu/dawn.ts',
  'src/node/native-device/native-device.ts',
  'src/engine/device/create-device.ts',
  'src/engine/device/webgpu/open-webgpu-device.ts',
  'src/engine/device/webgpu/tuning.ts',
  'src/engine/models/architectures.ts',
  'src/engine/models/language-model.ts',
  'src/engine/models/parameters.ts',
  'src/engine/models/training-pass.ts',
  'src/engine/training/gradient-norm.ts',
  'src/engine/training/optimizer.ts',
  'src/engine/random.ts',
);
// It must live as long as its devices.
const gpu = await engine.createGpu([...engine.TOGGLES, 'enable-dawn-features=allow_unsafe_apis']);
globalThis.heldGpu = gpu;

const smallLlama = {
  ...{ model_type: 'llama', hidden_size: 192, num_hidden_layers: 6, num_attention_heads: 6, num_key_value_heads: 3 },
  ...{ intermediate_size: 512, vocab_size: 16384, max_position_embeddings: 512, rms_norm_eps: 1e-5 },
  ...{ rope_theta: 10000, tie_word_embeddings: true, hidden_act: 'silu' },
};
const configuration =
  options.size === 'llama'
    ? engine.parseModelConfiguration('config.json', JSON.stringify(smallLlama), 'float16-losses.mjs')
    : engine.modelSizes.get(options.size);
const V = configuration.shape.vocabulary;
const text = await exampleTokens();
const results = [
  await lossesOn(
    'cpu',
    engine.openNativeDevice({ threads: options.threads && Number(options.threads), precision: 'float32' }),
  ),
];
for (const way of options.ways.split(',')) results.push(await lossesOn(way, await open(way)));

const [expected] = results;
for (const { way, description, losses, gradients } of results) {
  const apart = losses.map((loss, step) => Math.abs(loss / expected.losses[step] - 1));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / steps;
  const meanApart = Math.abs(mean / (expected.losses.reduce((sum, loss) => sum + loss, 0) / steps) - 1);
  console.log(
    `${way.padEnd(13)} gradients ${share(gradients, expected.gradients)}; losses first ${losses[0].toFixed(4)}, last ${losses.at(-1).toFixed(4)}; apart at most ` +
      `${(100 * Math.max(...apart)).toFixed(4)} %, the mean ${(100 * meanApart).toFixed(4)} %   (${description})`,
  );
}
if (options.json !== undefined) {
  const written = results.map(({ way, description, losses }) => ({ way, description, losses }));
  await writeFile(options.json, `${JSON.stringify(written, null, 2)}\n`);
}
// Dawn holds the process while it lives.
process.exit(0);

/** How far gradients are from the expected ones, of all and of the worst tensor. */
function share(gradients, expected) {
  let [all, length, worst, name] = [0, 0, -1, ''];
  for (const [tensor, values] of expected) {
    let [own, ownLength] = [0, 0];
    for (const [i, value] of values.entries()) {
      own += (gradients.get(tensor)[i] - value) ** 2;
      ownLength += value ** 2;
    }
    all += own;
    length += ownLength;
    if (own / ownLength > worst) [worst, name] = [own / ownLength, tensor];
  }
  return `${Math.sqrt(all / length).toExponential(1)}, worst ${Math.sqrt(worst).toExponential(1)} of ${name}`;
}

async function open(way) {
  const threads = options.threads && Number(options.threads);
  if (way === 'other-order') return engine.openNativeDevice({ threads, instructionSet: 'avx2', precision: 'float32' });
  if (way === 'bfloat16') return engine.openNativeDevice({ threads, precision: 'bfloat16' });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  const backend = await engine.openWebGpuBackend(adapter, { operands: way === 'float32' ? 'float32' : 'float16' });
  if (way === 'matrix-units' && backend.matrixUnits === null) throw new Error('This GPU has no matrix units.');
  // The classes of products that use them are those of large ones; here, all of them.
  if (way === 'matrix-units') backend.tuning = engine.onlyCut('matrix units');
  else [backend.matrixUnits, backend.tuning] = [null, engine.usualTuning];
  return engine.createDevice(backend);
}

/** The losses of `steps` steps of AdamW, before each update. */
async function lossesOn(way, device) {
  const model = new engine.TrainableModel(device, configuration);
  engine.initialise(device, model.parameters, engine.Random.fromSeed(1));
  const gradients = new engine.ParameterSet(device, model.parameters.table);
  const pass = new engine.WindowPass(model, B, T, 'train');
  const norm = new engine.GradientNorm(device);
  const rates = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0.95, weight_decay: 0.01 };
  const optimizer = new engine.Optimizer(device, model.parameters, gradients, { optimizer: 'adamw', ...rates });
  const random = engine.Random.fromSeed(2);
  const losses = [];
  const first = new Map();
  for (let step = 1; step <= steps; step++) {
    for (const out of gradients.buffers) device.fill({ out, value: 0 });
    const starts = Array.from({ length: B }, () => random.below(text.length - T - 1));
    const windows = (shift) =>
      Int32Array.from(starts.flatMap((start) => [...text.slice(start + shift, start + shift + T)]));
    const batch = { inputs: windows(0), targets: windows(1) };
    losses.push(await pass.accumulateGradients(gradients, batch, { gradientScale: 1 / smaller }));
    if (step === 1) for await (const { spec, values } of gradients.entries()) first.set(spec.name, values.slice());
    const scale = smaller * engine.clippingScale(smaller * (await norm.of(gradients)), 1);
    optimizer.update(Number(options.rate) * Math.min(1, step / 20), scale);
    if (step % 20 === 0) process.stderr.write(`${way}: step ${step}, loss ${losses.at(-1).toFixed(4)}\n`);
  }
  await device.finish();
  const description = way === 'float16' ? device.description.replace(' on matrix units', '') : device.description;
  await device.close();
  return { way, description, losses, gradients: first };
}

/** Tokens of the example blog: each word, and what is between words, has a number of its own below the size of the vocabulary. */
async function exampleTokens() {
  const { exampleText } = await import('./example-text.mjs');
  const whole = await exampleText();
  const known = new Map();
  return Int32Array.from(whole.match(/\w+|\W/g), (word) => {
    if (!known.has(word)) known.set(word, (known.size * 7919) % V);
    return known.get(word);
  });
}
