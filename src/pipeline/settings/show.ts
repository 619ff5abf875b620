import { inSection, type SettingsOf } from './settings-table.ts';

export const showSettings = {
  ...inSection(null, {
    what: {
      type: 'text',
      help: 'A run in checkpoint/, a model in models/, a token file (.npz), or the path of a run, checkpoint or model.',
    },
  }),
} as const;

export type ShowSettings = SettingsOf<typeof showSettings>;
