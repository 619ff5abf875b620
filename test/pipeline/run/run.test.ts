import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scoreText } from '../../../src/blog/judging/judgement.ts';
import type { RunEvent } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoDraftFault } from '../../../src/pipeline/drafts/choose-texts.ts';
import { RunRecordFault } from '../../../src/pipeline/models/checkpoints/run-record.ts';
import { run } from '../../../src/pipeline/run/run.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { LockedFault, WriteFault } from '../../../src/project/file-faults.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

const body = 'I am a b. '.repeat(8).trim();
/** A third of these texts end before their first word; the titles differ in their vowels. */
const recited = `---\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n---\n\n~${body}`;

let root: string;
let settings: RunGiven;
beforeEach(async () => {
  root = temporaryFolder();
  await writeReciter(join(root, 'models', 'reciter'), recited);
  await mkdir(join(root, 'posts'));
  for (const day of [1, 2, 3]) await addPost(day);
  settings = {
    // The model recites a text that repeats itself, whatever its probabilities.
    dry_multiplier: 0,
    repetition_penalty: 1,
    // Its texts are far from good.
    min_score: 0,
    posts: [join(root, 'posts')],
    out: join(root, 'new'),
    model_name: 'reciter',
    format: 'markdown',
    count: 2,
    steps: 2,
    window: 16,
    learning_rate: 1e-9,
    length: 120,
    seed: 2,
    timezone: 'UTC',
    threads: 1,
  };
});

async function addPost(day: number, more = ''): Promise<void> {
  const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: 2019-03-0${day}\n---\n`;
  await writeFile(
    join(root, 'posts', `2019-03-0${day}-post.md`),
    `${head}Lamp number ${day} says I am a lamp.${more}\n`,
  );
}

function start(some: Partial<RunGiven> = {}, signal?: AbortSignal) {
  const project = nodeProject({ root, signal, now: () => new Date('2024-05-06T07:08:09Z') });
  return run({ ...settings, ...some }, project);
}

async function eventsOf(some: Partial<RunGiven> = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of start(some)) events.push(event);
  return events;
}

function only<Type extends RunEvent['type']>(events: readonly RunEvent[], type: Type) {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

async function newPosts(out = settings.out): Promise<Record<string, string>> {
  const names = (await readdir(out).catch(() => [])).toSorted();
  const contents = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, contents[i]]));
}

describe('before anything else', () => {
  it.each([
    ['a place where no folder can be created', () => (existsSync('/proc/self/stat') ? '/proc/x' : null)],
    ['a file', () => join(root, 'posts', '2019-03-01-post.md')],
    ['a folder below a file', () => join(root, 'posts', '2019-03-01-post.md', 'new')],
  ])('refuses to write into %s', async (_, place) => {
    const out = place();
    if (out === null) return;
    const events: RunEvent[] = [];
    const running = async () => {
      for await (const event of start({ out })) events.push(event);
    };
    await expect(running()).rejects.toThrow(WriteFault);
    expect(events).toEqual([]);
    expect(await readdir(root)).not.toContain('checkpoint');
  });

  it('leaves a run alone while another process uses it', async () => {
    const folder = join(root, 'checkpoint/run1');
    const first = start();
    for (
      let event = await first.next();
      event.done !== true && event.value.type !== 'step';
      event = await first.next()
    );
    const record = await readFile(join(folder, 'run.json'), 'utf8');
    await addPost(4);
    await expect(eventsOf({ count: 5, steps: 9, out: join(root, 'other') })).rejects.toThrow(LockedFault);
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(record);
    for await (const _ of first);
    expect(Object.keys(await newPosts())).toHaveLength(2);
    await expect(readdir(join(root, 'other'))).rejects.toThrow();
    await eventsOf({ count: 1 });
  });
});

describe('an adapter', () => {
  it('is trained, writes from memory, is judged beside its model, and resumes', async () => {
    const events = await eventsOf({ adapter: 'lora', lora_rank: 2 });
    expect(Object.keys(await newPosts())).toHaveLength(2);
    expect(only(events, 'models-unavailable')).toEqual([]);
    const folder = join(root, 'checkpoint/run1');
    expect(await readdir(join(folder, 'model-2'))).toContain('adapter_model.safetensors');
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect(record.plan).toMatchObject({ adapter: 'lora' });
    const { provenance } = JSON.parse(await readFile(join(folder, 'model-2/trainer.json'), 'utf8'));
    expect(provenance.trainingTokens).toMatch(/^[0-9a-f]{64}$/);
    expect(record.provenance).toEqual(provenance);
    const again = await eventsOf({ adapter: 'lora', count: 1, seed: 5, out: join(root, 'again') });
    expect(only(again, 'step')).toEqual([]);
    expect(Object.keys(await newPosts(join(root, 'again')))).toHaveLength(1);
    await addPost(4);
    const further = await eventsOf({ count: 1, steps: 1, seed: 6, out: join(root, 'further') });
    expect(only(further, 'step')).toHaveLength(1);
    expect(await readdir(join(folder, 'model-3'))).toContain('adapter_model.safetensors');
  });

  it('is trained by default where all weights do not fit, which is said', async () => {
    const all = only(await eventsOf(), 'plan')[0].memory;
    const events: RunEvent[] = [];
    const less = { ...settings, run_name: 'less', out: join(root, 'less'), lora_rank: 1 };
    const surroundings = { root, availableBytes: all.total - 1, now: () => new Date('2024-05-06T07:08:09Z') };
    for await (const event of run(less, nodeProject(surroundings))) events.push(event);
    expect(only(events, 'notice').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^An adapter is trained instead of all weights, because training all weights needs/),
    );
    expect(await readdir(join(root, 'checkpoint/less/model-2'))).toContain('adapter_model.safetensors');
  });
});

describe('samples on the way', () => {
  it('are written unless they are not wanted, with the prompts that were given', async () => {
    const usual = only(await eventsOf(), 'sample');
    expect(usual.map(({ step, prompt }) => [step, prompt])).toEqual([
      [1, ''],
      [2, ''],
    ]);
    const asked = { sample_every: 2, sample_prompt: ['I am'], sample_num: 2, sample_length: 3, run_name: 'asked' };
    const events = only(await eventsOf({ ...asked, out: join(root, 'asked') }), 'sample');
    expect(events.map(({ step, prompt, number }) => [step, prompt, number])).toEqual([
      [2, 'I am', 1],
      [2, 'I am', 2],
    ]);
    const never = await eventsOf({ sample_every: 0, run_name: 'never', out: join(root, 'never') });
    expect(only(never, 'sample')).toEqual([]);
    await expect(readdir(join(root, 'samples/never'))).rejects.toThrow();
  });

  it('continue the title of a post that is kept from the training, if there is one, and are drawn as the posts are', async () => {
    for (let day = 10; day < 20; day++) await addPost(day);
    const samples = only(await eventsOf({ count: 1 }), 'sample');
    expect(samples.map(({ prompt }) => prompt)).toEqual(Array(2).fill(samples[0].prompt));
    expect(samples[0].prompt).toMatch(/^---\ntitle: "Post \d+"\n---\n\n$/);
    const several = { sample_num: 9, sample_prompt: '---\ntitle: "P', sample_every: 2, count: 1 };
    const textsAt = async (temperature: number) => {
      const run_name = `at-${temperature}`;
      const events = await eventsOf({ ...several, temperature, run_name, out: join(root, run_name) });
      return new Set(only(events, 'sample').map(({ text }) => text));
    };
    expect((await textsAt(0)).size).toBe(1);
    expect((await textsAt(1)).size).toBeGreaterThan(1);
  });

  it('are refused before posts are read where they cannot be written', async () => {
    await writeFile(join(root, 'samples'), '');
    await expect(eventsOf()).rejects.toThrow(WriteFault);
    expect(await readdir(root)).not.toContain('checkpoint');
    expect(only(await eventsOf({ sample_every: 0 }), 'run-finished')).toHaveLength(1);
  });
});

describe('the main job', () => {
  it('reads, trains, and writes posts in the form of the blog, labelled as generated', async () => {
    const events = await eventsOf();
    const posts = await newPosts();
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
      out: settings.out,
    });
    const written = only(events, 'run-finished')[0].posts;
    expect(written.map(({ path }) => path).toSorted()).toEqual(
      Object.keys(posts).map((name) => join(settings.out, name)),
    );
    const longest = { words: 3, passage: 'I am a', source: expect.stringContaining('-post.md') };
    expect(written[0]).toMatchObject({ words: 32, judgement: { shared: { longest }, open: [] } });
    // It learned nothing, so the text is equally surprising to both models.
    const { before, after } = written[0].judgement.bitsPerByte!;
    expect(after / before).toBeCloseTo(1, 2);
  });

  it('reads the folder of a site, and writes posts in its form', async () => {
    await mkdir(join(root, 'site'));
    await rename(join(root, 'posts'), join(root, 'site', '_posts'));
    await writeFile(join(root, 'site', 'about.md'), '---\ntitle: About\n---\nMe.\n');
    const events = await eventsOf({ posts: [join(root, 'site')] });
    expect(only(events, 'source')).toMatchObject([{ source: 'a Jekyll site' }]);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', corpus: { posts: 3 } });
    for (const content of Object.values(await newPosts())) expect(content).toMatch(/^---\nlayout: post\ntitle: /);
  });

  it('draws another text if one is not a post', async () => {
    const events = await eventsOf({ count: 6, best_of: 1 });
    expect(only(events, 'text-rejected').length).toBeGreaterThan(0);
    expect(only(events, 'post-written')).toHaveLength(6);
    const numbers = events.flatMap((event) =>
      event.type === 'text-rejected' || event.type === 'post-written' ? [event.number] : [],
    );
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it('labels new posts with the given key, and skips posts that have it', async () => {
    const echo = '---\ntitle: "Echo"\ndate: 2019-03-09\nai: true\n---\nI am an echo.\n';
    await writeFile(join(root, 'posts', '2019-03-09-echo.md'), echo);
    const events = await eventsOf({ label: 'ai', count: 1 });
    expect(only(events, 'skipped')).toMatchObject([{ because: 'generated' }]);
    expect(Object.values(await newPosts())[0]).toMatch(
      /^---\nlayout: post\ntitle: ".*"\ndate: 2024-05-06\nai: true\n---\n/,
    );
  });

  it('dates new posts in the given time zone, and checks it before the training', async () => {
    await expect(eventsOf({ timezone: 'Europe/Belin' })).rejects.toThrow(/^timezone must be the name of a time zone/);
    await eventsOf({ timezone: 'Pacific/Honolulu', count: 1 });
    expect(Object.entries(await newPosts())).toEqual([
      [expect.stringMatching(/^2024-05-05-/), expect.stringContaining('\ndate: 2024-05-05\n')],
    ]);
  });

  it('rejects texts far shorter than the posts', async () => {
    for (const day of [4, 5, 6, 7]) await addPost(day, ' I am a long lamp.'.repeat(100));
    const rejecting = async () => {
      for await (const event of start()) if (event.type === 'text-rejected') return event.reason;
    };
    expect(await rejecting()).toMatch(
      /^it has (0|32) words(, and a typical post of this blog has 508| under its title)/,
    );
    await expect(eventsOf()).rejects.toThrow(NoDraftFault);
  });

  it('chooses each post from the requested number of drafts', async () => {
    const events = await eventsOf({ best_of: 3 });
    const posts = only(events, 'post-written');
    const candidates = only(events, 'draft-candidate');
    expect([posts.length, candidates.length]).toEqual([2, 6]);
    for (const [i, { post }] of posts.entries()) {
      const scores = candidates.slice(3 * i, 3 * i + 3).map(({ judgement }) => judgement.score);
      expect(post.judgement.score).toBe(Math.max(...scores));
    }
  });

  it('draws up to twice as many drafts while none has min_score, and then says so', async () => {
    const events = await eventsOf({ best_of: 3, min_score: 1, count: 1 });
    const [{ post }] = only(events, 'post-written');
    expect(only(events, 'draft-candidate')).toHaveLength(6);
    expect(only(events, 'notice').at(-1)!.text).toBe(
      `${post.path} is the best of the drafts, but its score of ${scoreText(post.judgement.score)} is below min_score 1; read it with care.`,
    );
    const good = await eventsOf({
      best_of: 3,
      min_score: post.judgement.score,
      count: 1,
      seed: 2,
      out: join(root, 'good'),
    });
    expect(only(good, 'notice')).toEqual([]);
  });

  it('replaces texts that copy too much, and fails if all do', async () => {
    await addPost(4, ` ${body}`);
    const rejected: string[] = [];
    const writing = async () => {
      for await (const event of start()) {
        if (event.type === 'text-rejected' && event.copied !== null) rejected.push(event.reason);
      }
    };
    await expect(writing()).rejects.toThrow(
      /^The model wrote 64 texts; 0 became posts\. \d+ copy more .* 32 words from .*-04-post\.md: “I am a b\./,
    );
    expect(rejected.length).toBeGreaterThan(20);
    expect(rejected[0]).toMatch(/^it copies 32 consecutive words from .*2019-03-04-post\.md: “I am a b\./);
    expect(await newPosts()).toEqual({});
    for (const max_copied of [32, 'any'] as const) {
      expect(only(await eventsOf({ max_copied }), 'post-written')).toHaveLength(2);
    }
  });

  it('judges without the models if the starting model is gone, and says so', async () => {
    await eventsOf();
    await rm(join(root, 'models'), { recursive: true });
    const events = await eventsOf();
    expect(only(events, 'models-unavailable')).toHaveLength(1);
    expect(only(events, 'run-finished')[0].posts.map(({ judgement }) => judgement.bitsPerByte)).toEqual([null, null]);
  });

  it('writes more posts when called again, without training', async () => {
    await eventsOf();
    const before = await newPosts();
    const events = await eventsOf();
    expect(only(events, 'step')).toEqual([]);
    expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, training: { steps: 2 }, written: 0 }]);
    const after = await newPosts();
    expect(Object.keys(after)).toHaveLength(4);
    expect(after).toMatchObject(before);
  });

  it('never overwrites a file', async () => {
    await eventsOf();
    const names = Object.keys(await newPosts());
    const other = join(root, 'other');
    await mkdir(other);
    for (const name of names) await writeFile(join(other, name), 'mine');
    await rm(join(root, 'checkpoint'), { recursive: true });
    await eventsOf({ out: other });
    const posts = await newPosts(other);
    expect(names.map((name) => posts[name])).toEqual(['mine', 'mine']);
    expect(Object.keys(posts)).toHaveLength(4);
  });

  it('fails if the model writes no possible post', async () => {
    await writeReciter(join(root, 'models', 'mute'), '---\ntitle: "Hm"\n---\n\nHm.');
    await expect(eventsOf({ model_name: 'mute' })).rejects.toThrow(NoDraftFault);
    expect(await newPosts()).toEqual({});
  });
});

describe('the main job, stopped at any event,', () => {
  it.each([
    [1, ['reading', 'training-started', 'step', 'saving', 'text-rejected', 'post-drafted', 'post-written']],
    [3, ['draft-candidate', 'post-drafted']],
  ] as const)(
    'resumes and ends with the same posts, each the best of %i',
    async (best_of, kinds) => {
      const all = await eventsOf({ best_of });
      const expected = await newPosts();
      const stops: number[] = kinds.map((kind) => all.findIndex(({ type }) => type === kind));
      expect(stops).not.toContain(-1);
      stops.push(all.findLastIndex(({ type }) => type === 'post-drafted'));
      for (const stop of stops) {
        await rm(join(root, 'checkpoint'), { recursive: true });
        await rm(settings.out, { recursive: true, force: true });
        let seen = 0;
        for await (const _ of start({ best_of })) if (seen++ === stop) break;
        const events = await eventsOf({ best_of });
        expect(await newPosts(), `after ${all[stop].type}`).toEqual(expected);
        expect(only(events, 'run-finished')[0]?.posts).toHaveLength(2);
      }
    },
    60_000,
  );

  /** Runs until the file of this post exists, but run.json is still from just before. */
  async function killedAfterWriting(number: number, best_of: number): Promise<void> {
    const path = join(root, 'checkpoint', 'run1', 'run.json');
    let record = '';
    let posts = 0;
    for await (const event of start({ best_of })) {
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
      const all = only(await eventsOf({ best_of }), 'run-finished');
      const expected = await newPosts();
      await rm(join(root, 'checkpoint'), { recursive: true });
      await rm(settings.out, { recursive: true });
      await killedAfterWriting(number, best_of);
      const events = await eventsOf({ best_of });
      expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, written: number }]);
      expect(only(events, 'post-written')).toHaveLength(2 - number);
      expect(only(events, 'run-finished').map(({ posts }) => posts)).toEqual(all.map(({ posts }) => posts));
      expect(await newPosts()).toEqual(expected);
    },
  );

  it('rewrites a post whose file is missing', async () => {
    await eventsOf();
    const expected = await newPosts();
    await rm(join(root, 'checkpoint'), { recursive: true });
    await rm(settings.out, { recursive: true });
    await killedAfterWriting(1, 1);
    await rm(settings.out, { recursive: true });
    const events = await eventsOf();
    expect(only(events, 'run-resumed')).toMatchObject([{ isTrained: true, training: { steps: 2 }, written: 0 }]);
    expect(only(events, 'post-written')).toHaveLength(2);
    expect(await newPosts()).toEqual(expected);
  });

  it.each(['step', 'post-written'] as const)('ends cleanly if the signal comes at %s', async (type) => {
    const stop = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of start({ count: 3 }, stop.signal)) {
      events.push(event);
      if (event.type === type) stop.abort();
    }
    // Texts that finished at the same moment are written too.
    const written = only(events, 'post-written').length;
    expect(written).toBeLessThan(3);
    expect(written > 0).toBe(type === 'post-written');
    expect(events.at(-1)).toEqual({ type: 'run-interrupted', written, count: 3 });
    const rest = await eventsOf({ count: 3 });
    expect(only(rest, 'run-resumed')).toMatchObject([{ isTrained: type !== 'step', written }]);
    expect(only(rest, 'post-written')).toHaveLength(3 - written);
  });
});

describe('the main job, called with other input,', () => {
  it('trains further if the posts have changed, and counts its steps anew', async () => {
    await eventsOf();
    await addPost(4);
    const stop = new AbortController();
    const events: RunEvent[] = [];
    for await (const event of start({}, stop.signal)) {
      events.push(event);
      if (event.type === 'step') stop.abort();
    }
    expect(only(events, 'posts-changed')).toEqual([{ type: 'posts-changed', before: 3, now: 4 }]);
    expect(only(events, 'step').map(({ step }) => step)).toEqual([3]);
    events.push(...(await eventsOf()));
    expect(only(events, 'step').map(({ step }) => step)).toEqual([3, 4]);
    expect(only(events, 'run-finished')[0].corpus.posts).toBe(4);
    expect(Object.keys(await newPosts())).toHaveLength(4);
  });

  it('trains further if a post is excluded, and not again with the same exclusion', async () => {
    await addPost(4);
    await eventsOf();
    const events = await eventsOf({ exclude: ['2019-03-04-post.md'] });
    expect(only(events, 'posts-changed')).toEqual([{ type: 'posts-changed', before: 4, now: 3 }]);
    expect(only(events, 'run-finished')[0].corpus.posts).toBe(3);
    expect(only(await eventsOf({ exclude: ['2019-03-04-post.md'] }), 'posts-changed')).toEqual([]);
  });

  it('trains further if more steps are requested', async () => {
    await eventsOf();
    expect(only(await eventsOf({ steps: 3 }), 'step').map(({ step }) => step)).toEqual([3]);
  });

  it('says how much of a usual training was done', async () => {
    const [{ training }] = only(await eventsOf(), 'run-finished');
    expect(training.steps).toBe(2);
    expect(training.usualSteps).toBeGreaterThan(2);
    expect(only(await eventsOf(), 'run-resumed')).toMatchObject([
      { training: { steps: 2, usualSteps: training.usualSteps } },
    ]);
  });

  it('starts over with fresh, once nothing else can be refused', async () => {
    await eventsOf();
    const folder = join(root, 'checkpoint/run1');
    await writeFile(join(folder, 'run.json'), 'damaged');
    await expect(eventsOf({ fresh: true, posts: [join(root, 'nothing')] })).rejects.toThrow();
    expect(await readdir(folder)).toContain('model-2');
    expect(await readdir(join(root, 'samples/run1'))).toEqual(['samples-1', 'samples-2']);
    const events = await eventsOf({ fresh: true, steps: 1 });
    expect(await readdir(join(root, 'samples/run1'))).toEqual(['samples-1']);
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
    expect(only(await eventsOf({ steps: 1 }), 'step')).toEqual([]);
  });

  it('refuses to write among published posts unless that is meant', async () => {
    const out = join(root, 'posts');
    const refused = eventsOf({ out: join(root, 'new', '..', 'posts') });
    await expect(refused).rejects.toThrow(/posts is where your published posts are .*--into_posts/);
    expect(await readdir(out)).toHaveLength(3);
    await eventsOf({ out, into_posts: true });
    expect(await readdir(out)).toHaveLength(5);
  });

  it('uses another checkpoint if the one that wrote is gone', async () => {
    await eventsOf();
    await rename(join(root, 'checkpoint', 'run1', 'model-2'), join(root, 'checkpoint', 'run1', 'model-3'));
    expect(only(await eventsOf(), 'post-written')).toHaveLength(2);
  });

  it('refuses a damaged record and says what to do', async () => {
    await eventsOf();
    const path = join(root, 'checkpoint', 'run1', 'run.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    await expect(eventsOf()).rejects.toThrow(RunRecordFault);
    await writeFile(path, '{"steps": -1}');
    await expect(eventsOf()).rejects.toThrow(/run\.json is damaged/);
  });
});
