import { loadAdaptedModel } from '../../engine/checkpoint/load-model.ts';
import type { Device } from '../../engine/device/device.ts';
import type { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import type { AdapterSettings } from '../../engine/models/adapters/adapter-layers.ts';
import type { FrozenType } from '../../engine/models/adapters/frozen-weights.ts';
import { modelSizes } from '../../engine/models/architectures.ts';
import { TrainableModel } from '../../engine/models/language-model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { initialise } from '../../engine/models/parameters.ts';
import { Random } from '../../engine/random.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { nearest } from '../../nearest.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import { anyShape, givenShape, type ShapeSettings } from '../settings/model-shape.ts';
import { SettingFault } from '../settings/settings-table.ts';
import { adapterIn, adapterSettings } from './adapter-folder.ts';
import { type BaseIdentity, identityOf } from './base-identity.ts';
import { bundledModel, defaultModel, findModel, NoModelFault, resolveModel } from './find-model.ts';
import { describeModel, loadAdapted, loadWeights } from './load-model.ts';
import { officialTokenizer } from './tokenizers.ts';

/** A model to start a training from, before it is on a device. */
export interface BaseModel {
  /** For people: 'nano', 'mymodel', 'run1/model-900'. */
  readonly name: string;
  /** Whether its weights are random. */
  readonly isRandom: boolean;
  /** Whether it is the model bundled with the package. */
  readonly isBundled: boolean;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  /** Loads it onto a device; the caller frees it. The same seed gives the same random weights. */
  load(device: Device, seed: number): Promise<TrainableModel>;
  /** The `weightsDigest` of the model, or of the one that it adapts; null for random weights. */
  digest(): Promise<string | null>;
  /** How adapters can be trained beside it; null for random weights, which know nothing that would be worth keeping. */
  readonly adapting: Adapting | null;
}

/** Training adapters beside a model. */
export interface Adapting {
  /** The settings of the adapter that the model consists of; null for a whole model. */
  readonly settings: AdapterSettings | null;
  /** What its checkpoints say about the model that they belong to. */
  identity(): Promise<BaseIdentity>;
  /** The blocks' matrices that the file of the model has as Q8_0. */
  readonly q8_0: ReadonlySet<string>;
  /**
   * Loads the model, frozen as `type` says, with its own adapter, or with new ones that have these settings and change nothing
   * yet. The same seed gives the same ones. The caller frees it.
   */
  load(device: Device, settings: AdapterSettings, seed: number, type: FrozenType): Promise<AdaptedModel>;
}

/** Prefix of sizes to start from random weights ('random:124M'), to measure speed or to train from scratch. */
const RANDOM = 'random:';

/** The only size that learns enough from one person's posts from scratch. */
const SMALL = 'nano';

/**
 * Finds the base model `model_name`: a folder in models/ or a path, `base`, `nano`, or random:<size>. Null means the
 * default model, or nano if there is none or a shape is requested. Models from random weights may have another shape;
 * unless a context is given, they have as many positions as the training window, since further ones would never be
 * learned and would spoil what the model writes there. Throws NoModelFault, NotDownloadedFault if it can be downloaded,
 * SettingFault if a folder's model has another shape, ConfigurationFault, and the faults of `describeModel`.
 */
export async function baseModel(
  project: Project,
  model_name: string | null,
  window: number | null,
  shape: ShapeSettings = anyShape,
): Promise<BaseModel> {
  if (model_name === null) {
    const usual = givenShape(shape).length > 0 ? null : await defaultModel(project);
    return usual === null ? baseModel(project, SMALL, window, shape) : folderModel(project, usual.path, usual.name);
  }
  if (model_name.startsWith(RANDOM)) return randomModel(project, model_name.slice(RANDOM.length), window, shape);
  const folder = await findModel(project, model_name);
  if (folder === null && model_name === SMALL) return randomModel(project, SMALL, window, shape);
  const { path, name } = folder ?? (await resolveModel(project, { model_name }));
  const model = await folderModel(project, path, name);
  checkShape(model, shape);
  return model;
}

/** Throws SettingFault if an existing model has another shape than requested. */
export function checkShape({ name, configuration }: BaseModel, shape: ShapeSettings): void {
  for (const [setting, part, value] of givenShape(shape)) {
    if (value === configuration.shape[part]) continue;
    throw new SettingFault(
      setting,
      `\`${setting}\` is ${value}, but ${name} has ${configuration.shape[part]}; only a new model from random weights can have ` +
        'another shape. To start one, give another `run_name`, or nano as `model_name`.',
    );
  }
}

/** The model in a folder. Throws the faults of `describeModel`. */
export async function folderModel(project: Project, path: string, name: string): Promise<BaseModel> {
  const { configuration, tokenizer, q8_0 } = await describeModel(project, path);
  const adapting = { ...(await adaptingOf(project, path, name, configuration)), q8_0 };
  return {
    configuration,
    tokenizer,
    name,
    isRandom: false,
    isBundled: path === (await bundledModel(project)),
    load: (device) => loadWeights(project, device, path, configuration),
    digest: async () => (await adapting.identity()).digest,
    adapting,
  };
}

async function adaptingOf(
  project: Project,
  path: string,
  name: string,
  configuration: ModelConfiguration,
): Promise<Omit<Adapting, 'q8_0'>> {
  const adapter = await adapterIn(project, path);
  if (adapter !== null) {
    return {
      settings: await adapterSettings(adapter, configuration),
      identity: async () => adapter.identity,
      load: (device, _, __, type) => loadAdapted(project, device, adapter, configuration, type),
    };
  }
  return {
    settings: null,
    identity: () => identityOf(project, path, name),
    async load(device, settings, seed, type) {
      const files = await FolderFiles.at(project.files, path);
      const model = await loadAdaptedModel(device, files, configuration, settings, type);
      initialise(device, model.parameters, Random.fromSeed(seed, 'adapters'));
      return model;
    },
  };
}

async function randomModel(
  project: Project,
  size: string,
  window: number | null,
  asked: ShapeSettings,
): Promise<BaseModel> {
  const named = modelSizes.get(size);
  if (named === undefined) {
    const sizes = [...modelSizes.keys()];
    const near = nearest(size, sizes);
    throw new NoModelFault(
      `There is no size ${size} to start from random weights; the sizes are ${sizes.join(', ')}` +
        (near === null ? '.' : `; did you mean ${near}?`),
    );
  }
  const given = Object.fromEntries(givenShape(asked).map(([, part, value]) => [part, value]));
  const context = Math.min(named.shape.context, window ?? named.shape.context);
  const tokenizer = await officialTokenizer(project);
  // The shape of a Llama has rows for a vocabulary of its own, and random weights know none.
  const configuration = named.reshaped({ vocabulary: tokenizer.vocabularySize, context, ...given }, size);
  const { architecture, shape } = configuration;
  const isNamed = (['blocks', 'width', 'heads'] as const).every((part) => shape[part] === named.shape[part]);
  return {
    name: isNamed ? size : `a ${architecture.title} of ${shape.blocks} blocks and ${shape.width} channels`,
    isRandom: true,
    isBundled: false,
    configuration,
    tokenizer,
    async load(device, seed) {
      const model = new TrainableModel(device, configuration);
      initialise(device, model.parameters, Random.fromSeed(seed, 'weights'));
      await device.finish();
      return model;
    },
    digest: async () => null,
    adapting: null,
  };
}
