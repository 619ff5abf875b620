// A GPT-2 of random weights and one batch, ready for training steps: what step.mjs and steadiness.mjs measure.
import { loadSources } from './sources.mjs';

/** `mode` is 'train' or 'train-saving-memory'; `threads` and `instructionSet` undefined: as the device chooses. */
export async function openTrainingStep({ size, batch: B, length: T, mode, threads, instructionSet, precision }) {
  const engine = await loadSources(
    'src/node/native-device/native-device.ts',
    'src/engine/model/gpt2.ts',
    'src/engine/model/configuration.ts',
    'src/engine/model/parameters.ts',
    'src/engine/model/workspace.ts',
    'src/engine/training/optimizer.ts',
    'src/engine/training/training-memory.ts',
    'src/engine/random.ts',
  );
  const configuration = engine.configuration(engine.modelSizes[size], 'bench');
  const { n_vocab: V, n_embd: C, n_layer: L } = configuration;
  const device = engine.openNativeDevice({ threads, instructionSet, precision });
  const model = new engine.Gpt2(device, configuration);
  const random = engine.Random.fromSeed(1);
  engine.initialise(device, model.parameters, random);
  const gradients = new engine.ParameterSet(device, model.parameters.table);
  const workspace = new engine.Workspace(device, configuration, B, T, mode);
  const optimizer = new engine.Optimizer(device, model.parameters, gradients, {
    optimizer: 'adamw',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    momentum: 0.95,
    weight_decay: 0.01,
  });
  const inputs = Int32Array.from({ length: B * T }, () => random.below(V));
  const targets = Int32Array.from({ length: B * T }, () => random.below(V));
  await device.finish();
  return {
    description: device.description,
    // Six a parameter and token, as is usual to count, plus causal attention.
    flop: 6 * engine.parameterCount(configuration) * B * T + 6 * L * C * B * T * T,
    foreseenBytes: engine.trainingMemory(configuration, {
      window: T,
      batch_size: B,
      optimizer: 'adamw',
      only_train_transformer_layers: false,
      memory_saving_gradients: mode === 'train-saving-memory',
      validationWindows: 0,
      samples: false,
    }).total,
    /** Forward, backward, AdamW; the loss before it. */
    async step() {
      device.fill({ out: gradients.flat, value: 0 });
      const loss = await engine.accumulateGradients(model, gradients, workspace, { inputs, targets });
      optimizer.update(1e-4, 1);
      await device.finish();
      return loss;
    },
    close: () => device.close(),
  };
}
