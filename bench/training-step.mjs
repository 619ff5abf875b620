// A model with random weights and one batch, ready for training steps; step.mjs and steadiness.mjs measure it.
import { deviceSources, openDevice } from './device-options.mjs';
import { loadSources } from './sources.mjs';

/** `wasm`: which of the modules for WebAssembly computes, undefined for another device. `lora`: the rank of adapters that alone are trained, with this share of `dropout`, beside weights kept as `frozen` says; undefined: all weights are. `mode` is 'train' or 'train-saving-memory'; if `threads` or `instructionSet` is undefined, the device chooses; `webgpu`: see `openDevice`; undefined for the CPU device. */
export async function openTrainingStep({
  size,
  lora,
  dropout = 0,
  frozen = 'bfloat16',
  batch: B,
  length: T,
  mode,
  threads,
  instructionSet,
  precision,
  webgpu,
  wasm,
}) {
  const engine = await loadSources(
    ...deviceSources,
    'src/engine/models/architectures.ts',
    'src/engine/models/adapters/adapted-model.ts',
    'src/engine/models/adapters/adapter-layers.ts',
    'src/engine/models/language-model.ts',
    'src/engine/models/parameters.ts',
    'src/engine/models/training-pass.ts',
    'src/engine/training/optimizer.ts',
    'src/engine/training/training-memory.ts',
    'src/engine/random.ts',
    'src/engine/device/compiled/kernel-scratch.ts',
  );
  const configuration = engine.modelSizes.get(size);
  const { vocabulary: V, width: C, blocks: L } = configuration.shape;
  const device = await openDevice(engine, { threads, instructionSet, precision, webgpu, wasm });
  const adapter = lora === undefined ? null : adapterOf(engine, configuration, lora, dropout);
  const model =
    adapter === null
      ? new engine.TrainableModel(device, configuration)
      : new engine.AdaptedModel(device, configuration, adapter, frozen);
  const random = engine.Random.fromSeed(1);
  if (adapter !== null) await fillFrozen(device, model.frozen, random);
  engine.initialise(device, model.parameters, random);
  const gradients = new engine.ParameterSet(device, model.parameters.table);
  const pass = new engine.WindowPass(model, B, T, mode);
  const optimizer = new engine.Optimizer(device, model.parameters, gradients, {
    optimizer: 'adamw',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    momentum: 0.95,
    weight_decay: 0.01,
  });
  const planned = { configuration, adapter, scratchOf: engine.compiledKernelScratch };
  const inputs = Int32Array.from({ length: B * T }, () => random.below(V));
  const targets = Int32Array.from({ length: B * T }, () => random.below(V));
  let steps = 0;
  await device.finish();
  return {
    description: device.description,
    // Six operations per parameter and token, as is common, four where it is frozen, plus causal attention.
    flop: (adapter === null ? 6 : 4) * configuration.parameterCount * B * T + 6 * L * C * B * T * T,
    predictedBytes: (
      await engine.trainingMemory(planned, {
        window: T,
        batch_size: B,
        optimizer: 'adamw',
        only_train_transformer_layers: false,
        freeze_blocks: 0,
        memory_saving_gradients: mode === 'train-saving-memory',
        frozen_weights: frozen,
        validationWindows: 0,
        sampleLength: 0,
      })
    ).total,
    /** Forward, backward, AdamW; returns the loss before the update. */
    async step() {
      steps++;
      for (const out of gradients.buffers) device.fill({ out, value: 0 });
      const loss = await pass.accumulateGradients(gradients, { inputs, targets }, { draw: steps });
      optimizer.update(1e-4, 1);
      await device.finish();
      return loss;
    },
    close: () => device.close(),
  };
}

/** Adapters of this rank beside every linear layer. */
function adapterOf({ targetModules }, configuration, rank, dropout) {
  return { rank, alpha: 2 * rank, dropout, modules: targetModules(configuration, 'all-linear') };
}

/** Random weights for what is frozen, one parameter after the other. */
async function fillFrozen(device, frozen, random) {
  for (const { name, shape } of frozen.table) {
    const values = new Float32Array(shape.reduce((product, axis) => product * axis, 1)).fill(1);
    if (shape.length > 1) random.fillNormal(values, 0.02);
    await frozen.fill(name, async (tensor) => device.write(tensor, values));
  }
}
