import { isDownloadEvent } from '../node/downloads/download-events.ts';
import { generate } from '../pipeline/generate.ts';
import { generateSettings } from '../pipeline/settings/generate.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { showTexts } from './show-texts.ts';
import { showWriter } from './show-writer.ts';

export const generateCommand = defineCommand({
  arguments: [],
  settings: generateSettings,
  async run({ settings, screen, signal }) {
    const show = showTexts(screen, settings.batch_size);
    const showDownload = downloadScreen(screen);
    try {
      for await (const event of generate(settings, { signal })) {
        if (isDownloadEvent(event)) showDownload(event);
        else if (event.type === 'text-written') screen.note(`Written to ${event.path}`);
        else if ('number' in event || event.type === 'prompt-cut') show(event);
        else showWriter(event, screen);
      }
    } catch (error) {
      // Texts without a number of them are written until somebody has enough: that is no interruption.
      if (settings.nsamples !== 0 || error !== signal.reason) throw error;
      screen.print('');
    }
  },
});
