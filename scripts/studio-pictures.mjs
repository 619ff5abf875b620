/**
 * Pictures of the studio's pages for docs/studio/: light, dark, and 380 pixels wide. It opens the studio of a folder in which a run
 * has learned and drafts wait, with the build in dist/.
 *
 *     node scripts/studio-pictures.mjs <folder> [page …]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { looks, untilLoaded, writePicture } from './studio-looks.mjs';

const [folder, ...named] = process.argv.slice(2);
/** 'review/compare' is what `c` shows. */
const all = ['home', 'blog', 'learn', 'runs', 'write', 'write/desk', 'review', 'review/compare', 'calendar'];
const pages = named.length > 0 ? named : all;
const cli = join(import.meta.dirname, '../dist/cli.js');

const studio = spawn(process.execPath, [cli, 'studio', '--no-open', '--json'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [line] = await once(createInterface({ input: studio.stdout }), 'line');
const { address } = JSON.parse(line);
const browser = await chromium.launch({ executablePath: process.env.TPDNE_CHROMIUM ?? '/usr/bin/chromium' });
const context = await browser.newContext();
const first = await context.newPage();
await first.goto(address);
const cookies = await context.cookies();
for (const { name: look, ...options } of looks) {
  const window = await browser.newContext(options);
  await window.addCookies(cookies);
  const page = await window.newPage();
  for (const name of pages) {
    await page.goto(new URL(`/#/${name.replace('/compare', '')}`, address).href);
    await page.waitForSelector('h1');
    await settle(page, name);
    await writePicture(page, options.viewport, `${name.replace('/', '-')}-${look}`);
  }
  await window.close();
}
await browser.close();
studio.kill('SIGINT');

/** Waits until a page has what it loads, and does at the desk what a person would. */
async function settle(page, name) {
  await untilLoaded(page);
  if (name === 'review/compare') {
    await page.keyboard.press('c');
    await page.waitForSelector('.compared-draft .page-view p');
    await page.waitForTimeout(500);
  }
  if (name !== 'write/desk' || (await page.locator('.token').count()) > 0) return;
  await page.fill('#desk-text', 'The tide clock\n\nOn Monday morning I');
  await page.click('button.primary');
  await page.waitForSelector('.token', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Write on', exact: true }).waitFor({ timeout: 120_000 });
  await page.hover('.token >> nth=6');
  await page.waitForTimeout(300);
}
