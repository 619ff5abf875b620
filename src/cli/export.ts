import { exportModel } from '../pipeline/export.ts';
import { exportSettings } from '../pipeline/settings/export.ts';
import { defineCommand } from './command.ts';
import { showWriter } from './show-writer.ts';

export const exportCommand = defineCommand({
  arguments: ['out'],
  settings: exportSettings,
  async run({ settings, screen, signal }) {
    for await (const event of exportModel(settings, { signal })) {
      if (event.type === 'writer') showWriter(event, screen);
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
