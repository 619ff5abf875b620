import { inSection, type SettingsOf } from './settings-table.ts';
import { datasetSetting, machineSettings, maxCopiedSetting, readingSettings, siteSetting } from './shared.ts';
import { checkpointSetting } from './writing.ts';

export const judgeSettings = {
  ...inSection(null, {
    files: { type: 'list', help: 'Texts to judge (.md, .markdown, .mdx, .txt): files, folders, globs.' },
  }),
  ...datasetSetting,
  run: {
    type: 'text',
    default: null,
    absent: 'the newest run, if no dataset is given',
    help: 'Run in checkpoint/ that measures bits per byte, with its base model and with its trained model.',
  },
  ...inSection('writing', {
    checkpoint: {
      ...checkpointSetting.checkpoint,
      default: null,
      absent: 'the one that wrote the posts of the run, else the latest',
    },
  }),
  ...maxCopiedSetting,
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type JudgeSettings = SettingsOf<typeof judgeSettings>;
export type { JudgeGiven } from './given/judge.ts';
