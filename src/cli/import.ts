import { type ImportedEvent, importPosts } from '../pipeline/import.ts';
import { importSettings } from '../pipeline/settings/import.ts';
import { defineCommand } from './command.ts';
import { passedOverCount, passedOverTable } from './passed-over-table.ts';
import { table } from './table.ts';

export const importCommand = defineCommand({
  arguments: ['posts'],
  settings: importSettings,
  async run({ settings, screen, signal }) {
    for await (const event of importPosts(settings, { signal })) {
      switch (event.type) {
        case 'source':
          screen.note(`${event.path} is read as ${event.source}.`);
          break;
        case 'reading':
          screen.progress({ done: event.bytesDone, total: event.bytes, unit: 'bytes', details: [event.path] });
          break;
        case 'note':
          screen.note(event.note);
          break;
        case 'imported':
          screen.progress(null);
          screen.print(summaryOf(event));
      }
    }
  },
});

/** What came in, what stayed out and why. */
function summaryOf({ out, written, there, words, passedOver }: ImportedEvent): string {
  const rows = [
    ['posts written', written],
    ...(there === 0 ? [] : [['there already', there]]),
    ['words', words],
    ['left out', passedOverCount(passedOver)],
  ];
  return [out, table(rows), ...(passedOver.length === 0 ? [] : [passedOverTable(passedOver)])].join('\n');
}
