import { cleaningSettings, formatSetting, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const prepareSettings = {
  ...postsSetting,
  out: {
    type: 'path',
    section: null,
    default: 'training.txt',
    help: 'File for the training text; each post is followed by an end mark.',
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
    help: 'HTML report to write about the posts: years, lengths, words, tokens, skipped posts and findings.',
  },
  overwrite: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Replace the training text and the report if they already exist.',
  },
} as const;

export type { PrepareGiven } from './given/prepare.ts';
