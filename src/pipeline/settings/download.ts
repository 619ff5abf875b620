import type { GivenSettings, SettingsOf } from './settings-table.ts';

export const downloadSettings = {
  model: {
    type: 'text',
    help: '124M, 355M, 774M, 1558M, distilgpt2, or a GPT-2 at Hugging Face: owner/name, with @revision if need be.',
  },
  source: {
    type: 'choice',
    choices: ['huggingface', 'openai'],
    default: 'huggingface',
    help: "openai: TensorFlow's files, as the scripts of 2019 had them, of 124M, 355M, 774M and 1558M.",
  },
} as const;

export type DownloadSettings = SettingsOf<typeof downloadSettings>;
export type DownloadGiven = GivenSettings<typeof downloadSettings>;
