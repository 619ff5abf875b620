import { generateSettings, quantizeSetting, writerSettings } from './generate.ts';
import { SAMPLING, USUAL_WINDOW_IN_WORDS } from './recipes.ts';
import { runSettings } from './run.ts';
import { group, inSection, type SettingsOf } from './settings-table.ts';
import {
  choosingSettings,
  datasetSetting,
  formatSetting,
  machineSettings,
  readingSettings,
  samplingSettings,
  seedSetting,
  siteSetting,
} from './shared.ts';

export const continueSettings = {
  ...inSection(null, {
    draft: { type: 'path', help: 'Draft to continue after its last character; the file is kept as it is.' },
    out: {
      type: 'path',
      default: null,
      absent: 'the folder of the draft',
      help: 'Folder for the continued draft; existing files are never overwritten.',
    },
    in_place: {
      type: 'boolean',
      default: false,
      help: 'Continue the file itself; what it was is kept beside it, with .bak after its name.',
    },
    nsamples: { type: 'integer', unit: 'drafts', min: 1, default: 1, help: 'Different continuations to write.' },
  }),
  ...writerSettings,
  length: {
    ...generateSettings.length,
    absent: `half of ${USUAL_WINDOW_IN_WORDS}`,
    help: 'Maximum length of what is added; beyond n_ctx, the model sees only the most recent tokens.',
  },
  format: { ...formatSetting.format, default: null, absent: 'that from which the run learned, else text' },
  ...seedSetting,
  ...samplingSettings,
  temperature: runSettings.temperature,
  top_p: { ...samplingSettings.top_p, default: SAMPLING.top_p },
  ...group('Choosing', {
    best_of: {
      ...choosingSettings.best_of,
      help: 'Write this many continuations for each one you asked for, and keep the one with the best score.',
    },
    ...datasetSetting,
    ...readingSettings,
    ...siteSetting,
  }),
  ...group('Machine', quantizeSetting),
  ...machineSettings,
} as const;

export type ContinueSettings = SettingsOf<typeof continueSettings>;
export type { ContinueGiven } from './given/continue.ts';
