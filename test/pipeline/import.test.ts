import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { postSources } from '../../src/blog/sources/post-sources.ts';
import { type ImportEvent, type ImportedEvent, importPosts } from '../../src/pipeline/import.ts';
import type { ImportGiven } from '../../src/pipeline/settings/import.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Sample } from './samples/sample.ts';
import { samples } from './samples/samples.ts';

/** The sample on disk, alone in a folder of its own; the path to name. */
function placed({ files, input }: Pick<Sample, 'files' | 'input'>): string {
  const folder = join(temporaryFolder(), 'source');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string') writeFileSync(path, content);
    else
      writeFileSync(
        path,
        zipSync(Object.fromEntries(Object.entries(content.zip).map(([file, text]) => [file, strToU8(text)]))),
      );
  }
  return input === '' ? folder : join(folder, input);
}

async function imported(path: string, given: Partial<ImportGiven> = {}) {
  const out = join(temporaryFolder(), 'posts');
  const events: ImportEvent[] = [];
  for await (const event of importPosts({ posts: [path], out, ...given })) events.push(event);
  const summary = events.at(-1) as ImportedEvent;
  const leftOut: Record<string, number> = {};
  for (const { because, count = 1 } of summary.passedOver) leftOut[because] = (leftOut[because] ?? 0) + count;
  const names = existsSync(out) ? readdirSync(out) : [];
  const posts = Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  return { out, events, summary, leftOut, posts };
}

describe('every source', () => {
  it('has a sample of what its system writes', () => {
    expect(samples.map(([name]) => name).sort()).toEqual(postSources.map(({ name }) => name).sort());
  });

  it.each(samples)('%s: its posts come in, the rest stays out', async (name, sample) => {
    const { posts, leftOut, events, summary } = await imported(placed(sample));
    expect(events).toContainEqual(expect.objectContaining({ type: 'source', source: name }));
    expect(posts).toEqual(sample.posts);
    expect(leftOut).toEqual(sample.leftOut);
    expect(summary.written).toBe(Object.keys(sample.posts).length);
    for (const { reason } of summary.passedOver) expect(reason).toMatch(/^[a-z].*[.…]$/i);
  });
});
