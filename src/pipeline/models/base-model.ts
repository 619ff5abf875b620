import type { Device } from '../../engine/device/device.ts';
import { createGpt2, type Gpt2 } from '../../engine/models/gpt2/architecture.ts';
import {
  configuration,
  type Hparams,
  type ModelConfiguration,
  type ModelSize,
  modelSizes,
} from '../../engine/models/gpt2/configuration.ts';
import { initialise } from '../../engine/models/parameters.ts';
import { Random } from '../../engine/random.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { nearest } from '../../nearest.ts';
import { describeModel, loadWeights } from '../../node/models/load-model.ts';
import { defaultModel, findModel, NoModelFault, resolveModel } from '../../node/models/model-folder.ts';
import { packagedModel } from '../../node/models/packaged-model.ts';
import { officialTokenizer } from '../../node/models/vocabulary-files.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** A model to start a training from, before it is on a device. */
export interface BaseModel {
  /** For people: 'nano', 'mymodel', 'run1/model-900'. */
  readonly name: string;
  /** Whether it has learnt nothing yet. */
  readonly isRandom: boolean;
  /** Whether it is the one that comes with the package. */
  readonly isPackaged: boolean;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  /** Puts it on a device; the caller frees it. The same seed gives the same random weights. */
  load(device: Device, seed: number): Promise<Gpt2>;
}

/** 'random:124M' starts that size from random weights: to measure its speed, or to train it from nothing. */
const RANDOM = 'random:';

/** The only size that learns enough from one person's posts when it starts from nothing. */
const SMALL: ModelSize = 'nano';

/** What is asked of the shape of a model; null is what the base model has. */
export type ShapeSettings = { readonly [Name in (typeof shapeNames)[number]]: number | null };

const shapeNames = ['n_layer', 'n_head', 'n_embd', 'n_ctx'] as const;

export const anyShape: ShapeSettings = { n_layer: null, n_head: null, n_embd: null, n_ctx: null };

/**
 * The base model that is called `model_name`: a folder in models/ or a path, `base`, `nano`, or random:<size>; null is the
 * default model, or nano where there is none or a shape is asked for. One from random weights takes another shape where
 * one is asked for; without a given n_ctx it has positions for the window that it is to be trained with, and no more:
 * others would never be learned, and would spoil what it writes there. Throws NoModelFault, NotDownloadedFault where it
 * might be had, SettingFault where a folder's model has another shape, ConfigurationFault, and the faults of
 * `describeModel`.
 */
export async function baseModel(
  model_name: string | null,
  root: string,
  window: number | null,
  shape: ShapeSettings = anyShape,
): Promise<BaseModel> {
  if (model_name === null) {
    const usual = shapeNames.some((key) => shape[key] !== null) ? null : await defaultModel(root);
    return usual === null ? baseModel(SMALL, root, window, shape) : folderModel(usual.path, usual.name);
  }
  if (model_name.startsWith(RANDOM)) return randomModel(model_name.slice(RANDOM.length), window, shape);
  const folder = await findModel(model_name, root);
  if (folder === null && model_name === SMALL) return randomModel(SMALL, window, shape);
  const { path, name } = folder ?? (await resolveModel({ model_name, root }));
  const model = await folderModel(path, name);
  checkShape(model, shape);
  return model;
}

/** Throws SettingFault where a model that is there has another shape than is asked for. */
export function checkShape({ name, configuration }: BaseModel, shape: ShapeSettings): void {
  for (const key of shapeNames) {
    if (shape[key] === null || shape[key] === configuration[key]) continue;
    throw new SettingFault(
      key,
      `${key} is ${shape[key]}, and that of ${name} is ${configuration[key]}; only a model from random weights takes the ` +
        'shape that it is given. To begin one, give another run_name, or nano as model_name.',
    );
  }
}

/** The model in a folder. Throws the faults of `describeModel`. */
export async function folderModel(path: string, name: string): Promise<BaseModel> {
  const description = await describeModel(path);
  return {
    ...description,
    name,
    isRandom: false,
    isPackaged: path === (await packagedModel()),
    load: (device) => loadWeights(device, path, description.configuration),
  };
}

async function randomModel(size: string, window: number | null, asked: ShapeSettings): Promise<BaseModel> {
  const sizes = Object.keys(modelSizes);
  if (!sizes.includes(size)) {
    const near = nearest(size, sizes);
    throw new NoModelFault(
      `There is no size ${size} to start from random weights; there are ${sizes.join(', ')}` +
        (near === null ? '.' : `; did you mean ${near}?`),
    );
  }
  const named: Hparams = modelSizes[size as ModelSize];
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const shape = configuration({ ...named, n_ctx: Math.min(named.n_ctx, window ?? named.n_ctx), ...given }, size);
  const isNamed = shape.n_layer === named.n_layer && shape.n_embd === named.n_embd && shape.n_head === named.n_head;
  return {
    name: isNamed ? size : `a GPT-2 of ${shape.n_layer} blocks and ${shape.n_embd} channels`,
    isRandom: true,
    isPackaged: false,
    configuration: shape,
    tokenizer: await officialTokenizer(),
    async load(device, seed) {
      const model = createGpt2(device, shape);
      initialise(device, model.parameters, Random.fromSeed(seed, 'weights'));
      await device.finish();
      return model;
    },
  };
}
