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
  examples: [
    ['tpdne generate --nsamples 3', 'Writes three texts with the newest run.'],
    ['tpdne generate --prompt "On Sunday" --nsamples 1', 'Continues a text.'],
    ['tpdne generate --run small --temperature 0.7 --nsamples 1', 'Writes with a certain run, more carefully.'],
  ],
  essential: ['prompt', 'nsamples', 'length', 'temperature', 'run'],
  async run({ settings, screen, signal, project }) {
    // Texts that are checked or chosen from several are shown when complete.
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
            screen.note(`Wrote ${event.path}`);
            break;
          case 'text-rejected':
            screen.note(`Rejected text ${event.number} (${event.reason}); writing another one.`);
            break;
          case 'models-unavailable':
            screen.note(`Judging texts without the models: ${event.reason}`);
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
      // With `nsamples` 0, texts are written until Ctrl-C, so stopping is not an error.
      if (settings.nsamples !== 0 || error !== signal.reason) throw error;
      screen.print('');
    }
  },
});
