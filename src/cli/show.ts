import { showSettings } from '../pipeline/settings/show.ts';
import { show } from '../pipeline/show/show.ts';
import { defineCommand } from './command.ts';
import { shownLines } from './shown-lines.ts';

export const showCommand = defineCommand({
  arguments: ['what'],
  settings: showSettings,
  examples: [
    ['tpdne show run1', 'Shows the losses, settings and origin of a run.'],
    ['tpdne show smollm2-135m', 'Shows the shape, vocabulary and licence of a model.'],
    ['tpdne show posts.npz --json', 'Shows what a token file contains, as JSON.'],
  ],
  async run({ settings, screen, project, tap }) {
    let isFirst = true;
    for await (const event of tap(show(settings, project))) {
      if (!isFirst) screen.print('');
      screen.print(shownLines(event));
      isFirst = false;
    }
  },
});
