import type { PreparedEvent } from '../pipeline/events/preparing.ts';
import { prepare } from '../pipeline/prepare/prepare.ts';
import { prepareSettings } from '../pipeline/settings/prepare.ts';
import { defineCommand } from './command.ts';
import { showReading } from './show-reading.ts';
import { skippedCount, skippedTable } from './skipped-table.ts';
import { table } from './table.ts';

export const prepareCommand = defineCommand({
  arguments: ['posts'],
  settings: prepareSettings,
  examples: [
    ['tpdne prepare content/posts --out posts.txt', 'Writes the text that a model would learn from.'],
    ['tpdne prepare content/posts --out posts.txt --report report.html', 'Also writes a page about what it found.'],
    [
      'tpdne prepare content/posts --out posts.txt --format markdown',
      'Keeps the Markdown, with title and tags above it.',
    ],
  ],
  essential: ['out', 'format', 'report', 'redact', 'overwrite'],
  async run({ settings, screen, project, tap }) {
    const show = showReading(screen);
    screen.progress({ done: 0, total: null, unit: 'bytes', details: ['looking for posts'] });
    for await (const event of tap(prepare(settings, project))) {
      if (event.type === 'prepared') {
        screen.progress(null);
        screen.print(summaryOf(event));
      } else show(event);
    }
  },
});

/** What the training text contains, and what was skipped and why. */
function summaryOf({ path, report, posts, words, tokens, seen, skipped }: PreparedEvent): string {
  const counts = table([
    [path, ''],
    ['posts', posts],
    ['words', words],
    ['tokens', tokens],
    ['skipped', skippedCount(skipped)],
    ['total', seen],
    ...(report === null ? [] : [['report', report]]),
  ]);
  return skipped.length === 0 ? counts : `${counts}\n${skippedTable(skipped)}`;
}
