import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/index.ts';

import { only, quickRun } from './quick-run.ts';

const here = quickRun();

describe('the main job, stopped at any event,', () => {
  it.each([
    [1, ['reading', 'training-started', 'step', 'saving', 'text-rejected', 'post-drafted', 'post-written']],
    [3, ['draft-candidate', 'post-drafted']],
  ] as const)(
    'resumes and ends with the same posts, each the best of %i',
    async (best_of, kinds) => {
      const all = await here.events({ best_of });
      const expected = await here.newPosts();
      const stops: number[] = kinds.map((kind) => all.findIndex(({ type }) => type === kind));
      expect(stops).not.toContain(-1);
      stops.push(all.findLastIndex(({ type }) => type === 'post-drafted'));
      for (const stop of stops) {
        await rm(join(here.root, 'checkpoint'), { recursive: true });
        await rm(here.settings.out, { recursive: true, force: true });
        let seen = 0;
        for await (const _ of here.start({ best_of })) if (seen++ === stop) break;
        const events = await here.events({ best_of });
        expect(await here.newPosts(), `after ${all[stop].type}`).toEqual(expected);
        expect(only(events, 'run-finished')[0]?.posts).toHaveLength(2);
      }
    },
    60_000,
  );

  /** Runs until the file of this post exists, but run.json is still from just before. */
  async function killedAfterWriting(number: number, best_of: number): Promise<void> {
    const path = join(here.root, 'checkpoint', 'run1', 'run.json');
    let record = '';
    let posts = 0;
    for await (const event of here.start({ best_of })) {
      if (event.type === 'post-drafted' && ++posts === number) record = await readFile(path, 'utf8');
      if (event.type !== 'post-written' || posts < number) continue;
      expect(existsSync(event.post.path)).toBe(true);
      break;
    }
    expect(JSON.parse(record)).toMatchObject({ written: Array(number - 1).fill({}), complete: false });
    await writeFile(path, record);
  }

  it.each([
    ['first', 1, 1],
    ['last', 2, 1],
    ['first', 1, 3],
    ['last', 2, 3],
  ])(
    'counts the %s post as written if its file exists before the record says so (%i, best of %i)',
    async (_, number, best_of) => {
      const all = only(await here.events({ best_of }), 'run-finished');
      const expected = await here.newPosts();
      await rm(join(here.root, 'checkpoint'), { recursive: true });
      await rm(here.settings.out, { recursive: true });
      await killedAfterWriting(number, best_of);
      const events = await here.events({ best_of });
      expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, written: number }]);
      expect(only(events, 'post-written')).toHaveLength(2 - number);
      expect(only(events, 'run-finished').map(({ posts }) => posts)).toEqual(all.map(({ posts }) => posts));
      expect(await here.newPosts()).toEqual(expected);
    },
  );

  it('rewrites a post whose file is missing', async () => {
    await here.events();
    const expected = await here.newPosts();
    await rm(join(here.root, 'checkpoint'), { recursive: true });
    await rm(here.settings.out, { recursive: true });
    await killedAfterWriting(1, 1);
    await rm(here.settings.out, { recursive: true });
    const events = await here.events();
    expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, training: { steps: 2 }, written: 0 }]);
    expect(only(events, 'post-written')).toHaveLength(2);
    expect(await here.newPosts()).toEqual(expected);
  });

  it.each(['step', 'post-written'] as const)('ends cleanly if the signal comes at %s', async (type) => {
    const stop = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of here.start({ count: 3 }, stop.signal)) {
      events.push(event);
      if (event.type === type) stop.abort();
    }
    // Texts that finished at the same moment are written too.
    const written = only(events, 'post-written').length;
    expect(written).toBeLessThan(3);
    expect(written > 0).toBe(type === 'post-written');
    expect(events.at(-1)).toEqual({ type: 'run-interrupted', written, count: 3 });
    const rest = await here.events({ count: 3 });
    expect(only(rest, 'run-resumed')).toMatchObject([{ isTrained: type !== 'step', written }]);
    expect(only(rest, 'post-written')).toHaveLength(3 - written);
  });
});
