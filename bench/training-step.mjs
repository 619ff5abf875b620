// A GPT-2 with random weights and one batch, ready for training steps; step.mjs and steadiness.mjs measure it.
import { loadSources } from './sources.mjs';

/** `mode` is 'train' or 'train-saving-memory'; if `threads` or `instructionSet` is undefined, the device chooses. */
export async function openTrainingStep({ size, batch: B, length: T, mode, threads, instructionSet, precision }) {
  const engine = await loadSources(
    'src/node/native-device/native-device.ts',
    'src/engine/models/architectures.ts',
    'src/engine/models/language-model.ts',
    'src/engine/models/parameters.ts',
    'src/engine/models/training-pass.ts',
    'src/engine/training/optimizer.ts',
    'src/engine/training/training-memory.ts',
    'src/engine/random.ts',
    'src/node/native-device/kernel-scratch.ts',
  );
  const configuration = engine.modelSizes.get(size);
  const { vocabulary: V, width: C, blocks: L } = configuration.shape;
  const device = engine.openNativeDevice({ threads, instructionSet, precision });
  const model = new engine.TrainableModel(device, configuration);
  const random = engine.Random.fromSeed(1);
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
  const planned = { configuration, scratchOf: engine.nativeKernelScratch };
  const inputs = Int32Array.from({ length: B * T }, () => random.below(V));
  const targets = Int32Array.from({ length: B * T }, () => random.below(V));
  await device.finish();
  return {
    description: device.description,
    // Six operations per parameter and token, as is common, plus causal attention.
    flop: 6 * engine.parameterCount(model.parameters.table) * B * T + 6 * L * C * B * T * T,
    predictedBytes: (
      await engine.trainingMemory(planned, {
        window: T,
        batch_size: B,
        optimizer: 'adamw',
        only_train_transformer_layers: false,
        memory_saving_gradients: mode === 'train-saving-memory',
        validationWindows: 0,
        samples: false,
      })
    ).total,
    /** Forward, backward, AdamW; returns the loss before the update. */
    async step() {
      for (const out of gradients.buffers) device.fill({ out, value: 0 });
      const loss = await pass.accumulateGradients(gradients, { inputs, targets });
      optimizer.update(1e-4, 1);
      await device.finish();
      return loss;
    },
    close: () => device.close(),
  };
}
