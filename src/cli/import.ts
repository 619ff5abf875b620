import type { ImportedEvent } from '../pipeline/events/preparing.ts';
import { importPosts } from '../pipeline/import/import.ts';
import { importSettings } from '../pipeline/settings/import.ts';
import { defineCommand } from './command.ts';
import { showReading } from './show-reading.ts';
import { skippedCount, skippedTable } from './skipped-table.ts';
import { table } from './table.ts';

export const importCommand = defineCommand({
  arguments: ['posts'],
  settings: importSettings,
  examples: [
    ['tpdne import blog.wordpress.xml --out posts', 'Turns an export into a Markdown file for each post.'],
    ['tpdne import https://example.com/feed.xml --out posts', 'Takes the posts of a feed.'],
    ['tpdne import ../site --out posts --redact', "Takes a site's posts and masks what is private."],
  ],
  essential: ['out', 'drafts', 'exclude', 'site', 'redact'],
  async run({ settings, screen, project, tap }) {
    const show = showReading(screen);
    screen.progress({ done: 0, total: null, unit: 'bytes', details: ['looking for posts'] });
    for await (const event of tap(importPosts(settings, project))) {
      if (event.type === 'imported') {
        screen.progress(null);
        screen.print(summaryOf(event));
        screen.note('Every command that reads posts can use this folder.');
      } else if (event.type !== 'post-imported') show(event);
    }
  },
});

/** The posts that were imported, and what was skipped and why. */
function summaryOf({ out, written, there, words, seen, skipped }: ImportedEvent): string {
  const rows = [
    ['posts written', written],
    ...(there === 0 ? [] : [['already there', there]]),
    ['words', words],
    ['skipped', skippedCount(skipped)],
    ['total', seen],
  ];
  return [out, table(rows), ...(skipped.length === 0 ? [] : [skippedTable(skipped)])].join('\n');
}
