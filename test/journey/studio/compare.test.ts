import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { violations } from './axe.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

const SHARED = 'the kettle on the old stove sang all evening while nobody in the house was listening to it';

/** A folder whose posts are a feed, with drafts a to e; draft b has copied from a post. */
function withDrafts(): string {
  const root = temporaryFolder();
  const items = Array.from({ length: 12 }, (_, i) => ({
    id: String(i),
    title: `Old ${i}`,
    date_published: `2019-03-${String(i + 1).padStart(2, '0')}T08:00:00Z`,
    content_html: `<p>Post number ${i}: ${i === 4 ? SHARED : 'something else was said on that day'}.</p>`,
  }));
  const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'T', items };
  writeFileSync(join(root, 'feed.json'), JSON.stringify(feed));
  mkdirSync(join(root, 'drafts'));
  for (const name of 'abcde') {
    const text = name === 'b' ? `Once more ${SHARED}, she wrote.` : `What ${name} has to say is short.`;
    writeFileSync(join(root, 'drafts', `${name}.md`), `---\ntitle: "Draft ${name}"\ngenerated: true\n---\n\n${text}\n`);
  }
  const config = { site: { posts: ['feed.json'], out: 'drafts' }, publishing: { queue: 'drafts', out: 'posts' } };
  writeFileSync(join(root, 'tpdne.config.json'), JSON.stringify(config));
  return root;
}

/** What was decided about each draft: 'a+ b- c' for approved, held back, undecided. */
function decided(root: string): string {
  const signs = readdirSync(join(root, 'drafts'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const [, approved] = /approved: (\w+)/.exec(readFileSync(join(root, 'drafts', name), 'utf8')) ?? [];
      return name[0] + (approved === 'true' ? '+' : approved === 'false' ? '-' : '');
    });
  return signs.join(' ');
}

/** A decision is a job, which takes its time on a busy machine. */
async function becomes(root: string, decisions: string): Promise<void> {
  await expect.poll(() => decided(root), { timeout: 30_000 }).toBe(decisions);
}

describe.skipIf(chromium === null)('drafts side by side', () => {
  test('by keyboard: one key picks the best of three, and the next three follow', async () => {
    const root = withDrafts();
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByRole('heading', { name: 'Draft a' }).waitFor();
    const { keyboard } = page;
    const shown = (titles: string) => page.getByRole('region', { name: new RegExp(`^Number \\d: Draft [${titles}]$`) });
    await keyboard.press('c');
    await page.getByRole('heading', { name: '3 drafts side by side' }).waitFor();
    await page.getByText('What c has to say').waitFor();
    await page.reload();
    await expect.poll(() => shown('abc').count(), { timeout: 30_000 }).toBe(3);
    await keyboard.press('2');
    await becomes(root, 'a- b+ c- d e');
    await page.getByRole('heading', { name: '2 drafts side by side' }).waitFor();
    expect(await shown('de').count()).toBe(2);
    // One undo takes the whole choice back, and shows it again.
    await page.getByText('Picked b.md of 3 drafts.').waitFor();
    await keyboard.press('u');
    await becomes(root, 'a b c d e');
    await expect.poll(() => shown('abc').count(), { timeout: 30_000 }).toBe(3);
    // Skipped, two are left; one of them is decided about by itself.
    await keyboard.press('n');
    await expect.poll(() => shown('de').count(), { timeout: 30_000 }).toBe(2);
    await keyboard.press('ArrowRight');
    await keyboard.press('h');
    await becomes(root, 'a b c d e-');
    await keyboard.press('k');
    await keyboard.press('d');
    await becomes(root, 'a b c e-');
    await page.getByRole('heading', { name: 'Draft e' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('by mouse: two ticked drafts are compared, and an old post of a feed opens beside them', async () => {
    const root = withDrafts();
    const studio = await startStudio(root);
    const { page, problems } = await openWindow({ bypassCSP: true });
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByRole('button', { name: 'Judge them' }).click();
    await page
      .getByText(/^score \d/)
      .first()
      .waitFor();
    for (const name of 'bdc') await page.getByLabel(`Compare Draft ${name}`).check();
    expect(await page.getByLabel('Compare Draft a').isDisabled()).toBe(true);
    await page.getByLabel('Compare Draft c').uncheck();
    await page.getByRole('button', { name: 'Compare the 2 ticked' }).click();
    await page.getByRole('heading', { name: '2 drafts side by side' }).waitFor();
    const copying = page.getByRole('region', { name: 'Number 1: Draft b' });
    await copying.locator('mark').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Old 4' }).waitFor();
    await dialog.getByText('feed.json, item 5 (Old 4)').waitFor();
    expect(await dialog.locator('mark').textContent()).toBe(SHARED);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Pick Draft d' }).click();
    await becomes(root, 'a b- c d+ e');
    // The picked one is shown.
    await page.getByRole('heading', { name: 'Draft d' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('on a narrow screen they are below each other, with the same buttons', async () => {
    const root = withDrafts();
    const studio = await startStudio(root);
    const { page, problems } = await openWindow({ viewport: { width: 380, height: 800 } });
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByRole('button', { name: 'Compare 3 at a time' }).click();
    const sections = page.locator('.compared-draft');
    await expect.poll(() => sections.count(), { timeout: 30_000 }).toBe(3);
    const boxes = await Promise.all([0, 1, 2].map(async (i) => (await sections.nth(i).boundingBox())!));
    expect(boxes.every(({ x, width }) => x === boxes[0].x && width > 300)).toBe(true);
    expect(boxes[1].y).toBeGreaterThanOrEqual(boxes[0].y + boxes[0].height);
    await page.getByRole('button', { name: 'Approve Draft c' }).click();
    await becomes(root, 'a b c+ d e');
    await page.getByRole('region', { name: 'Draft c' }).getByText('approved').waitFor();
    expect(problems).toEqual([]);
  });
});
