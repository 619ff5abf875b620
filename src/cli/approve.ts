import { approve, hold } from '../pipeline/review/change-approval.ts';
import { approveSettings, holdSettings } from '../pipeline/settings/review.ts';
import { defineCommand } from './command.ts';

export const approveCommand = defineCommand({
  arguments: ['files'],
  settings: approveSettings,
  examples: [
    ['tpdne approve the-gull-machine.md', 'Approves a draft of the queue by its name.'],
    ['tpdne approve drafts/one.md drafts/two.md', 'Approves two by their paths.'],
    ['tpdne approve one.md --for 2026-12-05', 'Approves one for that day: publish leaves it until then.'],
  ],
  async run({ settings, screen, project, tap }) {
    for await (const { path, day, wasAlready } of tap(approve(settings, project))) {
      const when = day === null ? '' : ` for ${day}`;
      screen.print(wasAlready ? `${path} was already approved${when}.` : `Approved ${path}${when}.`);
    }
  },
});

export const holdCommand = defineCommand({
  arguments: ['files'],
  settings: holdSettings,
  examples: [
    ['tpdne hold the-gull-machine.md', 'Holds a draft back, so that nothing publishes it.'],
    ['tpdne hold drafts/one.md drafts/two.md', 'Holds two back by their paths.'],
    ['tpdne hold one.md --queue content/drafts', 'Names the folder of the queue.'],
  ],
  async run({ settings, screen, project, tap }) {
    for await (const { path, wasAlready } of tap(hold(settings, project))) {
      screen.print(wasAlready ? `${path} was already held back.` : `Held back ${path}.`);
    }
  },
});
