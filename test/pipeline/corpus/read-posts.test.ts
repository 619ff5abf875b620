import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoPostsFault, readCorpus } from '../../../src/pipeline/corpus/read-posts.ts';
import type { CorpusEvent } from '../../../src/pipeline/events/reading.ts';
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

  it('reports the progress of an export a piece, not a post, and all that it has', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${JSON.stringify({ title: `T${i}`, body: i % 3 === 0 ? '' : `b${i}` })}\n`,
    );
    const folder = folderWith({ 'rows.jsonl': rows.join('') });
    const heard: CorpusEvent[] = [];
    const path = join(folder, 'rows.jsonl');
    expect(await readCorpus(nodeProject(), [path], options, (event) => heard.push(event))).toHaveLength(200);
    expect(heard.filter(({ type }) => type === 'files-seen')).toEqual([{ type: 'files-seen', count: 300 }]);
    const reading = heard.filter((event) => event.type === 'reading');
    expect(reading.length).toBeLessThan(5);
    expect(reading.at(-1)).toMatchObject({ bytes: rows.join('').length, bytesDone: rows.join('').length });
    expect(heard.filter(({ type }) => type === 'skipped')).toHaveLength(100);
  });

  it('counts the break of an export as seen', async () => {
    const folder = folderWith({ 'a.csv': 'title,body\nT,b\nU,"c\n', 'b.xml': '<rss><channel><item><title>A</title>' });
    const seen: number[] = [];
    const skipped: string[] = [];
    const inputs = [join(folder, 'a.csv'), join(folder, 'b.xml')];
    const documents = await readCorpus(nodeProject(), inputs, options, (event) => {
      if (event.type === 'files-seen') seen.push(event.count);
      if (event.type === 'skipped') skipped.push(event.because);
    });
    expect(seen.reduce((sum, count) => sum + count, 0)).toBe(documents.length + skipped.length);
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

const feed = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Tea',
  items: ['Green', 'Black', 'White'].map((title, i) => ({
    id: String(i),
    title,
    url: `https://example.org/${title.toLowerCase()}`,
    date_published: `2019-03-1${i}T08:00:00Z`,
    content_html: `<p>${title} tea.</p>`,
  })),
});

describe('readCorpus with exclude', () => {
  async function read(posts: string[], exclude: readonly string[] | null, more: object = {}) {
    const heard: CorpusEvent[] = [];
    const given = { ...options, exclude, ...more };
    const documents = await readCorpus(nodeProject(), posts, given, (event) => heard.push(event));
    const skipped = heard.flatMap((event) => (event.type === 'skipped' ? [event] : []));
    const notes = heard.flatMap((event) => (event.type === 'note' ? [event.note] : []));
    return { texts: documents.map(({ text }) => text), skipped, notes, heard };
  }

  it('leaves files out, and says which entry they match', async () => {
    const folder = folderWith({ 'a.md': 'one', 'b.md': 'two', 'old-c.md': 'three' });
    const { texts, skipped, notes } = await read([folder], [join(folder, 'b.md'), 'old-*']);
    expect(texts).toEqual(['one']);
    expect(skipped).toEqual([
      {
        type: 'skipped',
        path: join(folder, 'b.md'),
        because: 'excluded',
        reason: 'it is in --exclude.',
        pattern: join(folder, 'b.md'),
      },
      {
        type: 'skipped',
        path: join(folder, 'old-c.md'),
        because: 'excluded',
        reason: 'it matches old-* in --exclude.',
        pattern: 'old-*',
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('does not read what it leaves out, and counts each file once', async () => {
    const folder = folderWith({ 'a.md': 'one', 'broken.md': '---\ndate: b: c\n---\n' });
    const { skipped, heard } = await read([folder], ['broken.md']);
    expect(skipped.map(({ because }) => because)).toEqual(['excluded']);
    expect(heard).toContainEqual({ type: 'files-seen', count: 2 });
  });

  it('notes an entry that matches no post', async () => {
    const folder = folderWith({ 'a.md': 'one' });
    const { texts, notes } = await read([folder], ['gone.md']);
    expect(texts).toEqual(['one']);
    expect(notes).toEqual([`--exclude gone.md matches no post in ${folder}.`]);
  });

  it('leaves posts of a site out', async () => {
    const site = temporaryFolder();
    for (const folder of ['_posts', '_posts/old']) mkdirSync(join(site, folder));
    writeFileSync(join(site, '_config.yml'), 'title: A');
    for (const name of ['2019-01-01-a.md', '2019-01-02-b.md', 'old/2009-01-01-c.md']) {
      writeFileSync(join(site, '_posts', name), `---\nlayout: post\n---\n${name}`);
    }
    const { texts, skipped } = await read([site], [join(site, '_posts/old'), '2019-01-02-b.md'], { site: 'jekyll' });
    expect(texts.join()).toContain('2019-01-01-a.md');
    expect(texts).toHaveLength(1);
    const excluded = skipped.filter(({ because }) => because === 'excluded');
    expect(excluded.map(({ path }) => path.slice(site.length + 1))).toEqual([
      '_posts/2019-01-02-b.md',
      '_posts/old/2009-01-01-c.md',
    ]);
  });

  it('leaves items of an export out, by their file and by their place', async () => {
    const folder = folderWith({ 'feed.json': feed });
    const path = join(folder, 'feed.json');
    const all = await read([path], null);
    expect(all.texts).toHaveLength(3);
    const { texts, skipped } = await read([path], [`${path}/2019-03-11-black.md`, `${path}, item 3 (White)`]);
    expect(texts).toEqual(['Green\n\nGreen tea.']);
    expect(skipped.map((item) => [item.path.slice(folder.length + 1), item.because])).toEqual([
      ['feed.json, item 2 (Black)', 'excluded'],
      ['feed.json, item 3 (White)', 'excluded'],
    ]);
  });

  it('says that nothing is left if it leaves everything out', async () => {
    const folder = folderWith({ 'a.md': 'one', 'b.md': 'two' });
    await expect(read([folder], ['*.md'])).rejects.toThrow(/skipped: 2 excluded\./);
  });
});
