import type { Device } from '../engine/device/device.ts';
import { configuration, type ModelConfiguration, type ModelSize, modelSizes } from '../engine/model/configuration.ts';
import { Gpt2 } from '../engine/model/gpt2.ts';
import { initialise } from '../engine/model/parameters.ts';
import { Random } from '../engine/random.ts';
import { Tokenizer } from '../engine/tokens/tokenizer.ts';
import type { VocabularyFiles } from '../engine/tokens/vocabulary.ts';
import { nearest } from '../fault.ts';
import { describeModel, loadWeights } from '../node/checkpoints/load-model.ts';
import { findModel, NoModelFault, resolveModel } from '../node/checkpoints/model-folder.ts';
import { officialVocabulary } from '../node/vocabulary/vocabulary-files.ts';

/** A model to start a training from, before it is on a device. */
export interface BaseModel {
  /** For people: 'nano', 'mymodel', 'run1/model-900'. */
  readonly name: string;
  /** Whether it has learnt nothing yet. */
  readonly isRandom: boolean;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: VocabularyFiles;
  /** Puts it on a device; the caller frees it. The same seed gives the same random weights. */
  load(device: Device, seed: number): Promise<Gpt2>;
}

/** 'random:124M' starts that size from random weights: to measure its speed, or to train it from nothing. */
const RANDOM = 'random:';

/** The only size that learns enough from one person's posts when it starts from nothing. */
const SMALL: ModelSize = 'nano';

/**
 * The base model that is called `model_name`: a folder in models/ or a path, `nano`, or random:<size>. One from random
 * weights has positions for the window that it is to be trained with, and no more: others would never be learned, and
 * would spoil what it writes there. Throws NoModelFault, and the faults of `describeModel`.
 */
export async function baseModel(model_name: string, root: string, window: number | null): Promise<BaseModel> {
  if (model_name.startsWith(RANDOM)) return randomModel(model_name.slice(RANDOM.length), window);
  const folder = await findModel(model_name, root);
  if (folder !== null) return folderModel(folder.path, folder.name);
  if (model_name === SMALL) return randomModel(SMALL, window);
  if (Object.hasOwn(modelSizes, model_name)) {
    throw new NoModelFault(
      `The model ${model_name} is not in models/${model_name}: put its model.safetensors, config.json, vocab.json and ` +
        `merges.txt there. ${RANDOM}${model_name} starts that size from random weights, ${SMALL} a small one.`,
    );
  }
  const { path, name } = await resolveModel({ model_name, root });
  return folderModel(path, name);
}

/** The model in a folder. Throws the faults of `describeModel`. */
export async function folderModel(path: string, name: string): Promise<BaseModel> {
  const description = await describeModel(path);
  return {
    ...description,
    name,
    isRandom: false,
    load: (device) => loadWeights(device, path, description.configuration),
  };
}

async function randomModel(size: string, window: number | null): Promise<BaseModel> {
  const sizes = Object.keys(modelSizes);
  if (!sizes.includes(size)) {
    const near = nearest(size, sizes);
    throw new NoModelFault(
      `There is no size ${size} to start from random weights; there are ${sizes.join(', ')}` +
        (near === null ? '.' : `; did you mean ${near}?`),
    );
  }
  const hparams = modelSizes[size as ModelSize];
  const shape = configuration({ ...hparams, n_ctx: Math.min(hparams.n_ctx, window ?? hparams.n_ctx) }, size);
  const vocabulary = await officialVocabulary();
  return {
    name: size,
    isRandom: true,
    configuration: shape,
    tokenizer: Tokenizer.fromFiles(vocabulary),
    vocabulary,
    async load(device, seed) {
      const model = new Gpt2(device, shape);
      initialise(device, model.parameters, Random.fromSeed(seed, 'weights'));
      await device.finish();
      return model;
    },
  };
}
