import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { referenceDevice, tinyContent } from '../node/models/tiny-checkpoint.ts';
import { chromium } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';
import { closeBrowser, openWindow } from './studio/studio.ts';
import { root } from './tpdne.ts';

afterAll(closeBrowser);

/** A worker that runs a program with the library; `post` says something to the page meanwhile. */
const WORKER = `
import * as library from ${JSON.stringify(join(root, 'dist/browser.js'))};
const AsyncFunction = (async () => {}).constructor;
onmessage = async ({ data }) => {
  try {
    const post = (said) => postMessage({ said });
    postMessage({ result: await new AsyncFunction('library', 'post', data)(library, post) });
  } catch (error) {
    postMessage({ error: String(error.stack ?? error) });
  }
};`;

/** Ends the worker when it says this. */
interface Ending {
  readonly when: string;
}

/** Runs a program in a worker of its own; `programs` at the same time. Resolves with the result, or with what ended it. */
function inWorker(page: Page, program: string, end: Ending | null = null): Promise<unknown> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    const finish = (settle, value) => { worker.terminate(); settle(value); };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if ('said' in data) { if (data.said === ${JSON.stringify(end?.when ?? null)}) finish(resolve, data.said); }
      else if ('error' in data) finish(reject, new Error(data.error));
      else finish(resolve, data.result);
    };
    worker.postMessage(${JSON.stringify(program)});
  })`);
}

/** The build for browsers, bundled as the tools of a web site do. */
let site = '';
beforeAll(async () => {
  if (chromium === null) return;
  site = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const source = mkdtempSync(join(tmpdir(), 'tpdne-'));
  writeFileSync(join(source, 'worker.js'), WORKER);
  const output = { entryFileNames: '[name].js' };
  await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    // Some packages have a file for pages and another one for workers.
    resolve: { conditions: ['worker', 'module', 'browser', 'production'] },
    build: {
      outDir: site,
      minify: false,
      target: 'es2022',
      rollupOptions: { input: join(source, 'worker.js'), output },
    },
  });
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>A page</title>');
  rmSync(source, { recursive: true });
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

/** A page of that site, with whatever else a test puts there. */
async function openSite(prepare: (folder: string) => Promise<void> | void = () => {}): Promise<Page> {
  await prepare(site);
  const { page } = await openWindow();
  await page.goto(`${await serveFolder(site)}/`);
  return page;
}

const PROJECT = `const project = await library.browserProject({ bundled: 'models/tiny' }); const { files } = project;
  const bytes = (text) => new TextEncoder().encode(text);
  const text = async (path) => new TextDecoder().decode(await files.read(path));
  const failing = async (work) => { try { await work; return 'nothing'; } catch (error) { return error.code; } };
`;

describe.skipIf(chromium === null)('files in the private file system of a browser', () => {
  test('behave as files on a disk do', async () => {
    const page = await openSite();
    const seen = await inWorker(
      page,
      `${PROJECT}
      const out = {};
      const file = await files.create('a/b.txt', { overwrite: false });
      await file.write(bytes('one '));
      await file.write(bytes('two'));
      out.before = await failing(files.read('a/b.txt'));
      await file.commit();
      await file.discard();
      out.text = await text('/a/b.txt');
      out.names = (await files.list('a')).map(({ name }) => name);
      out.exists = await failing(files.create('a/b.txt', { overwrite: false }));
      const again = await files.create('a/b.txt', { overwrite: true });
      await again.write(bytes('three'));
      await again.discard();
      out.discarded = await text('a/b.txt');
      await files.append('a/log', 'first');
      await files.append('a/log', 'second');
      out.log = await text('a/log');
      out.stat = await Promise.all(['a', 'a/log'].map(async (path) => {
        const { kind, bytes: size } = await files.stat(path);
        return [kind, size];
      }));
      out.missing = [await failing(files.stat('x/y')), await failing(files.read('a')), await failing(files.list('a/log'))];
      out.first = await files.makeFolder('p/q/r');
      await files.writeNew('p/q/r/post.md', (write) => write(bytes('post')));
      out.twice = await failing(files.writeNew('p/q/r/post.md', (write) => write(bytes('post'))));
      await files.rename('p/q', 'moved');
      out.moved = [await text('moved/r/post.md'), await failing(files.stat('p/q'))];
      out.onto = await failing(files.rename('moved', 'a'));
      out.glob = [await files.glob('**/*.md'), await files.glob('*.md', { folder: 'moved/r' }), await files.glob('*', { kinds: 'folders' })];
      const folder = await files.createFolder('whole');
      await folder.text('x/y.txt', 'y');
      out.unfinished = await failing(files.stat('whole'));
      await folder.commit();
      await folder.discard();
      out.whole = await text('whole/x/y.txt');
      const source = await files.open('a/b.txt');
      out.part = new TextDecoder().decode(await source.read(4, 3));
      await files.removeIfEmpty('whole');
      await files.removeIfEmpty('p');
      out.empty = [await failing(files.stat('whole')), await failing(files.stat('p'))];
      await files.remove('whole');
      await files.remove('whole');
      out.removed = await failing(files.stat('whole'));
      out.writable = [await failing(files.requireWritableFolder('a/new')), await failing(files.requireWritableFolder('a/log/x'))];
      const lock = await files.lock('a/lock', { does: 'trains', instead: 'Wait' });
      out.locked = [await files.isLocked('a/lock'), await failing(files.lock('a/lock', { does: 'trains', instead: 'Wait' }))];
      lock.release();
      (await files.lock('a/lock', { does: 'trains', instead: 'Wait' })).release();
      out.free = (await files.freeBytes('/')) > 1e6;
      return out;`,
    );
    expect(seen).toEqual({
      before: 'ENOENT',
      text: 'one two',
      names: ['b.txt'],
      exists: 'file-exists',
      discarded: 'one two',
      log: 'first\nsecond\n',
      stat: [
        ['folder', 0],
        ['file', 13],
      ],
      missing: ['ENOENT', 'EISDIR', 'ENOTDIR'],
      first: '/p',
      twice: 'EEXIST',
      moved: ['post', 'ENOENT'],
      onto: 'ENOTEMPTY',
      glob: [['moved/r/post.md'], ['post.md'], expect.arrayContaining(['a', 'moved', 'p'])],
      unfinished: 'ENOENT',
      whole: 'y',
      part: 'two',
      empty: ['nothing', 'ENOENT'],
      removed: 'ENOENT',
      writable: ['nothing', 'write'],
      locked: [true, 'locked'],
      free: true,
    });
  });

  test('a worker that was ended leaves no lock, and what it was writing is cleared away', async () => {
    const page = await openSite();
    const begin = `${PROJECT}
      await files.makeFolder('a');
      await files.lock('a/lock', { does: 'trains', instead: 'Wait' });
      const file = await files.create('a/b.txt', { overwrite: true });
      await file.write(bytes('half'));
      post('half');
      await new Promise(() => {});`;
    await inWorker(page, begin, { when: 'half' });
    const seen = await inWorker(
      page,
      `${PROJECT}
      const left = (await files.list('a')).length;
      // The browser tidies up a moment after the worker has ended.
      while (await files.isLocked('a/lock')) await new Promise((resolve) => setTimeout(resolve, 20));
      await files.clearUnfinished('a/b.txt');
      return [left, (await files.list('a')).map(({ name }) => name), await failing(files.read('a/b.txt'))];`,
    );
    expect(seen).toEqual([1, [], 'ENOENT']);
  });

  test('a move of a folder that was cut off is finished by the next worker', async () => {
    const page = await openSite();
    const seen = await inWorker(
      page,
      `${PROJECT}
      for (const name of ['model/a', 'model/deep/b', 'moved/c']) {
        const file = await files.create(name, { overwrite: false });
        await file.write(bytes(name));
        await file.commit();
      }
      // As if the worker had ended after the first of the files.
      await files.writeNew('.tpdne-moves/one.json', (write) => write(bytes('{"from":"/model","to":"/moved"}')));
      await files.writeNew('.tpdne-moves/empty.json', async () => {});
      await library.browserProject();
      return [await failing(files.stat('model')), (await files.glob('moved/**')).toSorted(), (await files.list('.tpdne-moves')).length];`,
    );
    expect(seen).toEqual(['ENOENT', ['moved/a', 'moved/c', 'moved/deep/b'], 0]);
  });
});

/** Trains on twelve posts, and returns the losses of all steps with all their bits. */
const train = (run: string) => `${PROJECT}
  const encoder = new TextEncoder();
  if ((await failing(files.stat('posts.txt'))) !== 'nothing') {
    await files.makeFolder('models/tiny');
    for (const name of await (await fetch('/model/names.json')).json()) {
      const content = new Uint8Array(await (await fetch('/model/' + name)).arrayBuffer());
      await files.writeNew('models/tiny/' + name, (write) => write(content));
    }
    await files.makeFolder('posts');
    for (let day = 1; day <= 12; day++) {
      const head = '---\\ntitle: Day ' + day + '\\ndate: 2020-01-' + String(day).padStart(2, '0') + '\\n---\\n\\n';
      const body = ('On day ' + day + ' the *kettle* sang, and the cat sat by the stove. ').repeat(4);
      await files.writeNew('posts/' + day + '.md', (write) => write(encoder.encode(head + body)));
    }
    await library.prepare({ posts: ['posts'], out: 'posts.txt' }, project);
  }
  const given = { dataset: 'posts.txt', model_name: 'tiny', run_name: '${run}', device: 'reference', steps: 12, window: 8,
    batch_size: 2, save_every: 2, sample_every: 0, val_every: 4, val_batch_count: 1, seed: 3 };
  for await (const event of library.train(given, project)) if (event.type === 'step') post('step ' + event.step);
  const rows = new TextDecoder().decode(await files.read('checkpoint/${run}/history.csv')).trim().split('\\n');
  const weights = await files.read('checkpoint/${run}/model-12/model.safetensors');
  const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', weights))].join();
  return { losses: rows.map((row) => row.split(',').toSpliced(1, 1).join()), digest };`;

describe.skipIf(chromium === null)('a training in a browser', () => {
  test('resumes after a reload of the page to the same losses and weights, to the last bit', async () => {
    const page = await openSite(async (folder) => {
      mkdirSync(join(folder, 'model'));
      const model = join(folder, 'model');
      await writeCheckpoint(nodeFiles, model, { ...tinyContent(referenceDevice(), 1), moments: null });
      writeFileSync(join(model, 'names.json'), JSON.stringify(readdirSync(model)));
    });
    expect(await inWorker(page, train('cut'), { when: 'step 7' })).toBe('step 7');
    await page.reload();
    const resumed = await inWorker(page, train('cut'));
    const whole = (await inWorker(page, train('whole'))) as { losses: string[] };
    expect(whole.losses.length).toBeGreaterThan(12);
    expect(resumed).toEqual(whole);
  });
});
