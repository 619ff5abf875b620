import { hostsSetting } from './hosts.ts';
import { USUAL_WINDOW_IN_WORDS } from './recipes.ts';
import { group, inSection, type SettingsOf } from './settings-table.ts';
import {
  choosingSettings,
  datasetSetting,
  machineSettings,
  readingSettings,
  seedSetting,
  siteSetting,
  yesSetting,
} from './shared.ts';
import { checkpointSetting, wordingSettings, writingSamplingSettings } from './writing.ts';

/** Which model writes: a run of `train`, or a model in models/. */
export const writerSettings = {
  ...inSection('writing', {
    run: {
      type: 'text',
      default: null,
      absent: 'the newest run, or the base model if there is none',
      help: 'Run in checkpoint/ to write with.',
    },
    ...checkpointSetting,
    model_name: {
      type: 'text',
      default: null,
      absent: 'none',
      help: 'Model to write with instead of a run: a name in models/, or a path.',
    },
  }),
  ...yesSetting,
} as const;

/** How precisely the model computes while it writes. */
export const quantizeSetting = {
  quantize: {
    type: 'choice',
    choices: ['none', 'bfloat16', 'int8'],
    default: 'bfloat16',
    help: 'Round the weights while writing: bfloat16 is twice as fast as none, int8 four times but less exact.',
  },
} as const;

export const generateSettings = {
  ...writerSettings,
  prompt: {
    type: 'strings',
    placeholder: 'text',
    mayBeEmpty: true,
    default: null,
    absent: 'start a new text',
    help: 'Text to continue; several are continued one after another. On a command line, - reads standard input.',
  },
  prompt_file: {
    type: 'list',
    default: null,
    absent: 'none',
    help: 'Files with a text to continue, after those of prompt; the last line break of a file does not count.',
  },
  include_prompt: {
    type: 'boolean',
    default: true,
    help: 'Show the prompt at the beginning of each text.',
    off: 'Show what comes after the prompt, without it.',
  },
  nsamples: {
    type: 'integer',
    unit: 'texts',
    min: 0,
    default: 0,
    help: 'Texts to write for each prompt; 0 means until stopped.',
  },
  batch_size: { type: 'integer', unit: 'texts', min: 1, default: 1, help: 'Texts to write in parallel.' },
  length: {
    type: 'integer',
    unit: 'tokens',
    min: 1,
    default: null,
    absent: USUAL_WINDOW_IN_WORDS,
    help: 'Maximum length of a text; beyond n_ctx, the model sees only the most recent tokens.',
  },
  stop_at_end: {
    type: 'boolean',
    default: true,
    help: 'End a text when the model writes the end mark.',
    off: 'Go on after the end mark, with a new text, until the length is reached.',
  },
  whole_sentences: {
    type: 'boolean',
    default: true,
    help: 'Drop the unfinished sentence at the end of a text that reaches its length; shows it sentence by sentence.',
    off: 'Show each token at once, and keep an unfinished sentence at the end.',
  },
  logprobs: {
    type: 'integer',
    unit: 'tokens',
    section: null,
    min: 0,
    max: 20,
    default: null,
    absent: 'not shown',
    help: 'Show how likely each token was, and this many of the likeliest tokens that could have stood there.',
  },
  out: {
    type: 'path',
    section: null,
    default: null,
    absent: 'only show the texts',
    help: 'Folder to write each text to, as a file.',
  },
  ...seedSetting,
  ...writingSamplingSettings,
  ...wordingSettings,
  ...group('Choosing', {
    ...choosingSettings,
    max_copied: { ...choosingSettings.max_copied, default: null, absent: 'not checked' },
    ...datasetSetting,
    ...readingSettings,
    ...siteSetting,
  }),
  ...group('Machine', quantizeSetting),
  ...machineSettings,
  ...group('Several machines', hostsSetting('Write')),
} as const;

export type GenerateSettings = SettingsOf<typeof generateSettings>;
export type { GenerateGiven } from './given/generate.ts';
