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
      else for (const path of event.paths) screen.print(path);
    }
  },
});
