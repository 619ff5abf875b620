import { inSection } from './settings-table.ts';
import {
  cleaningSettings,
  combineSetting,
  formatSetting,
  modelSetting,
  readingSettings,
  siteSetting,
  yesSetting,
} from './shared.ts';

export const encodeSettings = {
  ...inSection(null, {
    in_text: {
      type: 'path',
      help: 'Posts (a folder, a site, an export) or plain text (a file, a folder, a glob).',
    },
    out_npz: { type: 'path', help: 'Token file to write; NumPy and the 2019 scripts can read it too.' },
  }),
  model_name: {
    ...modelSetting.model_name,
    absent: "GPT-2's vocabulary",
    help: 'Model whose vocabulary to use: a name in models/, or a path.',
  },
  ...yesSetting,
  ...combineSetting,
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  end_mark_as_text: {
    type: 'boolean',
    default: false,
    help: 'Encode <|endoftext|> as seven ordinary tokens, as the 2019 scripts did, instead of token 50256.',
  },
  overwrite: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Replace the token file if it already exists.',
  },
  ...cleaningSettings,
} as const;

export type { EncodeGiven } from './given/encode.ts';
