import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreText } from '../../../src/blog/judging/judgement.ts';
import type { RunEvent } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoDraftFault } from '../../../src/pipeline/drafts/choose-texts.ts';
import { run } from '../../../src/pipeline/run/run.ts';
import { LockedFault, WriteFault } from '../../../src/project/file-faults.ts';
import { writeReciter } from '../reciter.ts';

import { body, only, quickRun } from './quick-run.ts';

const here = quickRun();

describe('before anything else', () => {
  it.each([
    ['a place where no folder can be created', () => (existsSync('/proc/self/stat') ? '/proc/x' : null)],
    ['a file', () => join(here.root, 'posts', '2019-03-01-post.md')],
    ['a folder below a file', () => join(here.root, 'posts', '2019-03-01-post.md', 'new')],
  ])('refuses to write into %s', async (_, place) => {
    const out = place();
    if (out === null) return;
    const events: RunEvent[] = [];
    const running = async () => {
      for await (const event of here.start({ out })) events.push(event);
    };
    await expect(running()).rejects.toThrow(WriteFault);
    expect(events).toEqual([]);
    expect(await readdir(here.root)).not.toContain('checkpoint');
  });

  it('leaves a run alone while another process uses it', async () => {
    const folder = join(here.root, 'checkpoint/run1');
    const first = here.start();
    for (
      let event = await first.next();
      event.done !== true && event.value.type !== 'step';
      event = await first.next()
    );
    const record = await readFile(join(folder, 'run.json'), 'utf8');
    await here.addPost(4);
    await expect(here.events({ count: 5, steps: 9, out: join(here.root, 'other') })).rejects.toThrow(LockedFault);
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(record);
    for await (const _ of first);
    expect(Object.keys(await here.newPosts())).toHaveLength(2);
    await expect(readdir(join(here.root, 'other'))).rejects.toThrow();
    await here.events({ count: 1 });
  });
});

describe('an adapter', () => {
  it('is trained, writes from memory, is judged beside its model, and resumes', async () => {
    const events = await here.events({ adapter: 'lora', lora_rank: 2 });
    expect(Object.keys(await here.newPosts())).toHaveLength(2);
    expect(only(events, 'models-unavailable')).toEqual([]);
    const folder = join(here.root, 'checkpoint/run1');
    expect(await readdir(join(folder, 'model-2'))).toContain('adapter_model.safetensors');
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect(record.plan).toMatchObject({ adapter: 'lora' });
    const { provenance } = JSON.parse(await readFile(join(folder, 'model-2/trainer.json'), 'utf8'));
    expect(provenance.trainingTokens).toMatch(/^[0-9a-f]{64}$/);
    expect(record.provenance).toEqual(provenance);
    const again = await here.events({ adapter: 'lora', count: 1, seed: 5, out: join(here.root, 'again') });
    expect(only(again, 'step')).toEqual([]);
    expect(Object.keys(await here.newPosts(join(here.root, 'again')))).toHaveLength(1);
    await here.addPost(4);
    const further = await here.events({ count: 1, steps: 1, seed: 6, out: join(here.root, 'further') });
    expect(only(further, 'step')).toHaveLength(1);
    expect(await readdir(join(folder, 'model-3'))).toContain('adapter_model.safetensors');
  });

  it('is trained by default where all weights do not fit, which is said', async () => {
    const all = only(await here.events(), 'plan')[0].memory;
    const events: RunEvent[] = [];
    const less = { ...here.settings, run_name: 'less', out: join(here.root, 'less'), lora_rank: 1 };
    const surroundings = {
      root: here.root,
      availableBytes: all.total - 1,
      now: () => new Date('2024-05-06T07:08:09Z'),
    };
    for await (const event of run(less, nodeProject(surroundings))) events.push(event);
    expect(only(events, 'notice').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^An adapter is trained instead of all weights, because training all weights needs/),
    );
    expect(await readdir(join(here.root, 'checkpoint/less/model-2'))).toContain('adapter_model.safetensors');
  });
});

describe('samples on the way', () => {
  it('are written unless they are not wanted, with the prompts that were given', async () => {
    const usual = only(await here.events(), 'sample');
    expect(usual.map(({ step, prompt }) => [step, prompt])).toEqual([
      [1, ''],
      [2, ''],
    ]);
    const asked = { sample_every: 2, sample_prompt: ['I am'], sample_num: 2, sample_length: 3, run_name: 'asked' };
    const events = only(await here.events({ ...asked, out: join(here.root, 'asked') }), 'sample');
    expect(events.map(({ step, prompt, number }) => [step, prompt, number])).toEqual([
      [2, 'I am', 1],
      [2, 'I am', 2],
    ]);
    const never = await here.events({ sample_every: 0, run_name: 'never', out: join(here.root, 'never') });
    expect(only(never, 'sample')).toEqual([]);
    await expect(readdir(join(here.root, 'samples/never'))).rejects.toThrow();
  });

  it('continue the title of a post that is kept from the training, if there is one, and are drawn as the posts are', async () => {
    for (let day = 10; day < 20; day++) await here.addPost(day);
    const samples = only(await here.events({ count: 1 }), 'sample');
    expect(samples.map(({ prompt }) => prompt)).toEqual(Array(2).fill(samples[0].prompt));
    expect(samples[0].prompt).toMatch(/^---\ntitle: "Post \d+"\n---\n\n$/);
    const several = { sample_num: 9, sample_prompt: '---\ntitle: "P', sample_every: 2, count: 1 };
    const textsAt = async (temperature: number) => {
      const run_name = `at-${temperature}`;
      const events = await here.events({ ...several, temperature, run_name, out: join(here.root, run_name) });
      return new Set(only(events, 'sample').map(({ text }) => text));
    };
    expect((await textsAt(0)).size).toBe(1);
    expect((await textsAt(1)).size).toBeGreaterThan(1);
  });

  it('are refused before posts are read where they cannot be written', async () => {
    await writeFile(join(here.root, 'samples'), '');
    await expect(here.events()).rejects.toThrow(WriteFault);
    expect(await readdir(here.root)).not.toContain('checkpoint');
    expect(only(await here.events({ sample_every: 0 }), 'run-finished')).toHaveLength(1);
  });
});

describe('the main job', () => {
  it('reads, trains, and writes posts in the form of the blog, labelled as generated', async () => {
    const events = await here.events();
    const posts = await here.newPosts();
    expect(Object.keys(posts)).toHaveLength(2);
    for (const [name, content] of Object.entries(posts)) {
      expect(name).toMatch(/^2024-05-06-p[aeiou]ss-l[aeiou]mp\.md$/);
      expect(content).toMatch(/^---\nlayout: post\ntitle: "P.ss L.mp"\ndate: 2024-05-06\ngenerated: true\n---\n/);
      expect(content).toContain(body);
    }
    const finished = events.at(-1);
    expect(finished).toMatchObject({
      type: 'run-finished',
      corpus: { posts: 3 },
      training: { steps: 2, bestLoss: null },
      out: here.settings.out,
    });
    const written = only(events, 'run-finished')[0].posts;
    expect(written.map(({ path }) => path).toSorted()).toEqual(
      Object.keys(posts).map((name) => join(here.settings.out, name)),
    );
    const longest = { words: 3, passage: 'I am a', source: expect.stringContaining('-post.md') };
    expect(written[0]).toMatchObject({ words: 32, judgement: { shared: { longest }, open: [] } });
    // It learned nothing, so the text is equally surprising to both models.
    const { before, after } = written[0].judgement.bitsPerByte!;
    expect(after / before).toBeCloseTo(1, 2);
  });

  it('reads the folder of a site, and writes posts in its form', async () => {
    await mkdir(join(here.root, 'site'));
    await rename(join(here.root, 'posts'), join(here.root, 'site', '_posts'));
    await writeFile(join(here.root, 'site', 'about.md'), '---\ntitle: About\n---\nMe.\n');
    const events = await here.events({ posts: [join(here.root, 'site')] });
    expect(only(events, 'source')).toMatchObject([{ source: 'a Jekyll site' }]);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', corpus: { posts: 3 } });
    for (const content of Object.values(await here.newPosts())) expect(content).toMatch(/^---\nlayout: post\ntitle: /);
  });

  it('draws another text if one is not a post', async () => {
    const events = await here.events({ count: 6, best_of: 1 });
    expect(only(events, 'text-rejected').length).toBeGreaterThan(0);
    expect(only(events, 'post-written')).toHaveLength(6);
    const numbers = events.flatMap((event) =>
      event.type === 'text-rejected' || event.type === 'post-written' ? [event.number] : [],
    );
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it('labels new posts with the given key, and skips posts that have it', async () => {
    const echo = '---\ntitle: "Echo"\ndate: 2019-03-09\nai: true\n---\nI am an echo.\n';
    await writeFile(join(here.root, 'posts', '2019-03-09-echo.md'), echo);
    const events = await here.events({ label: 'ai', count: 1 });
    expect(only(events, 'skipped')).toMatchObject([{ because: 'generated' }]);
    expect(Object.values(await here.newPosts())[0]).toMatch(
      /^---\nlayout: post\ntitle: ".*"\ndate: 2024-05-06\nai: true\n---\n/,
    );
  });

  it('dates new posts in the given time zone, and checks it before the training', async () => {
    await expect(here.events({ timezone: 'Europe/Belin' })).rejects.toThrow(
      /^timezone must be the name of a time zone/,
    );
    await here.events({ timezone: 'Pacific/Honolulu', count: 1 });
    expect(Object.entries(await here.newPosts())).toEqual([
      [expect.stringMatching(/^2024-05-05-/), expect.stringContaining('\ndate: 2024-05-05\n')],
    ]);
  });

  it('rejects texts far shorter than the posts', async () => {
    for (const day of [4, 5, 6, 7]) await here.addPost(day, ' I am a long lamp.'.repeat(100));
    const rejecting = async () => {
      for await (const event of here.start()) if (event.type === 'text-rejected') return event.reason;
    };
    expect(await rejecting()).toMatch(
      /^it has (0|32) words(, and a typical post of this blog has 508| under its title)/,
    );
    await expect(here.events()).rejects.toThrow(NoDraftFault);
  });

  it('chooses each post from the requested number of drafts', async () => {
    const events = await here.events({ best_of: 3 });
    const posts = only(events, 'post-written');
    const candidates = only(events, 'draft-candidate');
    expect([posts.length, candidates.length]).toEqual([2, 6]);
    for (const [i, { post }] of posts.entries()) {
      const scores = candidates.slice(3 * i, 3 * i + 3).map(({ judgement }) => judgement.score);
      expect(post.judgement.score).toBe(Math.max(...scores));
    }
  });

  it('draws up to twice as many drafts while none has min_score, and then says so', async () => {
    const events = await here.events({ best_of: 3, min_score: 1, count: 1 });
    const [{ post }] = only(events, 'post-written');
    expect(only(events, 'draft-candidate')).toHaveLength(6);
    expect(only(events, 'notice').at(-1)!.text).toBe(
      `${post.path} is the best of the drafts, but its score of ${scoreText(post.judgement.score)} is below min_score 1; read it with care.`,
    );
    const good = await here.events({
      best_of: 3,
      min_score: post.judgement.score,
      count: 1,
      seed: 2,
      out: join(here.root, 'good'),
    });
    expect(only(good, 'notice')).toEqual([]);
  });

  it('replaces texts that copy too much, and fails if all do', async () => {
    await here.addPost(4, ` ${body}`);
    const rejected: string[] = [];
    const writing = async () => {
      for await (const event of here.start()) {
        if (event.type === 'text-rejected' && event.copied !== null) rejected.push(event.reason);
      }
    };
    await expect(writing()).rejects.toThrow(
      /^The model wrote 64 texts; 0 became posts\. \d+ copy more .* 32 words from .*-04-post\.md: “I am a b\./,
    );
    expect(rejected.length).toBeGreaterThan(20);
    expect(rejected[0]).toMatch(/^it copies 32 consecutive words from .*2019-03-04-post\.md: “I am a b\./);
    expect(await here.newPosts()).toEqual({});
    for (const max_copied of [32, 'any'] as const) {
      expect(only(await here.events({ max_copied }), 'post-written')).toHaveLength(2);
    }
  });

  it('judges without the models if the starting model is gone, and says so', async () => {
    await here.events();
    await rm(join(here.root, 'models'), { recursive: true });
    const events = await here.events();
    expect(only(events, 'models-unavailable')).toHaveLength(1);
    expect(only(events, 'run-finished')[0].posts.map(({ judgement }) => judgement.bitsPerByte)).toEqual([null, null]);
  });

  it('writes more posts when called again, without training', async () => {
    await here.events();
    const before = await here.newPosts();
    const events = await here.events();
    expect(only(events, 'step')).toEqual([]);
    expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, training: { steps: 2 }, written: 0 }]);
    const after = await here.newPosts();
    expect(Object.keys(after)).toHaveLength(4);
    expect(after).toMatchObject(before);
  });

  it('never overwrites a file', async () => {
    await here.events();
    const names = Object.keys(await here.newPosts());
    const other = join(here.root, 'other');
    await mkdir(other);
    for (const name of names) await writeFile(join(other, name), 'mine');
    await rm(join(here.root, 'checkpoint'), { recursive: true });
    await here.events({ out: other });
    const posts = await here.newPosts(other);
    expect(names.map((name) => posts[name])).toEqual(['mine', 'mine']);
    expect(Object.keys(posts)).toHaveLength(4);
  });

  it('fails if the model writes no possible post', async () => {
    await writeReciter(join(here.root, 'models', 'mute'), '---\ntitle: "Hm"\n---\n\nHm.');
    await expect(here.events({ model_name: 'mute' })).rejects.toThrow(NoDraftFault);
    expect(await here.newPosts()).toEqual({});
  });
});
