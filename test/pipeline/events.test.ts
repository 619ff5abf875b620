import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoryProject } from '../../src/pipeline/memory-project.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { prepare } from '../../src/pipeline/prepare/prepare.ts';
import { train } from '../../src/pipeline/train/train.ts';
import { referenceDevice, tinyContent } from '../node/models/tiny-checkpoint.ts';

const folder = new URL('../../src/pipeline/events/', import.meta.url);
const page = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
const types = [...page.matchAll(/readonly type: '([^']+)'/g)].map(([, type]) => type);

test('the types of events are in kebab-case', () => {
  expect(types.length).toBeGreaterThan(40);
  expect(types.filter((type) => !/^[a-z]+(?:-[a-z]+)*$/.test(type))).toEqual([]);
});

test('no event holds a date, a function or an array of numbers', () => {
  expect(page).not.toMatch(/: (?:Date|Uint8Array|Float32Array|Int32Array|Map<|Set<|ReadonlyMap<|ReadonlySet<)|=> /);
});

test('events survive a round trip through JSON', async () => {
  const files = { 'posts/a.md': '# One\n\nThe kettle sang. '.repeat(20), 'posts/b.txt': 'Two.', 'posts/c.md': '' };
  const project = memoryProject({ files, bundled: 'models/tiny' });
  await project.files.makeFolder('models/tiny');
  await writeCheckpoint(project.files, 'models/tiny', { ...tinyContent(referenceDevice(), 1), moments: null });
  const seen: { readonly type: string }[] = [];
  for await (const event of prepare({ posts: ['posts'], out: 'posts.txt' }, project)) {
    if ((event as { type: string }).type !== 'document') seen.push(event);
  }
  const given = { dataset: 'posts.txt', model_name: 'tiny', steps: 1, window: 4, val_split: 0, sample_length: 2 };
  for await (const event of train({ ...given, sample_every: 1, device: 'reference' }, project)) seen.push(event);
  expect(seen.length).toBeGreaterThan(10);
  for (const event of seen) expect(JSON.parse(JSON.stringify(event))).toEqual(event);
});
