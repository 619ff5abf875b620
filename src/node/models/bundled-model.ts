import { join } from 'node:path';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { tokenizerIn } from '../../engine/tokens/tokenizer-kinds.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { nodeFiles } from '../files/node-files.ts';
import { packageFolder } from '../files/package-folder.ts';

/** The folder base-model/ of the package, with the bundled model and GPT-2's vocabulary. */
export function bundledFolder(): string {
  return join(packageFolder(), 'base-model');
}

/** The tokenizer of the bundled model. Throws NoVocabularyFault. */
export function bundledTokenizer(): Promise<Tokenizer> {
  return tokenizerIn(FolderFiles.in(nodeFiles, bundledFolder()));
}
