// Whole training steps (forward, backward, AdamW) of a GPT-2 with random weights: seconds a step, share of the
// multiply-adds this machine can do, peak memory and how much of it was foreseen.
//
//   node bench/step.mjs [--size 124M] [--batch 1] [--length 1024] [--steps 5] [--threads 2] [--instruction-set avx2]
//                       [--precision bfloat16] [--mode train-saving-memory] [--clock processor]
//
// --clock processor with --threads 1 counts the time a core worked for us: usable on a machine that others use too.
import { parseArgs } from 'node:util';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    batch: { type: 'string', default: '1' },
    length: { type: 'string', default: '1024' },
    steps: { type: 'string', default: '5' },
    threads: { type: 'string' },
    'instruction-set': { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    mode: { type: 'string', default: 'train' },
    clock: { type: 'string', default: 'wall' },
  },
});
const milliseconds = {
  wall: () => performance.now(),
  processor: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}[options.clock];
const [B, T, steps] = [options.batch, options.length, options.steps].map(Number);

const engine = await loadSources(
  'src/node/native-device/native-device.ts',
  'src/node/native-device/measure-limits.ts',
  'src/engine/model/gpt2.ts',
  'src/engine/model/configuration.ts',
  'src/engine/model/parameters.ts',
  'src/engine/model/workspace.ts',
  'src/engine/training/optimizer.ts',
  'src/engine/training/training-memory.ts',
  'src/engine/random.ts',
);
const settings = {
  threads: options.threads && Number(options.threads),
  instructionSet: options['instruction-set'],
  precision: options.precision,
};
const limits = engine.measureLimits(settings);
const device = engine.openNativeDevice(settings);
const configuration = engine.configuration(engine.modelSizes[options.size], 'bench');
const { n_vocab: V, n_embd: C, n_layer: L } = configuration;

const model = new engine.Gpt2(device, configuration);
const random = engine.Random.fromSeed(1);
engine.initialise(device, model.parameters, random);
const gradients = new engine.ParameterSet(device, model.parameters.table);
const workspace = new engine.Workspace(device, configuration, B, T, options.mode);
const optimizer = new engine.Optimizer(device, model.parameters, gradients, {
  optimizer: 'adamw',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weight_decay: 0.01,
});
const inputs = Int32Array.from({ length: B * T }, () => random.below(V));
const targets = Int32Array.from({ length: B * T }, () => random.below(V));

const seconds = [];
let loss = 0;
for (let step = 0; step <= steps; step++) {
  const start = milliseconds();
  device.fill({ out: gradients.flat, value: 0 });
  loss = await engine.accumulateGradients(model, gradients, workspace, { inputs, targets });
  optimizer.update(1e-4, 1);
  await device.finish();
  if (step > 0) seconds.push((milliseconds() - start) / 1000);
}
seconds.sort((a, b) => a - b);
const median = seconds[seconds.length >> 1];

const foreseen = engine.trainingMemory(configuration, {
  window: T,
  batch_size: B,
  optimizer: 'adamw',
  only_train_transformer_layers: false,
  memory_saving_gradients: options.mode === 'train-saving-memory',
  validationWindows: 0,
  samples: false,
}).total;
const peak = process.resourceUsage().maxRSS * 1024;

// Six a parameter and token, as is usual to count, plus causal attention.
const flop = 6 * engine.parameterCount(configuration) * B * T + 6 * L * C * B * T * T;
const share = flop / median / limits.floatingPointOperationsPerSecond;
console.log(
  `${options.size}, batch ${B}, window ${T}, ${device.description}: ${median.toFixed(2)} s a step ` +
    `(${seconds[0].toFixed(2)} to ${seconds.at(-1).toFixed(2)} of ${steps}), ${(flop / median / 1e9).toFixed(0)} GFLOP/s, ` +
    `${(100 * share).toFixed(0)} % of ${(limits.floatingPointOperationsPerSecond / 1e9).toFixed(0)}; ` +
    `peak memory ${(peak / 1e9).toFixed(2)} GB, foreseen ${(foreseen / 1e9).toFixed(2)}; loss ${loss.toFixed(4)}`,
);
await device.close();
