import { approve, hold } from '../pipeline/review/change-approval.ts';
import { decideSettings } from '../pipeline/settings/review.ts';
import { defineCommand } from './command.ts';

export const approveCommand = defineCommand({
  arguments: ['files'],
  settings: decideSettings,
  async run({ settings, screen, project }) {
    for await (const { path, wasAlready } of approve(settings, project)) {
      screen.print(wasAlready ? `${path} was already approved.` : `Approved ${path}.`);
    }
  },
});

export const holdCommand = defineCommand({
  arguments: ['files'],
  settings: decideSettings,
  async run({ settings, screen, project }) {
    for await (const { path, wasAlready } of hold(settings, project)) {
      screen.print(wasAlready ? `${path} was already held back.` : `Held back ${path}.`);
    }
  },
});
