import { isDownloadEvent } from '../node/models/download/download-events.ts';
import { interactive } from '../pipeline/interactive/interactive.ts';
import { interactiveSettings } from '../pipeline/settings/interactive.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { showTexts } from './show-texts.ts';
import { showWriter } from './show-writer.ts';

export const interactiveCommand = defineCommand({
  arguments: [],
  settings: interactiveSettings,
  async run({ settings, screen, signal, ask }) {
    let show = showTexts(screen, settings.batch_size);
    const showDownload = downloadScreen(screen);
    const nextPrompt = () => ask('Model prompt >>> ');
    for await (const event of interactive(settings, { nextPrompt, signal })) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'prompt-empty') screen.print('Prompt should not be empty!');
      else if (event.type === 'prompt-answered') {
        screen.print('='.repeat(80));
        show = showTexts(screen, settings.batch_size);
      } else if ('number' in event || event.type === 'prompt-cut') show(event);
      else showWriter(event, screen);
    }
  },
});
