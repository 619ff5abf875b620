// A checkpoint with random weights, for benchmarks of reading and writing.
import { mkdir } from 'node:fs/promises';
import { loadSources } from './sources.mjs';

/** Creates `folder` and writes a complete checkpoint of a GPT-2 of this size to it. */
export async function writeRandomModel(folder, size) {
  const engine = await loadSources(
    'src/engine/device/reference/reference-device.ts',
    'src/engine/models/architectures.ts',
    'src/engine/models/language-model.ts',
    'src/engine/models/parameters.ts',
    'src/engine/random.ts',
    'src/pipeline/models/checkpoints/checkpoint-folder.ts',
    'src/pipeline/models/tokenizers.ts',
    'src/node/project/node-project.ts',
  );
  const project = engine.nodeProject();
  const device = engine.openReferenceDevice();
  const model = new engine.TrainableModel(device, engine.modelSizes.get(size));
  engine.initialise(device, model.parameters, engine.Random.fromSeed(1));
  const tokenizer = await engine.officialTokenizer(project);
  await mkdir(folder, { recursive: true });
  await engine.writeCheckpoint(project.files, folder, { model, moments: null, trainer: {}, tokenizer });
  await device.close();
}
