import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { QUICK, writePosts, writeQuickModel } from './quick-blog.ts';
import { closeBrowser, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** Settings with which it is done in seconds: the model that learns is small, and always writes a draft. */
function makeQuick(root: string): void {
  const path = join(root, 'tpdne.config.json');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  const sections = Object.entries(QUICK).map(([name, values]) => [name, { ...config[name], ...values }]);
  writeFileSync(path, JSON.stringify({ ...config, ...Object.fromEntries(sections) }));
}

/** An empty folder for the studio, and a folder of posts elsewhere. */
async function emptyFolder(): Promise<{ readonly root: string; readonly posts: string }> {
  const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
  await writeQuickModel(root);
  const posts = join(elsewhere, 'my-posts');
  writePosts(posts);
  return { root, posts };
}

/** What was published: the files that were not among the posts. */
function published(root: string): string[] {
  return readdirSync(join(root, 'imports/my-posts')).filter((name) => !/^2019-03-\d\d-post\.md$/.test(name));
}

describe.skipIf(chromium === null)('from an empty folder to a published post', () => {
  test('by mouse', async () => {
    const { root, posts } = await emptyFolder();
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    // The button opens the browser's own dialog, which a test answers for the person.
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'a folder', exact: true }).click(),
    ]);
    await chooser.setFiles(posts);
    await expect.poll(() => page.getByLabel(/A folder, an export/).inputValue()).toBe('imports/my-posts');
    await page.getByRole('button', { name: 'Look at the posts' }).click();
    await page.getByRole('heading', { name: 'Blog' }).waitFor();
    await page.getByText('Post 2', { exact: true }).first().waitFor();
    makeQuick(root);
    await page.getByRole('link', { name: 'Learn', exact: true }).click();
    await page.getByRole('button', { name: 'Teach it your voice' }).click();
    await page.getByRole('link', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: /^Approve/ }).click();
    await page.getByText('approved').first().waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await page.getByRole('button', { name: /Publish the next one now/ }).click();
    const dialog = page.getByRole('dialog');
    // What will change is shown first.
    await dialog.getByText('imports/my-posts').first().waitFor();
    expect(published(root)).toEqual([]);
    await dialog.getByRole('button', { name: /^Publish/ }).click();
    await expect.poll(() => published(root).length, { timeout: 30_000 }).toBe(1);
    expect(readFileSync(join(root, 'imports/my-posts', published(root)[0]), 'utf8')).toContain('I am a b.');
    expect(problems).toEqual([]);
  });

  test('by keyboard alone', async () => {
    const { root, posts } = await emptyFolder();
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    const { keyboard } = page;
    // Waited for from here on: a key is faster than the request that this browser should not open its own dialog.
    const choosing = page.waitForEvent('filechooser');
    await tabTo(page, 'a folder');
    const [chooser] = await Promise.all([choosing, keyboard.press('Enter')]);
    await chooser.setFiles(posts);
    await expect.poll(() => page.getByLabel(/A folder, an export/).inputValue()).toBe('imports/my-posts');
    await tabTo(page, 'Look at the posts');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Blog' }).waitFor();
    makeQuick(root);
    await pair(page, 'g', 'l');
    await page.getByRole('button', { name: 'Teach it your voice' }).waitFor();
    await tabTo(page, 'Teach it your voice');
    await keyboard.press('Enter');
    await pair(page, 'g', 'v');
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    await keyboard.press('a');
    await page.getByText('approved').first().waitFor();
    await pair(page, 'g', 'c');
    await page.getByRole('button', { name: /Publish the next one now/ }).waitFor();
    await tabTo(page, 'Publish the next one now');
    await keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .waitFor();
    await tabTo(page, 'Publish');
    await keyboard.press('Enter');
    await expect.poll(() => published(root).length, { timeout: 30_000 }).toBe(1);
    expect(problems).toEqual([]);
  });
});

/** Presses Tab until the focus is on something whose text begins so, as a person without a mouse does. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    const at = (await page.evaluate('document.activeElement?.textContent ?? ""')) as string;
    const tag = await page.evaluate('document.activeElement?.tagName');
    if (tag === 'BUTTON' && at.trim().startsWith(text)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${text}.`);
}

async function pair(page: Page, first: string, second: string): Promise<void> {
  await page.keyboard.press(first);
  await page.keyboard.press(second);
}
