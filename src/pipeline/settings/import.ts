import { cleaningSettings, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const importSettings = {
  ...postsSetting,
  out: {
    type: 'path',
    section: null,
    default: 'posts',
    help: 'Folder for the files; existing files are never overwritten.',
  },
  ...readingSettings,
  ...siteSetting,
  ...cleaningSettings,
} as const;

export type { ImportGiven } from './given/import.ts';
