import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTensorFile, conventionOf, loadTensors } from '../../engine/checkpoint/parameters-file.ts';
import type { Device } from '../../engine/device/device.ts';
import { configFileNames, parseModelConfiguration } from '../../engine/models/architectures.ts';
import { TrainableModel } from '../../engine/models/language-model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';
import { folderOfModel, type OpenWeights, openWeights } from './open-weights.ts';
import { folderTokenizer, NoVocabularyFault, officialTokenizer } from './vocabulary-files.ts';
import type { WeightsContent } from './weight-formats.ts';

/** A folder whose files do not belong together, or of which one is missing. */
export class ModelFolderFault extends Fault {}

interface ModelShape {
  readonly configuration: ModelConfiguration;
}

/** What a model's files say about it, without its weights. */
export interface ModelDescription extends ModelShape {
  readonly tokenizer: Tokenizer;
}

/**
 * What the model in a folder, or in a file of weights, is: what its file says itself, or config.json, hparams.json and
 * the vocabulary beside it. Throws ModelFolderFault, ConfigurationFault, NoVocabularyFault, VocabularyFault, and the
 * faults of `openWeights`.
 */
export async function describeModel(path: string): Promise<ModelDescription> {
  const weights = await openWeights(path);
  try {
    const folder = await folderOfModel(path);
    const configuration = weights.configuration ?? (await readConfiguration(folder));
    const rows = configuration.shape.vocabulary;
    const tokenizer = weights.tokenizer?.(rows) ?? (await tokenizerBeside(folder, rows, weights));
    const shape = withoutPadding(configuration, tokenizer, weights);
    checkVocabulary(shape, tokenizer, path);
    return { configuration: shape, tokenizer };
  } finally {
    await weights.close();
  }
}

/** What a model's files say about its shape and format, at a glance. Throws as `describeModel`, but for vocabularies. */
export async function peekAtModel(path: string): Promise<Pick<OpenWeights, 'format'> & ModelShape> {
  const { configuration, format, close } = await openWeights(path);
  try {
    return { format, configuration: configuration ?? (await readConfiguration(await folderOfModel(path))) };
  } finally {
    await close();
  }
}

/**
 * Holds the weights of a model against its shape: their names, their shapes, and with `reads` every number of them, with
 * what checksums the format has. Yields the numbers read so far. Throws the faults of `openWeights`, and ParameterFault.
 */
export async function* checkWeights(path: string, shape: ModelConfiguration, reads: boolean): AsyncGenerator<number> {
  const { file, layout, close } = await openWeights(path);
  try {
    checkTensorFile(file, conventionOf(shape, layout, path), shape.parameters);
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

/**
 * Reads the weights in a folder or a file onto a device. Throws the faults of `openWeights` and `loadTensors`, and
 * DeviceMemoryFault.
 */
export async function loadWeights(
  device: Device,
  path: string,
  configuration: ModelConfiguration,
): Promise<TrainableModel> {
  const { file, layout, close } = await openWeights(path);
  try {
    const convention = conventionOf(configuration, layout, path);
    // A shape that nothing in the file bears out could ask for any amount of memory.
    checkTensorFile(file, convention, configuration.parameters);
    const model = new TrainableModel(device, configuration);
    await loadTensors(file, convention, device, model.parameters).catch((fault) => {
      model.free();
      throw fault;
    });
    return model;
  } finally {
    await close();
  }
}

/** A model in a folder or a file, whole: `describeModel` and `loadWeights`. Whoever calls it frees the model. */
export async function loadModel(
  device: Device,
  path: string,
): Promise<ModelDescription & { readonly model: TrainableModel }> {
  const description = await describeModel(path);
  return { ...description, model: await loadWeights(device, path, description.configuration) };
}

/**
 * The model must have a row for every token. It may have some more, as many do for speed: they count for the loss as they
 * do elsewhere, and are never drawn. Throws ModelFolderFault.
 */
export function checkVocabulary({ shape }: ModelConfiguration, tokenizer: Tokenizer, where: string): void {
  const rows = shape.vocabulary;
  const padding = rows - tokenizer.vocabularySize;
  if (padding === 0 || (padding > 0 && isPadded(rows, padding))) return;
  throw new ModelFolderFault(
    `${where}: the vocabulary has ${tokenizer.vocabularySize} tokens, and the model ${rows}; they are not of the same model.`,
  );
}

/** Whether a number of rows is such as software pads a vocabulary to, and the padding no larger than it makes it. */
function isPadded(rows: number, padding: number): boolean {
  return (rows % 8 === 0 && padding < LARGEST_PADDING) || (rows % 64 === 0 && padding < LARGEST_EVEN_PADDING);
}

async function tokenizerBeside(
  folder: string,
  rows: number,
  { hasOfficialVocabulary }: WeightsContent,
): Promise<Tokenizer> {
  return folderTokenizer(folder, rows).catch((fault) => {
    if (hasOfficialVocabulary && fault instanceof NoVocabularyFault) return officialTokenizer();
    throw fault;
  });
}

/** Multiples of this are what a vocabulary is padded to, to be quick on graphics cards. */
const LARGEST_PADDING = 128;
/** Training on several graphics cards at once pads to such a multiple for each of them. */
const LARGEST_EVEN_PADDING = 1024;

/** The shape without the rows that a format may add after those of the tokens, and that no text was trained with. */
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

async function readConfiguration(folder: string): Promise<ModelConfiguration> {
  for (const name of configFileNames) {
    const path = join(folder, name);
    const text = await nullIfMissing(readFile(path, 'utf8'));
    if (text !== null) return parseModelConfiguration(name, text, path);
  }
  throw new ModelFolderFault(`${folder} has no ${configFileNames.join(' or ')}, which describes the model.`);
}
