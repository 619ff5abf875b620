import { interactive } from '../pipeline/interactive/interactive.ts';
import { interactiveSettings } from '../pipeline/settings/interactive.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { showTexts } from './show-texts.ts';
import { showWriter } from './show-writer.ts';

export const interactiveCommand = defineCommand({
  arguments: [],
  settings: interactiveSettings,
  examples: [
    ['tpdne interactive', 'Continues what you type with the newest run.'],
    ['tpdne interactive --model_name smollm2-135m', 'Uses a model before any training.'],
    ['tpdne interactive --nsamples 3 --length 60', 'Gives three short continuations each time.'],
  ],
  essential: ['run', 'model_name', 'nsamples', 'length', 'temperature'],
  async run({ settings, screen, ask, project, tap }) {
    const shown = { batchSize: settings.batch_size, isOnly: false };
    let show = showTexts(screen, shown);
    const showDownload = downloadScreen(screen);
    const nextPrompt = () => ask('Model prompt >>> ');
    for await (const event of tap(interactive(settings, project, { nextPrompt }))) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'prompt-empty') screen.print('Prompt should not be empty!');
      else if (event.type === 'prompt-answered') {
        screen.print('='.repeat(80));
        show = showTexts(screen, shown);
      } else if ('number' in event || event.type === 'prompt-cut') show(event);
      else showWriter(event, screen);
    }
  },
});
