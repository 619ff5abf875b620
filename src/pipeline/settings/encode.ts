import { type GivenSettings, inSection } from './settings-table.ts';
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
      help: 'Posts as train takes them (a folder, a site, an export), or text: a file, a folder, a glob.',
    },
    out_npz: { type: 'path', help: 'The token file to write, which NumPy and the scripts of 2019 read too.' },
  }),
  model_name: {
    ...modelSetting.model_name,
    absent: "GPT-2's vocabulary",
    help: 'Model whose vocabulary it is: one of models/, or a path.',
  },
  ...yesSetting,
  ...combineSetting,
  ...formatSetting,
  ...readingSettings,
  ...siteSetting,
  end_mark_as_text: {
    type: 'boolean',
    default: false,
    help: 'Encode <|endoftext|> as seven ordinary tokens, as the scripts of 2019 did, in place of token 50256.',
  },
  overwrite: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Replace the token file if it is there already.',
  },
  ...cleaningSettings,
} as const;

export type EncodeGiven = GivenSettings<typeof encodeSettings>;
