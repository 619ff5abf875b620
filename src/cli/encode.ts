import { isDownloadEvent } from '../node/downloads/download-events.ts';
import { encode } from '../pipeline/encode.ts';
import { encodeSettings } from '../pipeline/settings/encode.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';

export const encodeCommand = defineCommand({
  arguments: ['in_text', 'out_npz'],
  settings: encodeSettings,
  async run({ settings, screen, signal }) {
    const showDownload = downloadScreen(screen);
    for await (const event of encode(settings, { signal })) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'reading') {
        screen.progress({ done: event.bytesDone, total: event.bytes, unit: 'bytes', details: [event.path] });
      } else {
        const { path, tokens, chunks } = event;
        screen.print(
          `${path}: ${tokens.toLocaleString('en')} tokens in ${chunks === 1 ? '1 chunk' : `${chunks} chunks`}`,
        );
      }
    }
  },
});
