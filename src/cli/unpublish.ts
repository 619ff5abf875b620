import { unpublishSettings } from '../pipeline/settings/unpublish.ts';
import { unpublish } from '../pipeline/unpublish/unpublish.ts';
import { defineCommand } from './command.ts';
import { requestText } from './show-publishing.ts';

export const unpublishCommand = defineCommand({
  arguments: ['file'],
  settings: unpublishSettings,
  examples: [
    ['tpdne unpublish --dry_run', 'Shows what taking the last published post back would change.'],
    ['tpdne unpublish', 'Takes it back; its draft is in the queue again, held back.'],
    ['tpdne unpublish content/posts/the-gull-machine.md', 'Takes a certain post back.'],
  ],
  async run({ settings, screen, project, tap }) {
    for await (const event of tap(unpublish(settings, project))) {
      switch (event.type) {
        case 'unpublished':
          screen.print(`Took back ${event.address ?? event.post}; its draft is ${event.draft}, held back.`);
          if (event.isFinished) screen.note('This completed what had been interrupted.');
          if (event.address !== null && event.wasThere)
            screen.note('On the server it is a draft now; nothing was deleted.');
          if (!event.wasThere) screen.note('It was no longer on the server.');
          screen.note(`To let it be published again: tpdne approve ${event.draft}`);
          break;
        case 'committed':
          screen.note(`Committed: ${event.message}`);
          break;
        case 'pushed':
          screen.note('Pushed.');
          break;
        case 'difference':
          screen.print(event.text);
          break;
        case 'request':
          screen.print(requestText(event.request));
          break;
        case 'note':
          screen.note(event.note);
          break;
      }
    }
    if (settings.dry_run) screen.note('Nothing was changed.');
  },
});
