import type { GivenSettings } from './settings-table.ts';
import { cleaningSettings, formatSetting, postsSetting, readingSettings, siteSetting } from './shared.ts';

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
  ...cleaningSettings,
  report: {
    type: 'path',
    section: null,
    default: null,
    absent: 'none',
    help: 'HTML page to write about the posts: years, lengths, words, tokens, what was left out and found.',
  },
  overwrite: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Replace the training text and the report if they are there.',
  },
} as const;

export type PrepareGiven = GivenSettings<typeof prepareSettings>;
