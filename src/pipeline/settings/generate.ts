import { type GivenSettings, group, inSection, type SettingsOf } from './settings-table.ts';
import {
  choosingSettings,
  datasetSetting,
  machineSettings,
  readingSettings,
  samplingSettings,
  seedSetting,
  siteSetting,
  yesSetting,
} from './shared.ts';

/** Which model writes: a run of `train`, or a folder in models/. */
export const writerSettings = {
  ...inSection('writing', {
    run: {
      type: 'text',
      default: null,
      absent: 'the newest run, else the base model',
      help: 'Run in checkpoint/ whose newest checkpoint writes.',
    },
    model_name: {
      type: 'text',
      default: null,
      absent: 'none',
      help: 'Model that writes in place of a run: one of models/, downloaded or not, or a path.',
    },
  }),
  ...yesSetting,
} as const;

/** How exactly it writes. */
export const quantizeSetting = {
  quantize: {
    type: 'choice',
    choices: ['none', 'bfloat16', 'int8'],
    default: 'bfloat16',
    help: 'Weights rounded for writing: bfloat16 is twice as fast as none, int8 four times, a little less exact.',
  },
} as const;

export const generateSettings = {
  ...writerSettings,
  prompt: { type: 'text', default: null, absent: 'from the end mark', help: 'Text to go on from.' },
  include_prompt: { type: 'boolean', default: true, help: 'Begin each text with the prompt.' },
  nsamples: { type: 'integer', unit: 'texts', min: 0, default: 0, help: 'Texts to write; 0: until stopped.' },
  batch_size: { type: 'integer', unit: 'texts', min: 1, default: 1, help: 'Texts written side by side.' },
  length: {
    type: 'integer',
    unit: 'tokens',
    min: 1,
    default: null,
    absent: "the model's n_ctx",
    help: 'Longest text; past n_ctx the window slides.',
  },
  stop_at_end: { type: 'boolean', default: true, help: 'End a text at its end mark.' },
  out: {
    type: 'path',
    section: null,
    default: null,
    absent: 'standard output only',
    help: 'Folder to write each text into, as a file.',
  },
  ...seedSetting,
  ...samplingSettings,
  ...group('Choosing', {
    ...choosingSettings,
    max_copied: { ...choosingSettings.max_copied, default: null, absent: 'nobody looks' },
    ...datasetSetting,
    ...readingSettings,
    ...siteSetting,
  }),
  ...group('Machine', quantizeSetting),
  ...machineSettings,
} as const;

export type GenerateSettings = SettingsOf<typeof generateSettings>;
export type GenerateGiven = GivenSettings<typeof generateSettings>;
