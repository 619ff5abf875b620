/**
 * Pictures of the studio without a server for docs/studio/: it drops a folder of posts on the page of docs/try/, lets the bundled
 * model learn a little, on the plain device, and shows the pages on the way.
 *
 *     npm run bundle:try && node scripts/tab-pictures.mjs <folder of posts>
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { looks, untilLoaded, writePicture } from './studio-looks.mjs';

const [posts] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** The plain device takes its time: a few short steps, and short drafts. */
const QUICK = {
  model: { model_name: 'base', device: 'reference' },
  training: { steps: 24, window: 96, batch_size: 1, learning_rate: 1e-5, save_every: 6, sample_length: 16 },
  writing: { count: 1, best_of: 1, length: 140, min_score: 0 },
};

const server = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  const content = await readFile(join(root, path)).catch(() => null);
  response.writeHead(content === null ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' });
  response.end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ executablePath: process.env.TPDNE_CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage();
page.setDefaultTimeout(600_000);
await page.goto(`http://127.0.0.1:${server.address().port}/docs/try/`);
await picture('home', 'tab-welcome');
const [chooser] = await Promise.all([
  page.waitForEvent('filechooser'),
  page.getByRole('button', { name: 'a folder', exact: true }).click(),
]);
await chooser.setFiles(posts);
await page.getByRole('button', { name: 'Look at the posts' }).click();
await page.locator('h1:text-is("Blog")').waitFor();
await open('learn');
await page.getByRole('button', { name: /^Load the small model/ }).click();
await page.getByRole('radio', { checked: true }).waitFor();
await picture('learn', 'tab-model');
await configure(QUICK);
await page.reload();
await page.getByRole('button', { name: 'Teach it your voice' }).click();
await page.getByText('Its drafts are written').waitFor();
await picture('learn', 'tab-learn');
await picture('runs/run/run1', 'tab-run');
await picture('review', 'tab-review');
await browser.close();
server.closeAllConnections();
server.close();

async function open(name) {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${name}`)}`);
  await page.waitForSelector('h1');
  await untilLoaded(page);
}

/** A page in every look; the project stays, since it is the same tab. */
async function picture(name, file) {
  for (const { name: look, colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await open(name);
    await writePicture(page, viewport, `${file}-${look}`);
  }
}

/** Adds settings to the config file in the private files of the site. */
async function configure(sections) {
  await page.evaluate(`(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('project');
    const file = await folder.getFileHandle('tpdne.config.json');
    const config = JSON.parse(await (await file.getFile()).text());
    for (const [name, values] of Object.entries(${JSON.stringify(sections)})) config[name] = { ...config[name], ...values };
    const writer = await file.createWritable();
    await writer.write(JSON.stringify(config));
    await writer.close();
  })()`);
}
