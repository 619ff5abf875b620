import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** A blog with this many posts, none like another; the first of them has an address in it. */
function blog(posts: number): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'posts'));
  for (let i = 0; i < posts; i++) {
    const date = new Date(Date.UTC(2001, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
    const words = Array.from({ length: 40 }, (_, k) => `w${(i * 7919 + k * k * 104_729) % 1_000_003}`).join(' ');
    const more = i === 0 ? '\n\nWrite to anna@kettle.org.' : '';
    writeFileSync(join(folder, `posts/${date}-post-${i}.md`), `---\ntitle: Post ${i}\n---\n\n${words}${more}\n`);
  }
  const site = { posts: ['posts'], out: 'drafts' };
  writeFileSync(join(folder, 'tpdne.config.json'), JSON.stringify({ site, model: { model_name: 'random:124M' } }));
  return folder;
}

const configOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'tpdne.config.json'), 'utf8'));

describe.skipIf(chromium === null)('the Blog page', () => {
  test('leaves a post out by the keyboard, undoes it, and keeps it in the config file', async () => {
    const folder = blog(3);
    const { address } = await startStudio(folder);
    const { page, problems } = await openWindow();
    await page.goto(address);
    await goTo(page, 'blog');
    const tick = page.getByLabel('Learn from Post 2');
    await tick.focus();
    await page.keyboard.press('Space');
    await page.getByText('“Post 2” is left out.').waitFor();
    await expect.poll(() => configOf(folder).site.exclude).toEqual(['posts/2001-01-03-post-2.md']);
    await page.keyboard.press('u');
    await expect.poll(() => configOf(folder).site.exclude).toBeUndefined();
    expect(await tick.isChecked()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('opens a post at the line of a private thing, and shows its text and its tokens', async () => {
    const { address } = await startStudio(blog(3));
    const { page, problems } = await openWindow();
    await page.goto(address);
    await goTo(page, 'blog/check');
    await page.getByText('posts/2001-01-01-post-0.md, line 7').click();
    expect(await page.locator('[aria-current="location"]').innerText()).toBe('Write to anna@kettle.org.');
    await page.getByText('As the model reads it').click();
    expect(await page.locator('.post-text').innerText()).toMatch(/^Post 0\n\nw0 /);
    await page.getByText('In tokens').click();
    await page.getByLabel('The text, token by token').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.token-info').innerText()).toBe('"Post" is token 6307, number 1 of the text');
    expect(problems).toEqual([]);
  });

  test('shows thousands of posts, a page of the table at a time', async () => {
    const { address } = await startStudio(blog(3000));
    const { page, problems } = await openWindow();
    await page.goto(address);
    await goTo(page, 'blog');
    await page.getByText('Page 1 of 60').waitFor();
    expect(await page.locator('.posts tbody tr').count()).toBe(50);
    await page.getByLabel('Search the posts').fill('post 29 99');
    await page.getByText('found').waitFor();
    expect(await page.locator('.posts .title a').allInnerTexts()).toContain('Post 2999');
    expect(problems).toEqual([]);
  });
});
