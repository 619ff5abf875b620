import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTensorFile, loadTensors } from '../../engine/checkpoint/parameters-file.ts';
import type { Device } from '../../engine/device/device.ts';
import { createGpt2, type Gpt2, parameterTable } from '../../engine/models/gpt2/architecture.ts';
import { type ModelConfiguration, parseConfig, parseHparams } from '../../engine/models/gpt2/configuration.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';
import { CONFIG, HPARAMS } from './checkpoints/checkpoint-names.ts';
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
    const { n_vocab } = configuration;
    const tokenizer = weights.tokenizer?.(n_vocab) ?? (await tokenizerBeside(folder, n_vocab, weights));
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
  const { file, convention, close } = await openWeights(path);
  try {
    checkTensorFile(file, convention, parameterTable(shape));
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
export async function loadWeights(device: Device, path: string, configuration: ModelConfiguration): Promise<Gpt2> {
  const { file, convention, close } = await openWeights(path);
  try {
    // A shape that nothing in the file bears out could ask for any amount of memory.
    checkTensorFile(file, convention, parameterTable(configuration));
    const model = createGpt2(device, configuration);
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
export async function loadModel(device: Device, path: string): Promise<ModelDescription & { readonly model: Gpt2 }> {
  const description = await describeModel(path);
  return { ...description, model: await loadWeights(device, path, description.configuration) };
}

/**
 * The model must have a row for every token. It may have some more, as many do for speed: they count for the loss as they
 * do elsewhere, and are never drawn. Throws ModelFolderFault.
 */
export function checkVocabulary({ n_vocab }: ModelConfiguration, tokenizer: Tokenizer, where: string): void {
  const padding = n_vocab - tokenizer.vocabularySize;
  if (padding === 0 || (padding > 0 && isPadded(n_vocab, padding))) return;
  throw new ModelFolderFault(
    `${where}: the vocabulary has ${tokenizer.vocabularySize} tokens, and the model ${n_vocab}; they are not of the same model.`,
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
  { convention }: WeightsContent,
): ModelConfiguration {
  const padding = configuration.n_vocab - vocabularySize;
  if (!convention.mayPadVocabulary || padding <= 0 || padding >= LARGEST_PADDING) return configuration;
  return { ...configuration, n_vocab: vocabularySize };
}

async function readConfiguration(folder: string): Promise<ModelConfiguration> {
  for (const [name, parse] of [
    [CONFIG, parseConfig],
    [HPARAMS, parseHparams],
  ] as const) {
    const path = join(folder, name);
    const text = await nullIfMissing(readFile(path, 'utf8'));
    if (text !== null) return parse(text, path);
  }
  throw new ModelFolderFault(`${folder} has neither ${CONFIG} nor ${HPARAMS}, which say what shape its model has.`);
}
