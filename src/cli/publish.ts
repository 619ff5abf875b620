import { publish } from '../pipeline/publish.ts';
import { publishSettings } from '../pipeline/settings/publish.ts';
import { defineCommand } from './command.ts';
import { showPublishing } from './show-publishing.ts';

export const publishCommand = defineCommand({
  arguments: ['queue'],
  settings: publishSettings,
  async run({ settings, screen, signal }) {
    const show = showPublishing(screen, settings);
    try {
      for await (const event of publish(settings, { signal })) show(event);
    } catch (error) {
      // Waiting for the next time goes on until somebody ends it: that is no interruption.
      if (settings.every === null || !settings.wait || error !== signal.reason) throw error;
    }
  },
});
