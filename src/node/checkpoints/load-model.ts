import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTensors } from '../../engine/checkpoint/parameters-file.ts';
import type { Device } from '../../engine/device/device.ts';
import { type ModelConfiguration, parseConfig, parseHparams } from '../../engine/model/configuration.ts';
import { Gpt2 } from '../../engine/model/gpt2.ts';
import { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { VocabularyFiles } from '../../engine/tokens/vocabulary.ts';
import { Fault } from '../../fault.ts';
import { folderVocabulary } from '../vocabulary/vocabulary-files.ts';
import { CONFIG, HPARAMS } from './checkpoint-names.ts';
import { openWeights } from './open-weights.ts';

/** A folder whose files do not belong together, or of which one is missing. */
export class ModelFolderFault extends Fault {}

/** What a model's folder says about it, without its weights. */
export interface ModelDescription {
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: VocabularyFiles;
}

/**
 * Reads config.json or hparams.json, and the vocabulary. Throws ModelFolderFault, ConfigurationFault,
 * NoVocabularyFault, VocabularyFault.
 */
export async function describeModel(folder: string): Promise<ModelDescription> {
  const configuration = await readConfiguration(folder);
  const vocabulary = await folderVocabulary(folder);
  const tokenizer = Tokenizer.fromFiles(vocabulary);
  checkVocabulary(configuration, tokenizer, folder);
  return { configuration, tokenizer, vocabulary };
}

/** Reads a model's weights onto a device. Throws the faults of `openWeights` and `loadTensors`, and DeviceMemoryFault. */
export async function loadWeights(device: Device, folder: string, configuration: ModelConfiguration): Promise<Gpt2> {
  const { file, convention, close } = await openWeights(folder);
  try {
    const model = new Gpt2(device, configuration);
    await loadTensors(file, convention, device, model.parameters).catch((fault) => {
      model.free();
      throw fault;
    });
    return model;
  } finally {
    await close();
  }
}

/** A model in a folder, whole: `describeModel` and `loadWeights`. Whoever calls it frees the model. */
export async function loadModel(device: Device, folder: string): Promise<ModelDescription & { readonly model: Gpt2 }> {
  const description = await describeModel(folder);
  return { ...description, model: await loadWeights(device, folder, description.configuration) };
}

/** Every id that the model can answer with must be a token. Throws ModelFolderFault. */
export function checkVocabulary({ n_vocab }: ModelConfiguration, tokenizer: Tokenizer, where: string): void {
  if (tokenizer.n_vocab === n_vocab) return;
  throw new ModelFolderFault(
    `${where}: the vocabulary has ${tokenizer.n_vocab} tokens, and the model ${n_vocab}; they are not of the same model.`,
  );
}

async function readConfiguration(folder: string): Promise<ModelConfiguration> {
  for (const [name, parse] of [
    [CONFIG, parseConfig],
    [HPARAMS, parseHparams],
  ] as const) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return null;
    });
    if (text !== null) return parse(text, path);
  }
  throw new ModelFolderFault(`${folder} has neither ${CONFIG} nor ${HPARAMS}, which say what shape its model has.`);
}
