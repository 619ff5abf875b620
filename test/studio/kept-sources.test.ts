import { mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leftOut } from '../../src/blog/import/post-source.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { findInputs } from '../../src/pipeline/corpus/post-inputs.ts';
import type { ExportInput } from '../../src/pipeline/corpus/read-export.ts';
import type { Network } from '../../src/project/project.ts';
import { KeptSources } from '../../src/studio/server/kept-sources.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const feed = (...titles: readonly string[]) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'T',
    items: titles.map((title) => ({ id: title, title, content_html: `<p>${title}</p>` })),
  });

/** An export in a file, and how often it was read. */
async function exportAt(
  path: string,
): Promise<{ input: Extract<ExportInput, { kind: 'document' }>; reads: () => number }> {
  const [input] = await findInputs(nodeProject(), [path], { encoding: 'utf-8', site: 'auto' });
  if (input.kind !== 'document') throw new Error(`${path} is not a feed`);
  let reads = 0;
  const text = () => {
    reads++;
    return input.text();
  };
  return { input: { ...input, text }, reads: () => reads };
}

async function titles(sources: KeptSources, input: ExportInput): Promise<(string | null)[]> {
  const found = [];
  for await (const item of sources.items(input)) found.push('leftOut' in item ? item.leftOut : item.title);
  return found;
}

test('an export is read once, until its file changes', async () => {
  const path = join(temporaryFolder(), 'feed.json');
  writeFileSync(path, feed('Tea', 'Milk'));
  const sources = new KeptSources(nodeProject());
  const { input, reads } = await exportAt(path);
  expect([await titles(sources, input), await titles(sources, input)]).toEqual([
    ['Tea', 'Milk'],
    ['Tea', 'Milk'],
  ]);
  expect(reads()).toBe(1);
  writeFileSync(path, feed('Tea', 'Cake'));
  utimesSync(path, 1, 1);
  expect([await titles(sources, input), reads()]).toEqual([['Tea', 'Cake'], 2]);
  utimesSync(path, 2, 2);
  await titles(sources, input);
  expect(reads()).toBe(3);
});

test('an export that breaks off gives what could be read, each time', async () => {
  const path = join(temporaryFolder(), 'feed.xml');
  writeFileSync(path, `<rss version="2.0"><channel><item><title>Tea</title><description>a</description></item><item>`);
  const sources = new KeptSources(nodeProject());
  const { input, reads } = await exportAt(path);
  for (let round = 0; round < 2; round++) {
    const found: unknown[] = [];
    const all = async () => {
      for await (const item of sources.items(input)) found.push(item);
    };
    await expect(all()).rejects.toMatchObject({ code: 'source' });
    expect(found).toHaveLength(1);
  }
  expect(reads()).toBe(1);
});

test('of exports that are too large together, the one that was used last is kept', async () => {
  const folder = temporaryFolder();
  const at = async (name: string, bytes: number) => {
    const path = join(folder, name);
    writeFileSync(path, feed(name));
    const made = await exportAt(path);
    // Only its size counts, and a hole takes no room.
    truncateSync(path, bytes);
    const { input } = made;
    const text = async function* () {
      made.input.text();
      yield { text: feed(name), bytes: 1 };
    };
    return { input: { ...input, text } as ExportInput, reads: made.reads };
  };
  const half = 2 ** 25;
  const [first, second, third] = [await at('a.json', half), await at('b.json', half), await at('c.json', 1)];
  const huge = await at('d.json', 2 * half + 1);
  const sources = new KeptSources(nodeProject());
  for (const { input } of [first, second, first]) await titles(sources, input);
  expect([first.reads(), second.reads()]).toEqual([1, 1]);
  for (const { input } of [third, first, second]) await titles(sources, input);
  expect([first.reads(), second.reads(), third.reads()]).toEqual([1, 2, 1]);
  for (const { input } of [huge, huge]) await titles(sources, input);
  expect(huge.reads()).toBe(2);
});

test('the files of an unpacked export are read each time', async () => {
  const folder = join(temporaryFolder(), 'medium');
  mkdirSync(folder);
  let archives = 0;
  const sources = new KeptSources(nodeProject());
  const input: ExportInput = {
    kind: 'archive',
    path: folder,
    bytes: 0,
    source: {
      kind: 'archive',
      name: 'a test',
      recognise: () => true,
      async *read() {
        archives++;
        yield leftOut('page', 'about.html', 'it is a page.');
      },
    },
    open: async () => ({ name: folder, files: ['about.html'], read: async () => '', close: async () => {} }),
  };
  expect([await titles(sources, input), await titles(sources, input)]).toEqual([['page'], ['page']]);
  expect(archives).toBe(2);
});

test('an address is downloaded once in ten minutes, and again if that failed', async () => {
  let [asked, minutes, fails] = [0, 0, true];
  const network: Network = {
    async fetchDocument() {
      asked++;
      if (fails) throw new Error('away');
      return { bytes: new Uint8Array(), encoding: null };
    },
  };
  const sources = new KeptSources({ ...nodeProject(), network, now: () => new Date(minutes * 60_000) });
  await expect(sources.network.fetchDocument('https://example.com/feed')).rejects.toThrow('away');
  fails = false;
  for (const at of [0, 10, 10.1, 12]) {
    minutes = at;
    await sources.network.fetchDocument('https://example.com/feed');
  }
  expect(asked).toBe(3);
});
