import { generate } from '../pipeline/generate/generate.ts';
import { generateSettings } from '../pipeline/settings/generate.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { showReading } from './show-reading.ts';
import { showTexts } from './show-texts.ts';
import { showWriter } from './show-writer.ts';

export const generateCommand = defineCommand({
  arguments: [],
  settings: generateSettings,
  async run({ settings, screen, signal, project }) {
    // Texts that are chosen come whole.
    const streams = settings.best_of === 1 && settings.max_copied === null;
    const show = showTexts(screen, streams ? settings.batch_size : Infinity);
    const showDownload = downloadScreen(screen);
    const showPosts = showReading(screen);
    try {
      for await (const event of generate(settings, project)) {
        if (isDownloadEvent(event)) {
          showDownload(event);
          continue;
        }
        switch (event.type) {
          case 'text-written':
            screen.note(`Written to ${event.path}`);
            break;
          case 'text-rejected':
            screen.note(`Text ${event.number} is not kept (${event.reason}); another one is written in its place.`);
            break;
          case 'text-grew':
          case 'text-done':
          case 'prompt-cut':
            show(event);
            break;
          case 'writer':
          case 'device':
          case 'seed-drawn':
            showWriter(event, screen);
            break;
          case 'skipped':
            break;
          default:
            showPosts(event);
        }
      }
    } catch (error) {
      // Texts without a number of them are written until somebody has enough: that is no interruption.
      if (settings.nsamples !== 0 || error !== signal.reason) throw error;
      screen.print('');
    }
  },
});
