import type { SettingsOf } from './settings-table.ts';

export const studioSettings = {
  port: {
    type: 'integer',
    min: 0,
    max: 65535,
    default: 0,
    help: 'Port on 127.0.0.1 to listen on; 0: any that is free.',
  },
  open: {
    type: 'boolean',
    default: true,
    help: 'Open the page in your browser.',
    off: 'Only show the address of the page.',
  },
} as const;

export type StudioSettings = SettingsOf<typeof studioSettings>;
