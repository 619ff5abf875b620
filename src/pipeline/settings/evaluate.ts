import { writerSettings } from './generate.ts';
import { USUAL_WINDOW_IN_WORDS } from './recipes.ts';
import type { SettingsOf } from './settings-table.ts';
import { formatSetting, machineSettings, readingSettings, siteSetting } from './shared.ts';

export const evaluateSettings = {
  texts: {
    type: 'list',
    help: 'Texts, folders of posts, sites, exports or token files (.npz); each is measured separately.',
  },
  ...writerSettings,
  window: {
    type: 'integer',
    unit: 'tokens',
    min: 2,
    default: null,
    absent: USUAL_WINDOW_IN_WORDS,
    help: 'Tokens in each window; a token is predicted from those before it in the same window of its document.',
  },
  batch_size: { type: 'integer', unit: 'windows', min: 1, default: 4, help: 'Windows per forward pass.' },
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type EvaluateSettings = SettingsOf<typeof evaluateSettings>;
export type { EvaluateGiven } from './given/evaluate.ts';
