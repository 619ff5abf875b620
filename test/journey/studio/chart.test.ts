import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { tpdne } from '../tpdne.ts';
import { writeQuickBlog } from './quick-blog.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** Where the chart begins and ends, in steps, as its caption says; null while all of it is shown. */
async function shown(page: Page): Promise<number[] | null> {
  const words = await page.locator('.chart-zoom [aria-live]').textContent();
  const steps = words?.match(/step [\d,]+/g);
  return steps?.map((step) => Number(step.replace(/\D/g, ''))) ?? null;
}

/** Drags from one share of the chart's width to another. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = (await page.locator('.u-over').boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, y, { steps: 5 });
  await page.mouse.up();
}

describe.skipIf(chromium === null)('a chart of losses', () => {
  test('shows a part that is dragged over or selected with the keys, and all of it again', async () => {
    const root = temporaryFolder();
    await writeQuickBlog(root, { steps: 101 });
    expect((await tpdne(['run'], { cwd: root })).exitCode).toBe(0);
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await goTo(page, 'runs');
    await page.waitForSelector('.u-over');
    const chart = page.getByRole('slider', { name: /Loss/ });
    await chart.scrollIntoViewIfNeeded();
    expect(await shown(page)).toBeNull();

    await drag(page, 0.25, 0.5);
    await expect.poll(() => shown(page)).not.toBeNull();
    const [from, to] = (await shown(page))!;
    expect(Math.abs(from - 25)).toBeLessThanOrEqual(2);
    expect(Math.abs(to - 50)).toBeLessThanOrEqual(2);
    // A part of the part: what was shown is what is dragged over.
    await drag(page, 0.9, 0.1);
    await expect.poll(async () => (await shown(page))![0]).toBeGreaterThan(from);
    const inner = (await shown(page))!;
    expect(inner[1]).toBeLessThan(to);
    await page.locator('.u-over').dblclick();
    await expect.poll(() => shown(page)).toBeNull();
    // A click is no selection.
    await page.locator('.u-over').click();
    expect(await shown(page)).toBeNull();
    await page.getByRole('button', { name: 'Show a smaller part' }).click();
    await expect.poll(() => shown(page)).not.toBeNull();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => shown(page)).toBeNull();

    await page.mouse.move(0, 0);
    await chart.focus();
    await chart.press('Home');
    for (let i = 0; i < 2; i++) await chart.press('PageUp');
    for (let i = 0; i < 3; i++) await chart.press('Shift+PageUp');
    await chart.press('Enter');
    await expect.poll(() => shown(page)).toEqual([21, 51]);
    // The cursor takes the part with it.
    for (let i = 0; i < 10; i++) await chart.press('ArrowRight');
    await expect.poll(async () => (await shown(page))![1]).toBe(54);
    await chart.press('-');
    await expect.poll(async () => (await shown(page))![0]).toBeLessThan(20);
    await chart.press('+');
    await chart.press('Escape');
    await expect.poll(() => shown(page)).toBeNull();
    // What the keys have selected is given up before the part is.
    await chart.press('Shift+ArrowLeft');
    await chart.press('Escape');
    await chart.press('Enter');
    expect(await shown(page)).toBeNull();
    // On another axis the same part would be elsewhere.
    await drag(page, 0.25, 0.5);
    await expect.poll(() => shown(page)).not.toBeNull();
    await page.getByLabel('Along').selectOption('tokens');
    await expect.poll(() => page.locator('.chart-zoom').textContent()).toContain('Drag over');

    // The chart of one run is another one, over the same parts.
    await goTo(page, 'runs/run/run1');
    await page.getByText('The same as a table').waitFor();
    await page.waitForSelector('.u-over');
    await drag(page, 0.5, 0.75);
    await expect.poll(async () => Math.abs((await shown(page))![0] - 51)).toBeLessThanOrEqual(2);
    await page.getByText('The same as a table').click();
    await page.locator('.chart-numbers').getByRole('cell', { name: '101', exact: true }).waitFor();
    expect(problems).toEqual([]);
  });

  test('is pinched on a touch screen and on a trackpad', async () => {
    const root = temporaryFolder();
    await writeQuickBlog(root, { steps: 101 });
    expect((await tpdne(['run'], { cwd: root })).exitCode).toBe(0);
    const studio = await startStudio(root);
    const { page, context, problems } = await openWindow({ hasTouch: true });
    await page.goto(studio.address);
    const screen = await context.newCDPSession(page);
    for (const name of ['runs', 'runs/run/run1']) {
      await goTo(page, name);
      await page.waitForSelector('.u-over');
      await page.locator('.line-chart').scrollIntoViewIfNeeded();
      const box = (await page.locator('.u-over').boundingBox())!;
      const [x, y] = [(share: number) => box.x + share * box.width, box.y + box.height / 2];
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: readonly number[]) =>
        screen.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: shares.map((share, id) => ({ x: x(share), y, id })),
        });
      await touch('touchStart', 0.4, 0.6);
      for (const by of [0.05, 0.1, 0.2]) await touch('touchMove', 0.4 - by, 0.6 + by);
      await touch('touchEnd');
      // A fifth of the axis is under the fingers, which are three fifths of the width apart.
      await expect.poll(async () => Math.abs((await shown(page))![0] - 34)).toBeLessThanOrEqual(3);
      expect(Math.abs((await shown(page))![1] - 67)).toBeLessThanOrEqual(3);
      const before = (await shown(page))![0];
      await touch('touchStart', 0.2);
      for (const at of [0.3, 0.5, 0.7]) await touch('touchMove', at);
      await touch('touchEnd');
      await expect.poll(async () => (await shown(page))![0]).toBeLessThan(before - 10);
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(() => shown(page)).toBeNull();
      // A trackpad that is pinched is a wheel with Ctrl; without, the page scrolls.
      await page.mouse.move(x(0.5), y);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -70);
      await page.keyboard.up('Control');
      await expect.poll(async () => Math.abs((await shown(page))![0] - 26)).toBeLessThanOrEqual(3);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, 200);
      await page.keyboard.up('Control');
      await expect.poll(() => shown(page)).toBeNull();
    }
    expect(problems).toEqual([]);
  });
});
