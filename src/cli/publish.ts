import { ConfigFault } from '../pipeline/config/config-fault.ts';
import { publish } from '../pipeline/publish/publish.ts';
import { isScheduled } from '../pipeline/publish/publish-plan.ts';
import { publishSettings } from '../pipeline/settings/publish.ts';
import { defineCommand } from './command.ts';
import { showPublishing } from './show-publishing.ts';

export const publishCommand = defineCommand({
  arguments: ['queue'],
  settings: publishSettings,
  examples: [
    ['tpdne publish drafts --dry_run', 'Shows what would be published, and changes nothing.'],
    ['tpdne publish drafts', 'Publishes the next draft that you approved.'],
    ['tpdne publish drafts --every weekday --at 08:30 --git push', 'Publishes one each weekday, and pushes it.'],
  ],
  essential: ['dry_run', 'every', 'at', 'git', 'to'],
  async run({ settings, config, screen, signal, project, tap }) {
    const show = showPublishing(screen, settings);
    // New drafts are written with the settings of `tpdne run`.
    const writing = config === null || config instanceof ConfigFault ? {} : config.settingsOf('run');
    try {
      for await (const event of tap(publish(settings, project, { writing }))) show(event);
      if (settings.dry_run) screen.note('Nothing was changed.');
    } catch (error) {
      // A waiting command runs until Ctrl-C, so stopping it is not an error.
      if (!isScheduled(settings) || !settings.wait || error !== signal.reason) throw error;
    }
  },
});
