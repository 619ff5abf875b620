import type { GivenSettings, SettingsOf } from '../settings.ts';
import { cleaningSettings, formatSetting, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const prepareSettings = {
  ...postsSetting,
  out: { type: 'path', default: 'training.txt', help: 'The text to train on, one end mark after each post.' },
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  ...cleaningSettings,
  overwrite: { type: 'boolean', default: false, help: 'Replace the training text if it is there already.' },
} as const;

export type PrepareSettings = SettingsOf<typeof prepareSettings>;
export type PrepareGiven = GivenSettings<typeof prepareSettings>;
