import type { GivenSettings, SettingsOf } from '../settings.ts';
import { combineSetting, yesSetting } from './shared.ts';

export const encodeSettings = {
  in_text: { type: 'path', help: 'A text file, a folder of them, or a glob.' },
  out_npz: { type: 'path', help: 'The token file to write, which NumPy and the scripts of 2019 read too.' },
  model_name: {
    type: 'text',
    default: null,
    absent: "GPT-2's vocabulary",
    help: 'Model whose vocabulary it is: one of models/, or a path.',
  },
  ...yesSetting,
  ...combineSetting,
  encoding: { type: 'text', default: 'utf-8', help: 'Encoding of text files without a byte order mark.' },
  end_mark_as_text: {
    type: 'boolean',
    default: false,
    help: 'Encode <|endoftext|> as seven ordinary tokens, as the scripts of 2019 did, in place of token 50256.',
  },
  overwrite: { type: 'boolean', default: false, help: 'Replace the token file if it is there already.' },
} as const;

export type EncodeSettings = SettingsOf<typeof encodeSettings>;
export type EncodeGiven = GivenSettings<typeof encodeSettings>;
