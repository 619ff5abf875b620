import { exportModel } from '../pipeline/export/export.ts';
import { exportSettings } from '../pipeline/settings/export.ts';
import { defineCommand } from './command.ts';
import { exportScreen } from './export-screen.ts';

export const exportCommand = defineCommand({
  arguments: ['out'],
  settings: exportSettings,
  async run({ settings, screen, project }) {
    const show = exportScreen(screen);
    for await (const event of exportModel(settings, project)) show(event);
  },
});
