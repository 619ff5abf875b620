import { type PreparedEvent, prepare } from '../pipeline/prepare.ts';
import { prepareSettings } from '../pipeline/settings/prepare.ts';
import { defineCommand } from './command.ts';
import { passedOverCount, passedOverTable } from './passed-over-table.ts';
import { table } from './table.ts';

export const prepareCommand = defineCommand({
  arguments: ['posts'],
  settings: prepareSettings,
  async run({ settings, screen, signal }) {
    for await (const event of prepare(settings, { signal })) {
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
        case 'prepared':
          screen.progress(null);
          screen.print(summaryOf(event));
      }
    }
  },
});

/** What is in the training text, and what is not and why. */
function summaryOf({ path, posts, words, tokens, passedOver }: PreparedEvent): string {
  const counts = table([
    [path, ''],
    ['posts', posts],
    ['words', words],
    ['tokens', tokens],
    ['passed over', passedOverCount(passedOver)],
  ]);
  return passedOver.length === 0 ? counts : `${counts}\n${passedOverTable(passedOver)}`;
}
