import type { GivenSettings } from './settings-table.ts';

export const downloadSettings = {
  model: {
    type: 'text',
    help: '124M, 355M, 774M, 1558M, distilgpt2, or any GPT-2 on Hugging Face: owner/name or owner/name@revision.',
  },
  source: {
    type: 'choice',
    choices: ['huggingface', 'openai'],
    default: 'huggingface',
    help: 'openai: the original TensorFlow files of 124M, 355M, 774M and 1558M, as the 2019 scripts used them.',
  },
} as const;

export type DownloadGiven = GivenSettings<typeof downloadSettings>;
