import type { UnpublishedEvent } from '../pipeline/events/publishing.ts';
import { unpublishSettings } from '../pipeline/settings/unpublish.ts';
import { unpublish } from '../pipeline/unpublish/unpublish.ts';
import { defineCommand } from './command.ts';
import type { Screen } from './screen.ts';
import { showDelivery } from './show-publishing.ts';

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
      if (event.type === 'unpublished') showUnpublished(screen, event);
      else showDelivery(screen, event);
    }
    if (settings.dry_run) screen.note('Nothing was changed.');
  },
});

function showUnpublished(screen: Screen, { address, post, draft, isFinished, wasThere }: UnpublishedEvent): void {
  screen.print(`Took back ${address ?? post}; its draft is ${draft}, held back.`);
  if (isFinished) screen.note('This completed what had been interrupted.');
  if (address !== null && wasThere) screen.note('On the server it is a draft now; nothing was deleted.');
  if (!wasThere) screen.note('It was no longer on the server.');
  screen.note(`To let it be published again: tpdne approve ${draft}`);
}
