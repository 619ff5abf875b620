import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importCommand } from '../../src/cli/import.ts';
import { importSettings } from '../../src/pipeline/settings/import.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { placed } from '../pipeline/samples/place.ts';
import { wordpressFile, wordpressItem } from '../pipeline/samples/wordpress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

async function shown(source: string, out: string) {
  const { surroundings, printed, noted } = fakeSurroundings();
  await importCommand.run({
    ...surroundings,
    config: null,
    settings: checkSettings(importSettings, { posts: [source], out }),
  });
  return { noted, lines: printed.join('\n').split('\n') };
}

const comments = '<wp:comment>a</wp:comment><wp:comment>b</wp:comment>';

it('tpdne import ends with a table of the imported posts, and what was skipped and why', async () => {
  const pages = Array.from({ length: 12 }, (_, i) =>
    wordpressItem({ title: `Page ${i}`, slug: `p${i}`, content: 'x', type: 'page' }),
  );
  const source = placed(
    {
      'blog.xml': wordpressFile(
        wordpressItem({ title: 'Tea', slug: 'tea', content: 'One two three.', more: comments }),
        wordpressItem({ title: 'Later', slug: 'later', content: 'x', status: 'draft' }),
        ...pages,
        wordpressItem({ title: 'Cup', slug: 'cup', content: '', type: 'attachment' }),
      ),
    },
    'blog.xml',
  );
  const out = join(temporaryFolder(), 'posts');
  const { noted, lines } = await shown(source, out);
  expect(noted).toEqual([
    `Reading ${source} as WordPress's export file.`,
    expect.stringMatching(/^Every command that reads posts/),
  ]);
  expect(lines).toEqual([
    out,
    'posts written   1',
    'words           3',
    'skipped        16',
    'total          17',
    expect.stringMatching(/^ {4}draft +1 {2}.*blog\.xml, line 39 \(Later\) +it is a draft; --drafts includes it\.$/),
    expect.stringMatching(/^ {4}page +12 {2}.*\(Page 0\) +it is a page, not a post\.$/),
    expect.stringMatching(/^ +.*\(Page 1\)/),
    expect.stringMatching(/^ +.*\(Page 2\)/),
    expect.stringMatching(/^ +and 9 more$/),
    expect.stringMatching(/^ {4}comment +2 {2}.*blog\.xml +comments were written by others\.$/),
    expect.stringMatching(/^ {4}attachment +1 {2}.*blog\.xml +attachments are not posts\.$/),
  ]);
  expect((await shown(source, out)).lines.slice(0, 4)).toEqual([
    out,
    'posts written   0',
    'already there   1',
    'words           3',
  ]);
});
