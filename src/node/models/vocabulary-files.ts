import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelSizes } from '../../engine/models/architectures.ts';
import { BpeTokenizer } from '../../engine/tokens/bpe/bpe-tokenizer.ts';
import { parseTokenizerJson } from '../../engine/tokens/bpe/tokenizer-json.ts';
import { type VocabularyFiles, withinRows } from '../../engine/tokens/bpe/vocabulary.ts';
import { HUGGING_FACE_NAMES, OPENAI_NAMES, TOKENIZER_JSON } from '../../engine/tokens/bpe/vocabulary-texts.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';
import { isFolder } from '../files/paths.ts';
import { addedTokensIn } from './added-files.ts';
import { knownModels, remoteModel } from './download/known-models.ts';
import { PACKAGED_MODEL, packagedFolder, packagedModel } from './packaged-model.ts';

/** A folder without the two files of a vocabulary. */
export class NoVocabularyFault extends Fault {}

const namePairs = [OPENAI_NAMES, HUGGING_FACE_NAMES] as const;

/**
 * The tokenizer of OpenAI's GPT-2, of 50257 tokens, which the bundled base model has too. Throws NoVocabularyFault if it
 * is missing from the package.
 */
export async function officialTokenizer(): Promise<Tokenizer> {
  const folder = packagedFolder();
  const [encoder, merges] = await Promise.all(
    HUGGING_FACE_NAMES.map((name) => nullIfMissing(readFile(join(folder, name), 'utf8'))),
  );
  if (encoder !== null && merges !== null) return new BpeTokenizer({ encoder, merges });
  throw new NoVocabularyFault(
    `${folder} has no vocabulary: ${HUGGING_FACE_NAMES.join(' and ')} are part of this package; install it again.`,
  );
}

/**
 * The tokenizer of the model or checkpoint in a folder, without the tokens that a model of `rows` rows has no row for.
 * Throws NoVocabularyFault if there is none, and VocabularyFault.
 */
export async function folderTokenizer(folder: string, rows = Number.POSITIVE_INFINITY): Promise<Tokenizer> {
  return new BpeTokenizer(withinRows(await folderVocabulary(folder), rows));
}

/**
 * The vocabulary in the folder of a model or a checkpoint, with the tokens that are added to it (`addedTokensIn`); OpenAI's
 * names go before Hugging Face's, and two files before one. Throws NoVocabularyFault if there is none, and VocabularyFault for a tokenizer.json of another kind.
 */
async function folderVocabulary(folder: string): Promise<VocabularyFiles> {
  for (const names of namePairs) {
    const [encoderName, mergesName] = names.map((name) => join(folder, name));
    const [encoder, merges] = await Promise.all([
      nullIfMissing(readFile(encoderName, 'utf8')),
      nullIfMissing(readFile(mergesName, 'utf8')),
    ]);
    if (encoder === null || merges === null) continue;
    return { encoder, merges, encoderName, mergesName, added: await addedTokensIn(folder, encoder) };
  }
  const whole = join(folder, TOKENIZER_JSON);
  const text = await nullIfMissing(readFile(whole, 'utf8'));
  if (text !== null) {
    const files = parseTokenizerJson(text, whole);
    return { ...files, added: await addedTokensIn(folder, files.encoder) };
  }
  const wanted = [...namePairs.map((names) => names.join(' and ')), TOKENIZER_JSON].join(', or ');
  throw new NoVocabularyFault(`${folder} has no vocabulary: it needs ${wanted}.`);
}

/**
 * The tokenizer of a model by its name: that in its folder in `models/`, or of the model that comes with the package;
 * without such a folder, GPT-2's own for the models that have it. Throws NoVocabularyFault.
 */
export async function modelTokenizer(model_name: string, modelsFolder = 'models'): Promise<Tokenizer> {
  const folder = join(modelsFolder, model_name);
  if (await isFolder(folder)) return folderTokenizer(folder);
  const packaged = model_name === PACKAGED_MODEL ? await packagedModel() : null;
  if (packaged !== null) return folderTokenizer(packaged);
  const sizes = [...modelSizes.keys(), ...knownModels.map(({ name }) => name)];
  if (sizes.includes(model_name) || remoteModel(model_name)?.known != null) return officialTokenizer();
  const near = nearest(model_name, sizes);
  throw new NoVocabularyFault(
    `There is no model ${model_name}: neither a folder ${folder} nor one of ${[...new Set(sizes)].join(', ')}` +
      (near === null ? '.' : `; did you mean ${near}?`),
  );
}
