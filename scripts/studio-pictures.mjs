/**
 * Pictures of the studio's pages for docs/studio/: light, dark, and 380 pixels wide. It opens the studio of a folder in which a run
 * has learned and drafts wait, with the build in dist/.
 *
 *     node scripts/studio-pictures.mjs <folder> [page …]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const [folder, ...named] = process.argv.slice(2);
const pages = named.length > 0 ? named : ['home', 'blog', 'learn', 'runs', 'write', 'write/desk', 'review', 'calendar'];
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1200, height: 900 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 380, height: 800 } },
];
const out = join(import.meta.dirname, '../docs/studio');
const cli = join(import.meta.dirname, '../dist/cli.js');

mkdirSync(out, { recursive: true });
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
    await page.goto(new URL(`/#/${name}`, address).href);
    await page.waitForSelector('h1');
    await settle(page, name);
    // No higher than two windows: what is below is more of the same.
    const { width, height } = options.viewport;
    const full = await page.evaluate('document.documentElement.scrollHeight');
    await page.setViewportSize({ width, height: Math.min(full, 2 * height) });
    const png = await page.screenshot();
    await page.setViewportSize(options.viewport);
    await sharp(png)
      .webp({ quality: 78 })
      .toFile(join(out, `${name.replace('/', '-')}-${look}.webp`));
  }
  await window.close();
}
await browser.close();
studio.kill('SIGINT');

/** Waits until a page has what it loads, and does at the desk what a person would. */
async function settle(page, name) {
  // The rules of the pages forbid the usual way to wait, which evaluates a text in them.
  const words = () => page.evaluate(`document.querySelector('main').innerText`);
  while (/^(?:Loading|Reading your posts|Looking)/m.test(await words())) await page.waitForTimeout(200);
  await page.waitForTimeout(1500);
  if (name !== 'write/desk' || (await page.locator('.token').count()) > 0) return;
  await page.fill('#desk-text', 'The tide clock\n\nOn Monday morning I');
  await page.click('button.primary');
  await page.waitForSelector('.token', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Write on', exact: true }).waitFor({ timeout: 120_000 });
  await page.hover('.token >> nth=6');
  await page.waitForTimeout(300);
}
