import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { readPosts } from '../../../src/pipeline/corpus/read-posts.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** How many files were found, how many became documents, and how many were skipped, by reason. */
async function reckoning(files: Readonly<Record<string, string>>) {
  const folder = join(temporaryFolder(), 'blog');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const leftOut: Record<string, number> = {};
  const reasons: string[] = [];
  let [seen, documents] = [0, 0];
  for await (const event of readPosts(nodeProject(), [folder], { format: 'text', drafts: false, encoding: 'utf-8' })) {
    if (event.type === 'files-seen') seen += event.count;
    if (event.type === 'document') documents++;
    if (event.type !== 'skipped') continue;
    leftOut[event.because] = (leftOut[event.because] ?? 0) + (event.count ?? 1);
    reasons.push(event.reason);
  }
  return { seen, documents, leftOut, reasons };
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);

describe('files found among posts', () => {
  const cases: readonly (readonly [what: string, files: Record<string, string>, leftOut: Record<string, number>])[] = [
    ['posts alone', { 'a.md': 'One.', 'b.mkd': 'Two.', 'c.markdown': 'Three.' }, {}],
    ['images', { 'a.md': 'One.', 'a.jpg': '', 'img/b.PNG': '', 'img/c.svg': '' }, { 'other file': 3 }],
    ['a file without an extension', { 'a.md': 'One.', LICENSE: 'x' }, { 'other file': 1 }],
    [
      'formats that are not read',
      { 'a.md': 'One.', 'b.rst': 'Two', 'c.org': 'Three', 'd.docx': '' },
      { 'other format': 3 },
    ],
    ['a page of HTML', { 'a.md': 'One.', 'b.html': '<p>Two.</p>' }, { page: 1 }],
    ['hidden files', { 'a.md': 'One.', '.b.md': 'Two.', '.git/c.md': 'Three.' }, {}],
    ['a built site', { 'a.md': 'One.', '_site/a/index.html': '', '_site/b.md': 'Two.' }, { 'other file': 1 }],
    ['a model', { 'a.md': 'One.', 'models/m/merges.txt': '', 'models/m/README.md': 'x' }, { 'other file': 1 }],
    [
      'a draft, an empty post, a copy',
      { 'a.md': 'One.', 'b.md': 'One.', 'c.md': '', 'd.md': '---\ndraft: true\n---\nx' },
      { duplicate: 1, empty: 1, draft: 1 },
    ],
    ['a broken post', { 'a.md': 'One.', 'b.md': '---\ntitle: "x\n---\nTwo.' }, { broken: 1 }],
    [
      'a Jekyll site',
      {
        '_config.yml': '',
        '_posts/2020-01-02-a.md': 'One.',
        '_posts/2020-01-03-b.textile': 'h1. Two',
        'about.md': 'Us.',
        '_layouts/post.html': '',
        'css/a.css': '',
      },
      { 'other file': 2, 'other format': 1, page: 2 },
    ],
    [
      'a Hugo site',
      {
        'hugo.toml': '',
        'content/posts/a.md': 'One.',
        'content/posts/b/index.md': 'Two.',
        'content/posts/b/b.jpg': '',
        'content/posts/c.adoc': '= C',
        'layouts/single.html': '',
      },
      { 'other file': 1, 'other format': 1 },
    ],
  ];

  it.each(cases)('are posts or are skipped: %s', async (_, files, expected) => {
    const { seen, documents, leftOut, reasons } = await reckoning(files);
    expect(leftOut).toEqual(expected);
    expect(seen).toBe(documents + sum(leftOut));
    for (const reason of reasons) expect(reason).toMatch(/\.$/);
  });

  it('are counted by kind', async () => {
    const { reasons } = await reckoning({
      'a.md': 'x',
      'a.jpg': '',
      'b.jpg': '',
      'c.png': '',
      'd.yml': '',
      'e.rst': '',
    });
    expect(reasons).toEqual([
      'it is written in reStructuredText, which is not supported.',
      'an image (.jpg .png).',
      'data (.yml).',
    ]);
  });
});
