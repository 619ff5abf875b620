import { isDownloadEvent } from '../node/downloads/download-events.ts';
import { exportModel } from '../pipeline/export.ts';
import { exportSettings } from '../pipeline/settings/export.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { showWriter } from './show-writer.ts';

export const exportCommand = defineCommand({
  arguments: ['out'],
  settings: exportSettings,
  async run({ settings, screen, signal }) {
    const showDownload = downloadScreen(screen);
    for await (const event of exportModel(settings, { signal })) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'writer') showWriter(event, screen);
      else if (event.type === 'exporting') {
        const megabytes = (bytes: number) => Math.round(bytes / 1e6);
        screen.progress({ done: megabytes(event.bytesDone), total: megabytes(event.bytes), unit: 'MB' });
      } else {
        screen.progress(null);
        for (const path of event.paths) screen.print(path);
      }
    }
  },
});
