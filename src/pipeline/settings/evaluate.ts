import { writerSettings } from './generate.ts';
import type { GivenSettings, SettingsOf } from './settings-table.ts';
import { formatSetting, machineSettings, readingSettings, siteSetting } from './shared.ts';

export const evaluateSettings = {
  texts: { type: 'list', help: 'Texts, folders of posts, sites, exports, token files (.npz): each is measured apart.' },
  ...writerSettings,
  window: {
    type: 'integer',
    unit: 'tokens',
    min: 2,
    default: null,
    absent: "the model's n_ctx",
    help: 'A text is read in windows of so many tokens, and each token predicted from those before it in its window.',
  },
  batch_size: { type: 'integer', unit: 'windows', min: 1, default: 4, help: 'Windows in one forward.' },
  json: { type: 'boolean', default: false, help: 'Print a line of JSON for each text, in place of the table.' },
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type EvaluateSettings = SettingsOf<typeof evaluateSettings>;
export type EvaluateGiven = GivenSettings<typeof evaluateSettings>;
