import { discard } from '../pipeline/review/discard.ts';
import { discardSettings } from '../pipeline/settings/review.ts';
import { defineCommand } from './command.ts';

export const discardCommand = defineCommand({
  arguments: ['files'],
  settings: discardSettings,
  examples: [
    ['tpdne discard the-gull-machine.md', 'Moves a draft of the queue to its trash, .trash.'],
    ['tpdne discard the-gull-machine.md --restore', 'Moves it back.'],
    ['tpdne discard one.md --queue content/drafts', 'Names the folder of the queue.'],
  ],
  async run({ settings, screen, project, tap }) {
    for await (const { path, trash, isInTrash } of tap(discard(settings, project))) {
      screen.print(isInTrash ? `Moved ${path} to ${trash}.` : `Moved ${trash} back to ${path}.`);
    }
  },
});
