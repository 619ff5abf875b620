import type { GivenSettings } from './settings-table.ts';

export const initSettings = {
  yes: { type: 'boolean', default: false, help: 'Ask nothing, and take what is proposed.' },
  as: {
    type: 'choice',
    choices: ['json', 'ts', 'js'],
    default: 'json',
    help: 'Form of the file: tpdne.config.json, .ts or .js; .ts needs Node 22.18 and this package beside the site.',
  },
  overwrite: { type: 'boolean', default: false, help: 'Replace the config file that is there.' },
} as const;

export type InitGiven = GivenSettings<typeof initSettings>;
