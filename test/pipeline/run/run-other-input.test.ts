import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/index.ts';
import { RunRecordFault } from '../../../src/pipeline/models/checkpoints/run-record.ts';

import { only, quickRun } from './quick-run.ts';

const here = quickRun();

describe('the main job, called with other input,', () => {
  it('trains further if the posts have changed, and counts its steps anew', async () => {
    await here.events();
    await here.addPost(4);
    const stop = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of here.start({}, stop.signal)) {
      events.push(event);
      if (event.type === 'step') stop.abort();
    }
    expect(only(events, 'posts-changed')).toEqual([{ type: 'posts-changed', before: 3, now: 4 }]);
    expect(only(events, 'step').map(({ step }) => step)).toEqual([3]);
    events.push(...(await here.events()));
    expect(only(events, 'step').map(({ step }) => step)).toEqual([3, 4]);
    expect(only(events, 'run-finished')[0].corpus.posts).toBe(4);
    expect(Object.keys(await here.newPosts())).toHaveLength(4);
  });

  it('trains further if a post is excluded, and not again with the same exclusion', async () => {
    await here.addPost(4);
    await here.events();
    const events = await here.events({ exclude: ['2019-03-04-post.md'] });
    expect(only(events, 'posts-changed')).toEqual([{ type: 'posts-changed', before: 4, now: 3 }]);
    expect(only(events, 'run-finished')[0].corpus.posts).toBe(3);
    expect(only(await here.events({ exclude: ['2019-03-04-post.md'] }), 'posts-changed')).toEqual([]);
  });

  it('trains further if more steps are requested', async () => {
    await here.events();
    expect(only(await here.events({ steps: 3 }), 'step').map(({ step }) => step)).toEqual([3]);
  });

  it('says how much of a usual training was done', async () => {
    const [{ training }] = only(await here.events(), 'run-finished');
    expect(training.steps).toBe(2);
    expect(training.usualSteps).toBeGreaterThan(2);
    expect(only(await here.events(), 'run-resumed')).toMatchObject([
      { training: { steps: 2, usualSteps: training.usualSteps } },
    ]);
  });

  it('starts over with fresh, once nothing else can be refused', async () => {
    await here.events();
    const folder = join(here.root, 'checkpoint/run1');
    await writeFile(join(folder, 'run.json'), 'damaged');
    await expect(here.events({ fresh: true, posts: [join(here.root, 'nothing')] })).rejects.toThrow();
    expect(await readdir(folder)).toContain('model-2');
    expect(await readdir(join(here.root, 'samples/run1'))).toEqual(['samples-1', 'samples-2']);
    const events = await here.events({ fresh: true, steps: 1 });
    expect(await readdir(join(here.root, 'samples/run1'))).toEqual(['samples-1']);
    expect(only(events, 'step').map(({ step }) => step)).toEqual([1]);
    expect((await readdir(folder)).toSorted()).toEqual([
      'history.csv',
      'latest',
      'model-1',
      'posts.jsonl',
      'report.html',
      'run.json',
      'samples.jsonl',
      'training.json',
      'training.txt',
    ]);
    expect(only(await here.events({ steps: 1 }), 'step')).toEqual([]);
  });

  it('refuses to write among published posts unless that is meant', async () => {
    const out = join(here.root, 'posts');
    const refused = here.events({ out: join(here.root, 'new', '..', 'posts') });
    await expect(refused).rejects.toThrow(/posts is where your published posts are .*--into_posts/);
    expect(await readdir(out)).toHaveLength(3);
    await here.events({ out, into_posts: true });
    expect(await readdir(out)).toHaveLength(5);
  });

  it('uses another checkpoint if the one that wrote is gone', async () => {
    await here.events();
    await rename(join(here.root, 'checkpoint', 'run1', 'model-2'), join(here.root, 'checkpoint', 'run1', 'model-3'));
    expect(only(await here.events(), 'post-written')).toHaveLength(2);
  });

  it('refuses a damaged record and says what to do', async () => {
    await here.events();
    const path = join(here.root, 'checkpoint', 'run1', 'run.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    await expect(here.events()).rejects.toThrow(RunRecordFault);
    await writeFile(path, '{"steps": -1}');
    await expect(here.events()).rejects.toThrow(/run\.json is damaged/);
  });
});
