export const initSettings = {
  yes: { type: 'boolean', default: false, help: 'Ask nothing and accept all suggestions.' },
  as: {
    type: 'choice',
    choices: ['json', 'ts', 'js'],
    default: 'json',
    help: 'File type: tpdne.config.json, .ts or .js; .ts needs Node 22.18 and this package installed in the site.',
  },
  exclude: {
    type: 'boolean',
    default: false,
    help: 'Add the files of tpdne to exclude in the _config.yml of a Jekyll site.',
  },
  overwrite: { type: 'boolean', default: false, help: 'Replace an existing config file.' },
} as const;

export type { InitGiven } from './given/init.ts';
