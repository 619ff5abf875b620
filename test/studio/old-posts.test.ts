import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OldPost } from '../../src/studio/review-protocol.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type OpenApp, openApp } from './open-app.ts';

const here = process.cwd();
let app: OpenApp;
beforeEach(async () => {
  process.chdir(temporaryFolder());
  app = await openApp('.');
});
afterEach(() => process.chdir(here));

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const config = (...posts: readonly string[]) => write('tpdne.config.json', JSON.stringify({ site: { posts } }));

const ask = (path: string, passage: string) =>
  app.ask('GET', `/api/old-post?${new URLSearchParams({ path, passage })}`);
const old = async (path: string, passage: string) => (await (await ask(path, passage)).json()) as OldPost;
async function refused(path: string, passage: string): Promise<[status: number, code: string, message: string]> {
  const answer = await ask(path, passage);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return [answer.status, error.code, error.message];
}

/** A WordPress export of posts with these bodies, all of one day and title. */
function wordPress(...bodies: readonly string[]): string {
  const items = bodies.map(
    (body, index) =>
      `<item><title>Tea</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_id>${index}</wp:post_id>` +
      `<wp:post_name>tea</wp:post_name><wp:post_date>2019-03-10 08:00:00</wp:post_date>` +
      `<content:encoded><![CDATA[${body}]]></content:encoded></item>`,
  );
  return (
    `<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" ` +
    `xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>${items.join('\n')}</channel></rss>`
  );
}

/** A mark of the only passage. */
const mark = (text: string, words: number) => `<mark data-copied="0" data-words="${words}">${text}</mark>`;

test('a post in a file is shown with the passage marked', async () => {
  write('_posts/old.md', '---\ntitle: Old\ndate: 2020-01-01\n---\nThere was a **cup** of tea.\n');
  expect(await old('_posts/old.md', 'Cup of tea')).toEqual({
    path: '_posts/old.md',
    from: 'file',
    run: null,
    title: 'Old',
    date: '2020-01-01',
    html: `<p>There was a <strong>${mark('cup', 3)}</strong>${mark(' of tea', 3)}.</p>`,
    isFound: true,
  });
  expect(await old('_posts/old.md', 'never written')).toMatchObject({ isFound: false });
  expect(await refused('/etc/hosts', 'localhost')).toMatchObject([403, 'path', expect.any(String)]);
});

test('a post of an export is shown, and of several with its name the one that has the passage', async () => {
  config('blog.xml');
  write('blog.xml', wordPress('<p>Green leaves.</p>', '<p>A <b>black</b> leaf. <img src="x.png" alt="Leaf"></p>'));
  const black = await old('blog.xml/2019-03-10-tea.md', 'black leaf');
  expect(black).toMatchObject({ from: 'export', run: null, title: 'Tea', isFound: true });
  expect([black.path, black.date]).toEqual(['blog.xml, line 2 (Tea)', expect.stringMatching(/^2019-03-10/)]);
  expect(black.html).toContain(`<strong>${mark('black', 2)}</strong>${mark(' leaf', 2)}.`);
  expect(black.html).toContain('Image: Leaf');
  expect(await old('blog.xml/2019-03-10-tea.md', 'green leaves')).toMatchObject({ path: 'blog.xml, line 1 (Tea)' });
  expect(await old('blog.xml/2019-03-10-tea.md', 'red')).toMatchObject({
    path: 'blog.xml, line 1 (Tea)',
    isFound: false,
  });
});

test('a post of a new export with the same name is the one that is shown', async () => {
  config('blog.xml');
  write('blog.xml', wordPress('<p>Green leaves.</p>'));
  expect((await old('blog.xml/2019-03-10-tea.md', 'leaves')).html).toContain('Green');
  write('blog.xml', wordPress('<p>Withered leaves.</p>'));
  expect((await old('blog.xml/2019-03-10-tea.md', 'leaves')).html).toContain('Withered');
});

test('a post that is gone is shown as a run has kept it', async () => {
  const kept = (text: string) => `${JSON.stringify({ source: 'blog.xml/2019-03-10-tea.md', text })}\n`;
  write('checkpoint/run1/posts.jsonl', kept('Green <b>leaves</b>.'));
  write('checkpoint/run2/posts.jsonl', kept('Something else.') + kept('Black leaves.'));
  const shown = { path: 'blog.xml/2019-03-10-tea.md', from: 'run', title: null, isFound: true };
  const black = await old('blog.xml/2019-03-10-tea.md', 'black leaves');
  expect(black).toMatchObject({ ...shown, run: 'run2', html: `<pre>${mark('Black leaves', 2)}.</pre>` });
  const green = await old('blog.xml/2019-03-10-tea.md', 'green');
  expect(green).toMatchObject({
    ...shown,
    run: 'run1',
    html: `<pre>${mark('Green', 1)} &#x3C;b>leaves&#x3C;/b>.</pre>`,
  });
  // An export that is there, but has no such post any more.
  config('blog.xml');
  write('blog.xml', wordPress('<p>Green leaves.</p>').replaceAll('tea', 'cake'));
  expect(await old('blog.xml/2019-03-10-tea.md', 'green')).toMatchObject({ from: 'run' });
});

test('a document of the training text of a run is shown', async () => {
  const text = 'Tea\n\nGreen leaves.\n<|endoftext|>\nMilk\n\nWhite.\n<|endoftext|>\n';
  write('checkpoint/run1/training.txt', text);
  const source = 'checkpoint/run1/training.txt, document 2, “Milk”';
  expect(await old(source, 'white')).toMatchObject({ from: 'run', run: 'run1', isFound: true });
});

test('a post that is nowhere is said to be gone', async () => {
  const gone = [404, 'old-post', expect.stringContaining('is gone: there is no such file')];
  expect(await refused('blog.xml/2019-03-10-tea.md', 'tea')).toEqual(gone);
  config('blog.xml');
  expect(await refused('blog.xml/2019-03-10-tea.md', 'tea')).toEqual(gone);
  write('blog.xml', wordPress('<p>Green leaves.</p>'));
  expect(await refused('blog.xml/2019-03-10-milk.md', 'tea')).toEqual(gone);
  expect(await refused('other.xml/2019-03-10-tea.md', 'tea')).toEqual(gone);
});

test('why the source of a post cannot be read is said, unless a run has kept the post', async () => {
  // Nothing listens there.
  const feed = 'http://127.0.0.1:9/feed.xml';
  config(feed);
  expect((await refused(`${feed}/2019-03-10-tea.md`, 'tea'))[1]).toBe('download');
  rmSync('tpdne.config.json');
  config('blog.xml');
  write('blog.xml', '<rss version="2.0"><channel><item><title>Tea</title>');
  expect((await refused('blog.xml/2019-03-10-tea.md', 'tea'))[1]).toBe('source');
  const kept = { source: 'blog.xml/2019-03-10-tea.md', text: 'Tea.' };
  write(join('checkpoint', 'run1', 'posts.jsonl'), `${JSON.stringify(kept)}\n`);
  expect(await old('blog.xml/2019-03-10-tea.md', 'tea')).toMatchObject({ from: 'run', run: 'run1' });
});
