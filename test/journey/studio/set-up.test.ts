import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { writePosts } from './quick-blog.ts';
import { closeBrowser, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

describe.skipIf(chromium === null)('the first page, in the folder of a Jekyll site', () => {
  test.each([
    ['keeps what is ours out of the site, as the person agrees', true],
    ['changes nothing of the site if the person does not', false],
  ])('%s', async (_, agrees) => {
    const root = temporaryFolder();
    writeFileSync(join(root, '_config.yml'), 'title: A site\n');
    writePosts(join(root, '_posts'));
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await page.getByText('3 posts found in this folder').waitFor();
    const box = page.getByLabel('Keep the models and settings of this program out of your site');
    expect(await box.isChecked()).toBe(true);
    if (!agrees) await box.uncheck();
    await page.getByRole('button', { name: 'Look at the posts' }).click();
    await page.getByRole('heading', { name: 'Blog' }).waitFor();
    const site = readFileSync(join(root, '_config.yml'), 'utf8');
    expect(site.includes('checkpoint')).toBe(agrees);
    expect(site.startsWith('title: A site\n')).toBe(true);
    expect(problems).toEqual([]);
  });
});
