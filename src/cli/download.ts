import { download } from '../pipeline/download/download.ts';
import { downloadSettings } from '../pipeline/settings/download.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';

export const downloadCommand = defineCommand({
  arguments: ['model'],
  settings: downloadSettings,
  async run({ settings, screen, signal, project }) {
    const show = downloadScreen(screen);
    let isKept = false;
    try {
      for await (const event of download(settings, project)) {
        show(event);
        if (event.type === 'download-started') isKept = event.isResumable;
        if (event.type !== 'downloaded') continue;
        screen.print(event.path);
        screen.note(`Use it with --model_name ${event.name}.`);
      }
    } catch (error) {
      screen.progress(null);
      if (signal.aborted && isKept) screen.note('The data downloaded so far was kept; run the same command to resume.');
      throw error;
    }
  },
});
