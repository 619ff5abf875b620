import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoPostsFault, readCorpus } from '../../../src/pipeline/corpus/read-posts.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const options = { format: 'text', drafts: false, encoding: 'utf-8' } as const;

function folderWith(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'posts');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

describe('readCorpus', () => {
  it('keeps each text with its post, and passes on other events', async () => {
    const folder = folderWith({ 'a.md': '---\ntitle: A\ncategory: life\n---\none', 'b.md': '' });
    const heard: string[] = [];
    const documents = await readCorpus(nodeProject(), [folder], options, (event) => heard.push(event.type));
    expect(documents).toEqual([
      { text: 'A\n\none', post: expect.objectContaining({ slug: 'a', categories: ['life'] }) },
    ]);
    expect(heard).toEqual(['files-seen', 'reading', 'skipped', 'reading']);
  });

  it.each([
    ['a.md', 'The same.', true],
    ['a.md', '- The same.', true],
    ['a.html', '<p>The same.</p>', true],
    ['a.md', '# The same.', false],
    ['a.md', '<!-- The same. -->', false],
    ['a.md', '', false],
  ])('takes %s with %j below its title "The same." for a post: %s', async (name, body, isPost) => {
    const folder = folderWith({ [name]: `---\ntitle: "The same."\n---\n${body}\n`, 'b.md': 'b' });
    for (const format of ['text', 'markdown'] as const) {
      expect(await readCorpus(nodeProject(), [folder], { ...options, format })).toHaveLength(isPost ? 2 : 1);
    }
  });

  it('skips a file that is named itself but is not a post', async () => {
    const folder = folderWith({ 'a.md': 'one', 'style.css': 'two' });
    const heard: unknown[] = [];
    await readCorpus(nodeProject(), [join(folder, 'a.md'), join(folder, 'style.css')], options, (event) =>
      heard.push(event),
    );
    const reason =
      'names of posts end in .md, .markdown, .mdown, .mkd, .mkdn, .mkdown, .mdwn, .mdx, .html, .htm, .txt.';
    expect(heard).toContainEqual({ type: 'skipped', path: join(folder, 'style.css'), because: 'no post', reason });
  });

  it('skips HTML that is nested too deeply to parse', async () => {
    const folder = folderWith({ 'a.md': 'one', 'deep.md': '<div>'.repeat(20_000) });
    const heard: unknown[] = [];
    const documents = await readCorpus(nodeProject(), [folder], options, (event) => heard.push(event));
    expect(documents).toHaveLength(1);
    const reason = 'its lists, quotes or HTML are nested too deeply.';
    expect(heard).toContainEqual({ type: 'skipped', path: join(folder, 'deep.md'), because: 'broken', reason });
  });

  it('says why up to ten files were skipped when no post is left', async () => {
    const drafts = Array.from({ length: 11 }, (_, i) => [`${10 + i}.md`, '---\ndraft: true\n---\nx'] as const);
    const folder = folderWith({ 'a.md': '', ...Object.fromEntries(drafts) });
    const failure = await readCorpus(nodeProject(), [folder], options).catch((error: unknown) => error as NoPostsFault);
    expect(failure).toBeInstanceOf(NoPostsFault);
    const lines = (failure as NoPostsFault).message.split('\n');
    expect(lines[0]).toBe(`There is no post to learn from in ${folder}; skipped: 11 draft, 1 empty.`);
    expect(lines[1]).toBe(`  ${join(folder, '10.md')}: it is a draft; --drafts includes it.`);
    expect(lines.slice(10)).toEqual([expect.stringContaining('19.md'), '  and 2 more']);
    expect((failure as NoPostsFault).skipped).toHaveLength(12);
  });
});
