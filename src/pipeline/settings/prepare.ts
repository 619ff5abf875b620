import type { GivenSettings, SettingsOf } from '../settings.ts';
import { formatSetting, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const prepareSettings = {
  ...postsSetting,
  out: {
    type: 'path',
    section: null,
    default: 'training.txt',
    help: 'The text to train on, one end mark after each post.',
  },
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  overwrite: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Replace the training text if it is there already.',
  },
} as const;

export type PrepareSettings = SettingsOf<typeof prepareSettings>;
export type PrepareGiven = GivenSettings<typeof prepareSettings>;
