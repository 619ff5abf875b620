import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { tpdne } from '../tpdne.ts';
import { violations } from './axe.ts';
import { writeQuickBlog } from './quick-blog.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** Every page, and views of pages that have more than one. */
const PAGES = ['home', 'blog', 'learn', 'runs', 'write', 'write/desk', 'review', 'calendar'];

describe.skipIf(chromium === null)('every page', () => {
  test.each([
    ['light and wide', { colorScheme: 'light', viewport: { width: 1200, height: 900 } }],
    ['dark and narrow', { colorScheme: 'dark', viewport: { width: 380, height: 800 } }],
  ] as const)('is readable for everybody, %s: axe finds nothing, and nothing sticks out', async (_, options) => {
    const root = temporaryFolder();
    await writeQuickBlog(root);
    expect((await tpdne(['run'], { cwd: root })).exitCode).toBe(0);
    const studio = await startStudio(root);
    // Axe is a script of the test, which the rules of the pages would refuse.
    const { page, problems } = await openWindow({ ...options, bypassCSP: true });
    await page.goto(studio.address);
    const drafts = readdirSync(join(root, 'drafts')).map((name) => encodeURIComponent(`drafts/${name}`));
    for (const name of [...PAGES, `review/compare/${drafts.join('/')}`]) {
      await goTo(page, name);
      await page.waitForLoadState('networkidle').catch(() => {});
      await page.waitForTimeout(500);
      expect(await violations(page), name).toEqual([]);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(beyond, `${name} is as wide as the window`).toBeLessThanOrEqual(0);
    }
    expect(problems).toEqual([]);
  });
});
