import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { viewPost } from '../../../src/pipeline/posts/view-post.ts';
import { type PostsGiven, postsSettings } from '../../../src/pipeline/settings/posts.ts';
import { checkSettings } from '../../../src/pipeline/settings/settings-table.ts';
import { officialTokenizer } from '../../engine/tokens/official.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const tea = '---\ntitle: Tea\ndate: 2019-03-10\n---\n\nOne *two*, anna@kettle.org.\n';
const item = { id: '1', title: 'Tea', date_published: '2019-03-10T08:00:00Z', content_html: '<p>One <b>two</b>.</p>' };
const other = { ...item, id: '2', title: 'Milk', content_html: '<p>White.</p>' };
const feed = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [item, other] });

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function view(posts: string, name: string, given: Partial<PostsGiven> = {}) {
  const settings = checkSettings(postsSettings, { posts: [posts], ...given });
  const reader = { tokenizer: officialTokenizer, format: settings.format ?? 'text' } as const;
  const post = await viewPost(nodeProject(), settings, name, reader);
  return post === null ? null : { ...post, text: post.pieces?.map(({ text }) => text).join('') };
}

describe('viewPost', () => {
  it('shows a file, and the text that is learned from it', async () => {
    const folder = folderWith({ 'tea.md': tea, 'milk.md': 'White.' });
    const path = join(folder, 'tea.md');
    const rest = { path, title: 'Tea', date: '2019-03-10', isFile: true, source: tea, leftOut: null };
    expect(await view(folder, path)).toMatchObject({ ...rest, text: 'Tea\n\nOne two, anna@kettle.org.' });
    expect((await view(folder, path, { format: 'markdown' }))?.text).toContain('One *two*');
  });

  it('shows it as the generator of its site reads it', async () => {
    const folder = folderWith({
      '_config.yml': 'title: T',
      '_posts/2019-03-10-tea.md': '---\n---\nOne {% if x %}two{% endif %}.',
    });
    expect((await view(folder, join(folder, '_posts/2019-03-10-tea.md')))?.text).not.toContain('{%');
  });

  it('masks what is private if that is asked for', async () => {
    const folder = folderWith({ 'tea.md': tea });
    expect((await view(folder, join(folder, 'tea.md'), { redact: true }))?.text).toContain('two, [e-mail address].');
  });

  it('shows an item of an export by its name and by its place', async () => {
    const folder = folderWith({ 'feed.json': feed });
    const path = join(folder, 'feed.json');
    const expected = { path: `${path}, item 2 (Milk)`, title: 'Milk', isFile: false, text: 'Milk\n\nWhite.' };
    expect(await view(path, `${path}/2019-03-10-milk.md`)).toMatchObject(expected);
    expect(await view(path, `${path}, item 2 (Milk)`)).toMatchObject({
      ...expected,
      source: expect.stringMatching(/^---\ntitle: "Milk"\n[\s\S]*\nWhite\.\n$/),
    });
  });

  it('says why a file is left out', async () => {
    const folder = folderWith({ 'a.md': '---\ndraft: true\n---\nx', 'b.md': 'y' });
    expect(await view(folder, join(folder, 'a.md'))).toMatchObject({
      leftOut: { because: 'draft' },
      source: '---\ndraft: true\n---\nx',
      pieces: null,
    });
  });

  it('shows a post that exclude leaves out', async () => {
    const folder = folderWith({ 'a.md': 'x', 'b.md': 'y' });
    expect(await view(folder, join(folder, 'a.md'), { exclude: ['a.md'] })).toMatchObject({ leftOut: null, text: 'x' });
  });

  it('finds nothing that is not among the posts', async () => {
    const folder = folderWith({ 'posts/a.md': 'x', 'secret.md': 'y', 'posts/feed.json': feed });
    const posts = join(folder, 'posts');
    expect(await view(posts, join(folder, 'secret.md'))).toBeNull();
    expect(await view(posts, join(posts, '../secret.md'))).toBeNull();
    expect(await view(join(posts, 'feed.json'), join(posts, 'feed.json, item 9 (Tea)'))).toBeNull();
  });
});
