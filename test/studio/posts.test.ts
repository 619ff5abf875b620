import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PostView } from '../../src/studio/protocol.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type OpenApp, openApp } from './open-app.ts';

const here = process.cwd();
let app: OpenApp;
beforeEach(async () => {
  process.chdir(temporaryFolder());
  mkdirSync('posts');
  config({});
  writeFileSync('posts/tea.md', '---\ntitle: Tea\ndate: 2019-03-10\n---\n\nOne *two*.\n');
  app = await openApp('.');
});
afterEach(() => process.chdir(here));

function config(formats: object, posts: readonly string[] = ['posts']): void {
  const model = { model_name: 'random:124M' };
  writeFileSync('tpdne.config.json', JSON.stringify({ site: { posts }, formats, model }));
}

async function view(name: string): Promise<{ status: number; view: PostView; message: string }> {
  const response = await app.ask('GET', `/api/posts/view?name=${encodeURIComponent(name)}`);
  const answer = (await response.json()) as PostView & { readonly error?: { readonly message: string } };
  return { status: response.status, view: answer, message: answer.error?.message ?? '' };
}

test('a post is shown as its file has it, and as the model sees it', async () => {
  const { view: post } = await view('posts/tea.md');
  const { pieces, ...rest } = post;
  expect(rest).toEqual({
    path: 'posts/tea.md',
    title: 'Tea',
    date: '2019-03-10',
    isFile: true,
    source: '---\ntitle: Tea\ndate: 2019-03-10\n---\n\nOne *two*.\n',
    leftOut: null,
    model: '124M',
    format: 'text',
    problem: null,
    keepsBoilerplate: false,
  });
  expect(pieces!.map(({ text }) => text).join('')).toBe('Tea\n\nOne two.');
  expect(pieces!.every(({ ids }) => ids.length > 0)).toBe(true);
});

test('a change of the settings counts at once', async () => {
  await view('posts/tea.md');
  config({ format: 'markdown', strip_boilerplate: true });
  const { view: post } = await view('posts/tea.md');
  expect(post).toMatchObject({ format: 'markdown', keepsBoilerplate: true });
  expect(post.pieces!.map(({ text }) => text).join('')).toContain('One *two*.');
});

test('only posts are shown', async () => {
  writeFileSync('secret.md', 'x');
  for (const name of ['secret.md', '../secret.md', 'posts/../secret.md', '/etc/passwd', 'posts', 'posts/gone.md']) {
    const { status, message } = await view(name);
    expect([name, status, message]).toEqual([name, 404, `${name} is not among the posts; look at them again.`]);
  }
  expect((await view('')).status).toBe(400);
});

test('a link among the posts that leads out of the folder is not shown', async () => {
  const elsewhere = join(temporaryFolder(), 'diary.md');
  writeFileSync(elsewhere, 'Dear diary.');
  symlinkSync(elsewhere, 'posts/diary.md');
  const { status, view: post } = await view('posts/diary.md');
  expect([status, post.source]).toEqual([403, undefined]);
});

test('what is wrong with the settings is said', async () => {
  writeFileSync('tpdne.config.json', '{}');
  expect(await view('posts/tea.md')).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^posts is missing: /),
  });
});
