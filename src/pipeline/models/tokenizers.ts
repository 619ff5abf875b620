import { modelSizes } from '../../engine/models/architectures.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { NoVocabularyFault, tokenizerIn } from '../../engine/tokens/tokenizer-kinds.ts';
import { nearest } from '../../nearest.ts';
import type { Files } from '../../project/files.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { knownModels } from '../../project/known-models.ts';
import { isFolder, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import { BUNDLED_MODEL, bundledModel } from './find-model.ts';

/** The kind of model whose vocabulary the package has. */
const GPT2 = 'gpt2';

/**
 * The tokenizer of OpenAI's GPT-2, with 50257 tokens, which the bundled model also uses. Throws NoVocabularyFault if the
 * package lacks it.
 */
export async function officialTokenizer({ files, models }: Project): Promise<Tokenizer> {
  return tokenizerIn(FolderFiles.in(files, models.bundled)).catch((fault) => {
    if (!(fault instanceof NoVocabularyFault)) throw fault;
    throw new NoVocabularyFault(`${fault.message} These files are part of this package; reinstall it.`);
  });
}

/** The tokenizer of the model or checkpoint in a folder. Throws NoVocabularyFault if there is none, and VocabularyFault. */
export function folderTokenizer(files: Files, folder: string): Promise<Tokenizer> {
  return tokenizerIn(FolderFiles.in(files, folder));
}

/**
 * The tokenizer of a model by name: the one in its folder in models/, or that of the bundled model. Without such a
 * folder, models known to have GPT-2's vocabulary get GPT-2's tokenizer. Throws NoVocabularyFault.
 */
export async function modelTokenizer(project: Project, model_name: string): Promise<Tokenizer> {
  const { files, root } = project;
  const folder = pathIn(pathIn(root, 'models'), model_name);
  if (await isFolder(files, folder)) return folderTokenizer(files, folder);
  const bundled = model_name === BUNDLED_MODEL ? await bundledModel(project) : null;
  if (bundled !== null) return folderTokenizer(files, bundled);
  if (remoteModel(model_name)?.known?.modelType === GPT2) return officialTokenizer(project);
  const gpt2 = knownModels.filter(({ modelType }) => modelType === GPT2).map(({ name }) => name);
  const shapes = [...modelSizes].filter(([, { architecture }]) => architecture.name === GPT2).map(([name]) => name);
  const sizes = [...shapes, ...gpt2];
  if (sizes.includes(model_name)) return officialTokenizer(project);
  const near = nearest(model_name, sizes);
  throw new NoVocabularyFault(
    `There is no model ${model_name}: neither a folder ${folder} nor one of ${[...new Set(sizes)].join(', ')}` +
      (near === null ? '.' : `; did you mean ${near}?`),
  );
}
