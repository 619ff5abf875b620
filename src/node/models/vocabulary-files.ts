import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelSizes } from '../../engine/models/gpt2/configuration.ts';
import { parseTokenizerJson } from '../../engine/tokens/tokenizer-json.ts';
import type { VocabularyFiles } from '../../engine/tokens/vocabulary.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { ENCODER, MERGES } from '../../project/checkpoint-names.ts';
import { knownModels, remoteModel } from '../../project/known-models.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isFolder } from '../../project/paths.ts';
import { nodeFiles } from '../files/node-files.ts';
import { addedTokensIn } from './added-files.ts';
import { PACKAGED_MODEL, packagedFolder, packagedModel } from './packaged-model.ts';

/** A folder without the two files of a vocabulary. */
export class NoVocabularyFault extends Fault {}

/** What the two files are called at Hugging Face. */
export const huggingFaceNames = ['vocab.json', 'merges.txt'] as const;

/** What the two files are called: by OpenAI, and at Hugging Face. */
const namePairs = [[ENCODER, MERGES], huggingFaceNames] as const;

/** The one file that says the same as those two. */
export const WHOLE = 'tokenizer.json';

/**
 * The vocabulary of OpenAI's GPT-2, of 50257 tokens, which is that of the bundled base model. Throws NoVocabularyFault where
 * that is missing from the package.
 */
export async function officialVocabulary(): Promise<VocabularyFiles> {
  const folder = packagedFolder();
  const [encoder, merges] = await Promise.all(
    huggingFaceNames.map((name) => nullIfMissing(readFile(join(folder, name), 'utf8'))),
  );
  if (encoder !== null && merges !== null) return { encoder, merges };
  throw new NoVocabularyFault(
    `${folder} has no vocabulary: ${huggingFaceNames.join(' and ')} are part of this package; install it again.`,
  );
}

/**
 * The vocabulary in the folder of a model or a checkpoint, with the tokens that are added to it (`addedTokensIn`); OpenAI's
 * names go before Hugging Face's, and two files before one. Throws NoVocabularyFault if there is none, and VocabularyFault for a tokenizer.json of another kind.
 */
export async function folderVocabulary(folder: string): Promise<VocabularyFiles> {
  for (const names of namePairs) {
    const [encoderName, mergesName] = names.map((name) => join(folder, name));
    const [encoder, merges] = await Promise.all([
      nullIfMissing(readFile(encoderName, 'utf8')),
      nullIfMissing(readFile(mergesName, 'utf8')),
    ]);
    if (encoder === null || merges === null) continue;
    return { encoder, merges, encoderName, mergesName, added: await addedTokensIn(folder, encoder) };
  }
  const whole = join(folder, WHOLE);
  const text = await nullIfMissing(readFile(whole, 'utf8'));
  if (text !== null) {
    const files = parseTokenizerJson(text, whole);
    return { ...files, added: await addedTokensIn(folder, files.encoder) };
  }
  const wanted = [...namePairs.map((names) => names.join(' and ')), WHOLE].join(', or ');
  throw new NoVocabularyFault(`${folder} has no vocabulary: it needs ${wanted}.`);
}

/**
 * The vocabulary of a model by its name: that in its folder in `models/`, or of the model that comes with the package;
 * without such a folder, GPT-2's own for the models that have it. Throws NoVocabularyFault.
 */
export async function modelVocabulary(model_name: string, modelsFolder = 'models'): Promise<VocabularyFiles> {
  const folder = join(modelsFolder, model_name);
  if (await isFolder(nodeFiles, folder)) return folderVocabulary(folder);
  const packaged = model_name === PACKAGED_MODEL ? await packagedModel() : null;
  if (packaged !== null) return folderVocabulary(packaged);
  const sizes = [...Object.keys(modelSizes), ...knownModels.map(({ name }) => name)];
  if (sizes.includes(model_name) || remoteModel(model_name)?.known != null) return officialVocabulary();
  const near = nearest(model_name, sizes);
  throw new NoVocabularyFault(
    `There is no model ${model_name}: neither a folder ${folder} nor one of ${[...new Set(sizes)].join(', ')}` +
      (near === null ? '.' : `; did you mean ${near}?`),
  );
}
