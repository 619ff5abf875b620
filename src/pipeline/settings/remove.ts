import type { SettingsOf } from './settings-table.ts';

export const removeSettings = {
  run: {
    type: 'text',
    default: null,
    absent: 'none',
    help: 'Run to delete: its folders in checkpoint/ and samples/. New posts that it wrote stay.',
  },
  model_name: {
    type: 'text',
    default: null,
    absent: 'none',
    help: 'Model to delete from models/; runs that started from it can still write.',
  },
  yes: { type: 'boolean', default: false, help: 'Delete without asking.' },
} as const;

export type RemoveSettings = SettingsOf<typeof removeSettings>;
export type { RemoveGiven } from './given/remove.ts';
