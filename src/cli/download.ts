import { download } from '../pipeline/download/download.ts';
import { downloadSettings } from '../pipeline/settings/download.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';

export const downloadCommand = defineCommand({
  arguments: ['model'],
  settings: downloadSettings,
  examples: [
    ['tpdne download smollm2-135m', 'Downloads a small model of today.'],
    ['tpdne download 124M', 'Downloads the smallest GPT-2.'],
    ['tpdne download owner/name', 'Downloads any supported model at Hugging Face.'],
  ],
  async run({ settings, screen, signal, project, tap }) {
    const show = downloadScreen(screen);
    let isKept = false;
    try {
      for await (const event of tap(download(settings, project))) {
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
