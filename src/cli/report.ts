import { report } from '../pipeline/report/report.ts';
import { reportSettings } from '../pipeline/settings/report.ts';
import { defineCommand } from './command.ts';

export const reportCommand = defineCommand({
  arguments: ['run'],
  settings: reportSettings,
  examples: [
    ['tpdne report', 'Writes a page about the newest run into its folder in checkpoint/.'],
    ['tpdne report run1', 'The same for a run by its name.'],
    ['tpdne report run1 --out training.html', 'Writes the page to another place.'],
  ],
  async run({ settings, screen, project, tap }) {
    for await (const { path, verdict } of tap(report(settings, project))) {
      screen.print(path);
      screen.note(verdict);
    }
  },
});
