import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { readZipDirectory, readZipEntry } from '../../../src/engine/tokens/zip.ts';
import { STUDIO_FOLDER } from '../../../src/studio/server/jobs/job-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { serveFolder } from '../serve-folder.ts';
import { root, tpdne } from '../tpdne.ts';
import { violations } from './axe.ts';
import { QUICK, writePosts, writeQuickModel } from './quick-blog.ts';
import { closeBrowser, goTo, openWindow } from './studio.ts';

/** The page, as it would be on a host. */
let site = '';
beforeAll(async () => {
  if (chromium === null) return;
  site = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const configFile = join(root, 'src/studio/try/vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: site } });
});
afterAll(async () => {
  rmSync(site, { recursive: true, force: true });
  await closeBrowser();
});

const CONFIG = 'tpdne.config.json';

/** The text of a file in the private files of the site; null if it is not there. */
function stored(page: Page, path: string): Promise<string | null> {
  return page.evaluate(`(async () => {
    const names = ${JSON.stringify(path.split('/'))};
    try {
      let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('project');
      for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
      return await (await (await folder.getFileHandle(names.at(-1))).getFile()).text();
    } catch (error) {
      if (error.name === 'NotFoundError') return null;
      throw error;
    }
  })()`) as Promise<string | null>;
}

/** Settings with which it is done in seconds. */
async function makeQuick(page: Page, training: object, model: object): Promise<void> {
  const config = JSON.parse((await stored(page, CONFIG))!) as Record<string, object>;
  const { publishing: _, ...quick } = QUICK;
  const sections = Object.entries(quick).map(([name, values]) => [name, { ...config[name], ...values }]);
  const all = { ...config, ...Object.fromEntries(sections) };
  const changed = { training: { ...quick.training, ...training }, model: { ...quick.model, ...model } };
  const text = JSON.stringify({ ...all, ...changed });
  await page.evaluate(`(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('project');
    const file = await (await folder.getFileHandle(${JSON.stringify(CONFIG)})).createWritable();
    await file.write(${JSON.stringify(text)});
    await file.close();
  })()`);
}

/** Chooses files or a folder as a person does, with the button for it. */
async function choose(page: Page, within: string, path: string): Promise<void> {
  const button = page.locator(within).getByRole('button', { name: 'a folder', exact: true });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(path);
}

/** Downloads the model of the run, and unpacks it into a folder. */
async function downloadModel(page: Page, to: string): Promise<string> {
  await goTo(page, 'runs/run/run1');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download', exact: true }).click(),
  ]);
  const source = bytesInMemory('the download', readFileSync(await download.path()));
  for (const entry of await readZipDirectory(source)) {
    const path = join(to, entry.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await readZipEntry(source, entry));
  }
  return download.suggestedFilename();
}

/** The losses of the run, without the seconds; null before the first. */
async function losses(page: Page): Promise<string[] | null> {
  const history = await stored(page, 'checkpoint/run1/history.csv');
  const rows = history?.trim().split('\n') ?? null;
  return rows?.map((row) => row.split(',').toSpliced(1, 1).join(',')) ?? null;
}

/** Brings posts and a model into a tab, up to the button that begins. */
async function setUp(page: Page, address: string, training: object, model: object = {}): Promise<void> {
  const elsewhere = temporaryFolder();
  const posts = join(elsewhere, 'my-posts');
  writePosts(posts, 12);
  await writeQuickModel(elsewhere);
  await page.goto(address);
  await page.getByText('Your posts never leave this tab').waitFor();
  await choose(page, '.set-up', posts);
  await expect.poll(() => page.getByLabel(/A folder of posts, or an export/).inputValue()).toBe('imports/my-posts');
  await page.getByRole('button', { name: 'Look at the posts' }).click();
  await page.getByText('Post 12', { exact: true }).first().waitFor();
  await goTo(page, 'learn');
  await page.getByText('There is no model to start from').waitFor();
  await choose(page, 'section[aria-labelledby="model-title"]', join(elsewhere, 'models/reciter'));
  await page.getByText('reciter is here.').waitFor();
  // What was brought is what it starts from.
  await page.getByRole('radio', { name: 'reciter', checked: true }).waitFor();
  await makeQuick(page, training, model);
  await page.reload();
  await page.getByRole('button', { name: 'Teach it your voice' }).waitFor();
}

/** The pages of a tab. */
const PAGES = ['home', 'blog', 'learn', 'runs', 'write', 'write/desk', 'review'];

/** Axe finds nothing on the pages, and nothing sticks out. */
async function expectReadable(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await goTo(page, name);
    await page.waitForTimeout(500);
    expect(await violations(page), name).toEqual([]);
    const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(beyond, `${name} is as wide as the window`).toBeLessThanOrEqual(0);
  }
}

describe.skipIf(chromium === null)('the studio without a server', () => {
  test('learns from twelve posts, goes on after a reload to the same losses, and gives a draft to download', async () => {
    const address = `${await serveFolder(site)}/`;
    const training = { steps: 120, save_every: 4, learning_rate: 1e-5 };
    const { page, context, problems } = await openWindow();
    const hosts = new Set<string>();
    context.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await setUp(page, address, training);
    await page.getByRole('button', { name: 'Teach it your voice' }).click();
    await expect.poll(async () => (await losses(page))?.length ?? 0, { timeout: 60_000 }).toBeGreaterThan(8);
    await page.reload();
    const before = (await losses(page))!.length;
    expect(before).toBeLessThan(training.steps);
    // It goes on from a checkpoint, and not from the beginning.
    expect(await stored(page, 'checkpoint/run1/latest')).toMatch(/^model-\d+\n$/);
    await goTo(page, 'review');
    await page.getByRole('heading', { name: /P.ss L.mp/ }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const draft = readFileSync(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toMatch(/\.md$/);
    expect(draft).toContain('generated: true');
    expect(draft).toContain('I am a b.');
    expect([...hosts]).toEqual([new URL(address).origin]);

    const other = await openWindow({ bypassCSP: true });
    await setUp(other.page, address, training);
    await other.page.getByRole('button', { name: 'Teach it your voice' }).click();
    await goTo(other.page, 'review');
    await other.page.getByRole('heading', { name: /P.ss L.mp/ }).waitFor();
    expect(await losses(page)).toEqual(await losses(other.page));
    expect((await losses(page))!.length).toBeGreaterThanOrEqual(training.steps);
    expect(new Set(await losses(page)).size).toBe((await losses(page))!.length);
    await expectReadable(other.page, [...PAGES, 'runs/run/run1']);
    expect([...problems, ...other.problems]).toEqual([]);
  });

  test.each([
    ['all of it', {}, 'run1-huggingface'],
    ['an adapter, beside the model that it was trained on', { adapter: 'lora', lora_rank: 2 }, 'run1-peft'],
  ])('what has learned can be downloaded, and the command line writes with it: %s', async (_, training, name) => {
    const address = `${await serveFolder(site)}/`;
    const { page, problems } = await openWindow();
    await setUp(page, address, training);
    await page.getByRole('button', { name: 'Teach it your voice' }).click();
    await goTo(page, 'review');
    await page.getByRole('heading', { name: /P.ss L.mp/ }).waitFor();
    const here = temporaryFolder();
    expect(await downloadModel(page, here)).toBe(`${name}.zip`);
    await page.getByText(`tpdne generate --model_name ./${name}`).waitFor();
    // It takes no room in the browser twice.
    expect(await stored(page, `export/${name}/config.json`)).toBeNull();
    expect(await stored(page, `${STUDIO_FOLDER}/downloads/${name}.zip`)).not.toBeNull();
    await writeQuickModel(here);
    const written = await tpdne(['generate', '--model_name', `./${name}`, '--length', '60', '--nsamples', '1'], {
      cwd: here,
    });
    expect([written.exitCode, written.stderr.includes('rror')]).toEqual([0, false]);
    expect(written.stdout).toMatch(/P.ss L.mp/);
    expect(problems).toEqual([]);
  });

  test.each([
    ['on several threads, although the host sends no headers', 'allow', null],
    [
      'on one thread without the service worker',
      'block',
      ', with one thread, since the server sends this page without',
    ],
  ] as const)('computes with the compiled kernels where there is no GPU, %s', async (_, serviceWorkers, alone) => {
    const { page, problems } = await openWindow({ serviceWorkers });
    await setUp(page, `${await serveFolder(site)}/`, { steps: 8 }, { threads: alone === null ? 2 : 1 });
    expect(await page.evaluate('crossOriginIsolated')).toBe(alone === null);
    await page.getByRole('button', { name: 'Teach it your voice' }).click();
    await page
      .getByText(`It learns slowly: this browser offers no GPU, so the processor computes${alone ?? '.'}`)
      .waitFor({ state: 'attached' });
    await goTo(page, 'review');
    await page.getByRole('heading', { name: /P.ss L.mp/ }).waitFor();
    const facts = await stored(page, 'checkpoint/run1/training.json');
    expect(facts).toContain(`"CPU, ${alone === null ? '2 threads' : '1 thread'}, WebAssembly with relaxed SIMD"`);
    expect(problems).toEqual([]);
  });

  test('says what it cannot do, or does not offer it', async () => {
    const { page } = await openWindow({ bypassCSP: true });
    await page.goto(`${await serveFolder(site)}/`);
    await page.getByText('Your posts never leave this tab').waitFor();
    expect(await page.getByText(/feed|that your site does not publish/).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Calendar' }).count()).toBe(0);
    await goTo(page, 'calendar');
    await page.getByText('A tab cannot publish').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Review', { exact: true }).waitFor();
    expect(
      await page
        .getByRole('dialog')
        .getByText(/calendar/i)
        .count(),
    ).toBe(0);
    await page.keyboard.press('Escape');
    await goTo(page, 'learn');
    await page.getByText('Drop the folder of a model').waitFor();
    expect(await page.getByText(/memory are free|Forty posts take|Download another/).count()).toBe(0);
    // Before there is anything, on a telephone.
    await page.setViewportSize({ width: 380, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectReadable(page, [...PAGES, 'calendar']);
  });

  test('says in a second tab that the first one has it, and goes on there once that is closed', async () => {
    const address = `${await serveFolder(site)}/`;
    const { page, context } = await openWindow();
    await page.goto(address);
    await page.getByText('Your posts never leave this tab').waitFor();
    const second = await context.newPage();
    await second.goto(address);
    await second.getByText('The studio is open in another tab').first().waitFor();
    await page.close();
    await second.reload();
    await second.getByText('Your posts never leave this tab').waitFor();
  });
});
