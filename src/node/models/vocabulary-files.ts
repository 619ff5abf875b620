import { join } from 'node:path';
import { modelSizes } from '../../engine/models/architectures.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { NoVocabularyFault, tokenizerIn } from '../../engine/tokens/tokenizer-kinds.ts';
import { nearest } from '../../nearest.ts';
import { isFolder } from '../files/paths.ts';
import { knownModels, remoteModel } from './download/known-models.ts';
import { FolderFiles } from './folder-files.ts';
import { PACKAGED_MODEL, packagedFolder, packagedModel } from './packaged-model.ts';

/**
 * The tokenizer of OpenAI's GPT-2, of 50257 tokens, which the bundled base model has too. Throws NoVocabularyFault if it
 * is missing from the package.
 */
export async function officialTokenizer(): Promise<Tokenizer> {
  return tokenizerIn(FolderFiles.in(packagedFolder())).catch((fault) => {
    if (!(fault instanceof NoVocabularyFault)) throw fault;
    throw new NoVocabularyFault(`${fault.message} These files are part of this package; install it again.`);
  });
}

/** The tokenizer of the model or checkpoint in a folder. Throws NoVocabularyFault if there is none, and VocabularyFault. */
export function folderTokenizer(folder: string): Promise<Tokenizer> {
  return tokenizerIn(FolderFiles.in(folder));
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
