import { type GivenSettings, inSection, type SettingsOf } from './settings-table.ts';
import { datasetSetting, machineSettings, maxCopiedSetting, readingSettings, siteSetting } from './shared.ts';

export const judgeSettings = {
  ...inSection(null, {
    files: { type: 'list', help: 'Texts to judge (.md, .markdown, .mdx, .txt): files, folders, globs.' },
  }),
  ...datasetSetting,
  run: {
    type: 'text',
    default: null,
    absent: 'without a dataset the newest run',
    help: 'Run in checkpoint/ that says how surprising they are, to the model it began with and to its own.',
  },
  ...maxCopiedSetting,
  json: { type: 'boolean', section: null, default: false, help: 'Print one JSON array in place of tables.' },
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type JudgeSettings = SettingsOf<typeof judgeSettings>;
export type JudgeGiven = GivenSettings<typeof judgeSettings>;
