import { generateSettings, quantizeSetting, writerSettings } from './generate.ts';
import { USUAL_WINDOW_IN_WORDS } from './recipes.ts';
import { group } from './settings-table.ts';
import { machineSettings, seedSetting } from './shared.ts';
import { wordingSettings, writingSamplingSettings } from './writing.ts';

export const interactiveSettings = {
  ...writerSettings,
  nsamples: { ...generateSettings.nsamples, min: 1, default: 1, help: 'Texts to write for each prompt.' },
  batch_size: generateSettings.batch_size,
  length: { ...generateSettings.length, absent: `half of ${USUAL_WINDOW_IN_WORDS}` },
  stop_at_end: generateSettings.stop_at_end,
  whole_sentences: generateSettings.whole_sentences,
  ...seedSetting,
  ...writingSamplingSettings,
  ...wordingSettings,
  ...group('Machine', quantizeSetting),
  ...machineSettings,
} as const;

export type { InteractiveGiven } from './given/interactive.ts';
