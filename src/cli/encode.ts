import { encode } from '../pipeline/encode/encode.ts';
import { encodeSettings } from '../pipeline/settings/encode.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { downloadScreen } from './download-screen.ts';
import { showReading } from './show-reading.ts';

export const encodeCommand = defineCommand({
  arguments: ['in_text', 'out_npz'],
  settings: encodeSettings,
  async run({ settings, screen, project }) {
    const showDownload = downloadScreen(screen);
    const show = showReading(screen);
    for await (const event of encode(settings, project)) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'skipped') screen.note(`Skipped ${event.path}: ${event.reason}`);
      else if (event.type !== 'encoded') show(event);
      else {
        const { path, tokens, chunks } = event;
        screen.print(`${path}: ${counted(tokens, 'token')} in ${counted(chunks, 'chunk')}`);
      }
    }
  },
});
