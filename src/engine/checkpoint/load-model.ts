import { Fault } from '../../fault.ts';
import type { Device } from '../device/device.ts';
import { type ModelFiles, readText } from '../model-files.ts';
import { AdaptedModel } from '../models/adapters/adapted-model.ts';
import type { AdapterSettings } from '../models/adapters/adapter-layers.ts';
import type { FrozenType } from '../models/adapters/frozen-weights.ts';
import { configFileNames, parseModelConfiguration } from '../models/architectures.ts';
import { TrainableModel } from '../models/language-model.ts';
import type { LanguageModel } from '../models/model.ts';
import type { ModelConfiguration } from '../models/model-configuration.ts';
import type { FillableParameters } from '../models/parameters.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { NoVocabularyFault, tokenizerIn } from '../tokens/tokenizer-kinds.ts';
import { type OpenWeights, openWeights } from './open-weights.ts';
import { checkTensorFile, conventionOf, loadTensors, q8Matrices } from './parameters-file.ts';
import type { WeightsContent } from './weight-formats.ts';

/** Files that do not belong together, or of which one is missing. */
export class ModelFolderFault extends Fault {
  override readonly code: string = 'model-folder';
}

interface ModelShape {
  readonly configuration: ModelConfiguration;
}

/** What a model's files say about it, without its weights. */
export interface ModelDescription extends ModelShape {
  readonly tokenizer: Tokenizer;
  /** The blocks' matrices that its file has as Q8_0. */
  readonly q8_0: ReadonlySet<string>;
}

/** Opens the tokenizer of OpenAI's GPT-2, which formats without a vocabulary stand for. */
export type OfficialTokenizer = () => Promise<Tokenizer>;

/**
 * Describes a model, from the file of its weights or from those next to it. Throws ModelFolderFault, ConfigurationFault,
 * NoVocabularyFault, VocabularyFault, and the faults of `openWeights`.
 */
export async function describeModel(files: ModelFiles, official: OfficialTokenizer): Promise<ModelDescription> {
  const weights = await openWeights(files);
  try {
    const configuration = weights.configuration ?? (await readConfiguration(files));
    const rows = configuration.shape.vocabulary;
    const tokenizer = weights.tokenizer?.(rows) ?? (await tokenizerNextTo(files, rows, weights, official));
    const shape = withoutPadding(configuration, tokenizer, weights);
    checkVocabulary(shape, tokenizer, files.description);
    return { configuration: shape, tokenizer, q8_0: q8MatricesOf(weights, shape) };
  } finally {
    await weights.close();
  }
}

/** A model's configuration and format, without its vocabulary. Throws like `describeModel`. */
export async function peekAtModel(
  files: ModelFiles,
): Promise<Pick<OpenWeights, 'format'> & Omit<ModelDescription, 'tokenizer'>> {
  const weights = await openWeights(files);
  try {
    const configuration = weights.configuration ?? (await readConfiguration(files));
    return { format: weights.format, configuration, q8_0: q8MatricesOf(weights, configuration) };
  } finally {
    await weights.close();
  }
}

function q8MatricesOf({ file, layout }: WeightsContent, configuration: ModelConfiguration): ReadonlySet<string> {
  const convention = configuration.convention(layout);
  return convention === null ? new Set() : q8Matrices(file, convention, configuration.parameters);
}

/**
 * Checks a model's weights against its configuration: names and shapes, and with `reads` every number, with the checksums
 * that the format has. Yields how many numbers were read. Throws the faults of `openWeights`, and ParameterFault.
 */
export async function* checkWeights(
  files: ModelFiles,
  configuration: ModelConfiguration,
  reads: boolean,
): AsyncGenerator<number> {
  const { file, layout, close } = await openWeights(files);
  try {
    checkTensorFile(file, conventionOf(configuration, layout, file.name), configuration.parameters);
    let numbers = 0;
    for (const { read } of reads ? file.tensors.values() : []) {
      for await (const piece of read()) {
        numbers += piece.length;
        yield numbers;
      }
    }
  } finally {
    await close();
  }
}

/** Loads a model's weights onto a device. Throws the faults of `openWeights` and `loadTensors`, and DeviceMemoryFault. */
export async function loadWeights(
  device: Device,
  files: ModelFiles,
  configuration: ModelConfiguration,
): Promise<TrainableModel> {
  return loadInto(device, files, configuration, () => {
    const model = new TrainableModel(device, configuration);
    return { model, parameters: model.parameters };
  });
}

/**
 * The same for a model with adapters: loads the weights beside them, tensor by tensor, so that they are never held in float32
 * as a whole. Its adapters are zero.
 */
export async function loadAdaptedModel(
  device: Device,
  files: ModelFiles,
  configuration: ModelConfiguration,
  settings: AdapterSettings,
  type: FrozenType,
): Promise<AdaptedModel> {
  return loadInto(device, files, configuration, () => {
    const model = new AdaptedModel(device, configuration, settings, type);
    return { model, parameters: model.frozen };
  });
}

async function loadInto<Model extends LanguageModel>(
  device: Device,
  files: ModelFiles,
  configuration: ModelConfiguration,
  make: () => { readonly model: Model; readonly parameters: FillableParameters },
): Promise<Model> {
  const { file, layout, close } = await openWeights(files);
  try {
    const convention = conventionOf(configuration, layout, file.name);
    // A configuration that does not fit the file could ask for any amount of memory.
    checkTensorFile(file, convention, configuration.parameters);
    const { model, parameters } = make();
    await loadTensors(file, convention, device, parameters).catch((fault) => {
      model.free();
      throw fault;
    });
    return model;
  } finally {
    await close();
  }
}

/**
 * A model needs a row for every token. It may have more, which many add for speed: they count in the loss, as they do
 * elsewhere, and are never drawn. Throws ModelFolderFault.
 */
export function checkVocabulary({ shape }: ModelConfiguration, tokenizer: Tokenizer, where: string): void {
  const rows = shape.vocabulary;
  const padding = rows - tokenizer.vocabularySize;
  if (padding === 0 || (padding > 0 && isPadded(rows, padding))) return;
  throw new ModelFolderFault(
    `${where}: the vocabulary has ${tokenizer.vocabularySize} tokens, and the model ${rows}; they are not of the same model.`,
  );
}

/** Whether this is a number of rows that other software pads a vocabulary to. */
function isPadded(rows: number, padding: number): boolean {
  return (rows % 8 === 0 && padding < LARGEST_PADDING) || (rows % 64 === 0 && padding < LARGEST_EVEN_PADDING);
}

async function tokenizerNextTo(
  files: ModelFiles,
  rows: number,
  { hasOfficialVocabulary }: WeightsContent,
  official: OfficialTokenizer,
): Promise<Tokenizer> {
  return tokenizerIn(files, rows).catch((fault) => {
    if (hasOfficialVocabulary && fault instanceof NoVocabularyFault) return official();
    throw fault;
  });
}

/** Vocabularies are padded to multiples of this, for speed on GPUs. */
const LARGEST_PADDING = 128;
/** Training on several GPUs pads to such a multiple for each. */
const LARGEST_EVEN_PADDING = 1024;

/** The configuration without the rows that a layout adds after those of the tokens, and that no text has trained. */
function withoutPadding(
  configuration: ModelConfiguration,
  { vocabularySize }: Tokenizer,
  { layout }: WeightsContent,
): ModelConfiguration {
  const padding = configuration.shape.vocabulary - vocabularySize;
  if (!configuration.convention(layout)?.mayPadVocabulary || padding <= 0 || padding >= LARGEST_PADDING)
    return configuration;
  return configuration.reshaped({ vocabulary: vocabularySize }, 'the vocabulary');
}

async function readConfiguration(files: ModelFiles): Promise<ModelConfiguration> {
  for (const name of configFileNames) {
    const text = await readText(files, name);
    if (text !== null) return parseModelConfiguration(name, text, files.pathOf(name));
  }
  throw new ModelFolderFault(`${files.description} has no ${configFileNames.join(' or ')}, which describes the model.`);
}
