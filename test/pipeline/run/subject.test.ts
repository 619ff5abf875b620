import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type RunEvent, run } from '../../../src/index.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

const body = 'I am a b. '.repeat(8).trim();

let root: string;
let settings: RunGiven;

/** A blog of three posts, and a model that recites a text which begins with this front matter. */
async function blogWith(opening: string, format: 'markdown' | 'text' = 'markdown', recited = body): Promise<void> {
  const head = format === 'text' ? opening : `---\n${opening}---\n\n`;
  await writeReciter(join(root, 'models', 'reciter'), `${head}${recited}`);
  await mkdir(join(root, 'posts'));
  for (const day of [1, 2, 3]) await addPost(`Post ${day}`, day);
  settings = {
    ...{ posts: [join(root, 'posts')], out: join(root, 'new'), model_name: 'reciter', format, best_of: 1, threads: 1 },
    ...{ steps: 1, window: 16, learning_rate: 1e-9, length: 200, seed: 1, timezone: 'UTC' },
    // A model that recites repeats itself.
    dry_multiplier: 0,
    min_score: 0,
  };
}

async function addPost(title: string, day: number): Promise<void> {
  const head = `---\nlayout: post\ntitle: "${title}"\ndate: 2019-03-0${day}\n---\n`;
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  await writeFile(join(root, 'posts', `2019-03-0${day}-${name}.md`), `${head}Lamp number ${day} says I am a lamp.\n`);
}

async function eventsOf(some: Partial<RunGiven> = {}, until?: RunEvent['type']): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run({ ...settings, ...some }, { root, now: () => new Date('2024-05-06T07:08:09Z') })) {
    events.push(event);
    if (event.type === until) break;
  }
  return events;
}

function only<Type extends RunEvent['type']>(events: readonly RunEvent[], type: Type) {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

const notices = (events: readonly RunEvent[]) => only(events, 'notice').map(({ text }) => text);
const newPosts = async () => (await readdir(settings.out)).toSorted();
const newPost = (name: string) => readFile(join(settings.out, name), 'utf8');
const trainingText = () => readFile(join(root, 'checkpoint/run1/training.txt'), 'utf8');

beforeEach(() => {
  root = temporaryFolder();
});

describe('a given title', () => {
  it('is kept word for word, and names the file; each of a series begins a post', async () => {
    await blogWith('title: "?????????"\ndate: 2019-03-01\n');
    const title = ['lamp, two', 'Tea: a  b'];
    const events = await eventsOf({ title });
    expect(only(events, 'post-written').map(({ post }) => post.title)).toEqual(title);
    expect(await newPosts()).toEqual(['2024-05-06-lamp-two.md', '2024-05-06-tea-a-b.md']);
    expect(await newPost('2024-05-06-tea-a-b.md')).toBe(
      `---\nlayout: post\ntitle: "Tea: a  b"\ndate: 2024-05-06\ngenerated: true\n---\n${body}\n`,
    );
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', posts: [{}, {}] });
  });

  it('begins a text of a model that reads plain text', async () => {
    await blogWith('?????????\n\n', 'text');
    await eventsOf({ title: ['*lamp*: 2'], tags: ['a b', 'c'] });
    expect(await newPost('2024-05-06-lamp-2.md')).toBe(
      `---\nlayout: post\ntitle: "*lamp*: 2"\ndate: 2024-05-06\ntags: [a b, c]\ngenerated: true\n---\n${body}\n`,
    );
  });

  it('may be that of a post; the file gets another name, and a notice says so', async () => {
    await blogWith('title: "?????????"\ndate: 2019-03-01\n');
    await addPost('lamp, two', 4);
    const events = await eventsOf({ title: ['Lamp, two'] });
    expect(notices(events)).toContainEqual(expect.stringMatching(/^A post called "Lamp, two" already exists;/));
    expect(await newPosts()).toEqual(['2024-05-06-lamp-two-2.md']);
    expect(notices(await eventsOf({ title: ['Tea: two!'] }))).not.toContainEqual(expect.stringContaining('exists'));
    await eventsOf({ title: ['Tea: two!'] });
    expect(await newPosts()).toEqual([
      ...['2024-05-06-lamp-two-2.md', '2024-05-06-tea-two-2.md', '2024-05-06-tea-two.md'],
    ]);
  });

  it('is not written again when an interrupted series is resumed, and another one starts a series', async () => {
    await blogWith('title: "?????????"\ndate: 2019-03-01\n');
    const title = ['lamp, one', 'lamp, two'];
    await eventsOf({ title }, 'post-written');
    const events = await eventsOf({ title });
    expect(only(events, 'post-written').map(({ post }) => post.title)).toEqual(['lamp, two']);
    await eventsOf({ title }, 'post-written');
    const other = await eventsOf({ title: ['lamp, six'] });
    expect(only(other, 'post-written').map(({ post }) => post.title)).toEqual(['lamp, six']);
    expect(await newPosts()).toHaveLength(4);
  });
});

describe('a series that an earlier version began', () => {
  it('goes on, although nothing of headings was recorded', async () => {
    await blogWith('title: "?????????"\ndate: 2019-03-01\n');
    const title = ['lamp, one', 'lamp, two'];
    await eventsOf({ title }, 'post-written');
    const path = join(root, 'checkpoint/run1/run.json');
    const state = JSON.parse(await readFile(path, 'utf8'));
    expect(state.subject.headings).toEqual([]);
    delete state.subject.headings;
    await writeFile(path, JSON.stringify(state));
    const events = await eventsOf({ title });
    expect(only(events, 'post-written').map(({ post }) => post.title)).toEqual(['lamp, two']);
  });
});

describe('tags and points', () => {
  it('are what the texts begin with; tags are published, and points are not', async () => {
    await writeFile(join(root, 'plan.md'), '# Steps\n\nSome words.\n\n- I am "b"\n');
    const given = 'tags: ["a b", "c"]\noutline:\n- "Steps"\n- "I am \\"b\\""\n- "Tea: 2"\n';
    await blogWith(`title: "lamp, two"\n${given}date: 2019-03-01\n`);
    const subject = { title: ['lamp, two'], tags: ['a b', 'c'], outline: join(root, 'plan.md'), about: '- Tea: 2\n\n' };
    const events = await eventsOf(subject);
    expect(notices(events)).not.toContainEqual(expect.stringContaining('outline'));
    expect(only(events, 'text-grew')[0].added).toBe(`---\ntitle: "lamp, two"\n${given.slice(0, -1)}`);
    expect(await newPost('2024-05-06-lamp-two.md')).toBe(
      `---\nlayout: post\ntitle: "lamp, two"\ndate: 2024-05-06\ntags: [a b, c]\ngenerated: true\n---\n${body}\n`,
    );
  });

  it('are given without a title too, which the model writes then', async () => {
    await blogWith('outline:\n- "Tea"\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n');
    const events = await eventsOf({ about: 'Tea', count: 2 });
    for (const { post } of only(events, 'post-written')) expect(post.title).toMatch(/^P.ss L.mp$/);
    expect(await newPosts()).toHaveLength(2);
    for (const name of await newPosts()) expect(await newPost(name)).not.toContain('Tea');
    expect(await trainingText()).toContain('outline:\n- "Lamp number');
  });
});

describe('the headings of an outline', () => {
  it('are those of the post, whatever the model would write there', async () => {
    await writeFile(join(root, 'plan.md'), '# A plan\n\n## Pot\n\n- hot\n');
    const front = 'title: "lamp, two"\noutline:\n- "A plan"\n- "Pot"\n- "hot"\ndate: 2019-03-01\n';
    await blogWith(front, 'markdown', `I am a b.\n\n????????${body}`);
    const events = await eventsOf({ title: ['lamp, two'], outline: join(root, 'plan.md') });
    expect(notices(events)).not.toContainEqual(expect.stringContaining('headings'));
    expect((await newPost('2024-05-06-lamp-two.md')).split('\n---\n')[1]).toBe(`I am a b.\n\n## Pot\n\n${body}\n`);
  });

  it('are missed where the text ends at its length first, which is said', async () => {
    await writeFile(join(root, 'plan.md'), '## Pot\n## Tea\n');
    const front = 'title: "lamp, two"\noutline:\n- "Pot"\n- "Tea"\ndate: 2019-03-01\n';
    await blogWith(front, 'markdown', `I am a b.\n\n????????${body}`);
    const events = await eventsOf({ title: ['lamp, two'], outline: join(root, 'plan.md'), length: 120 });
    expect(await newPost('2024-05-06-lamp-two.md')).toContain('\n## Pot\n');
    expect(notices(events).at(-1)).toMatch(
      /two\.md has 1 of the 2 headings of the outline, because it ended at length 120 \(tokens\): raise length/,
    );
  });

  it('can only be learned from posts with titles', async () => {
    await writeFile(join(root, 'plan.md'), '## Pot\n');
    await blogWith('');
    for (const day of [1, 2, 3])
      await writeFile(join(root, 'posts', `2019-03-0${day}-post-${day}.md`), `Lamp ${day} says I am a lamp.\n`);
    await expect(eventsOf({ outline: join(root, 'plan.md') })).rejects.toThrow(
      /^outline needs posts with titles: most of these 3 have none/,
    );
    await expect(eventsOf({ about: 'Tea' })).rejects.toThrow(/^about needs posts with titles/);
    expect(existsSync(join(root, 'checkpoint/run1/run.json'))).toBe(false);
  });
});

describe('a subject is checked before anything else:', () => {
  it.each<[string, Partial<RunGiven>, string, RegExp]>([
    [
      'an empty title',
      { title: [''] },
      'title',
      /^title takes texts of one line each, none of them empty, got \[""\]\.$/,
    ],
    ['a title of two lines', { title: ['a\nb'] }, 'title', /^title takes texts of one line each/],
    ['an empty tag', { tags: ['a', ' '] }, 'tags', /^tags takes texts of one line each/],
    ['more titles than posts', { title: ['a', 'b'], count: 1 }, 'count', /^count is 1, but there are 2 titles/],
    ['fewer titles than posts', { title: ['a', 'b'], count: 3 }, 'count', /^count is 3, but there are 2 titles/],
    ['no facts', { about: ' \n-\n' }, 'about', /^about has no words/],
    ['no outline', { outline: 'none.md' }, 'outline', /^outline none\.md does not exist/],
    ['a folder as outline', { outline: '.' }, 'outline', /^outline \. cannot be read/],
    ['an outline without points', { outline: 'blank.md' }, 'outline', /^outline blank\.md has no points/],
    ['facts for plain text', { about: 'a', format: 'text' }, 'about', /^about needs format markdown/],
    ['an outline for plain text', { outline: 'plan.md', format: 'text' }, 'outline', /^outline needs format markdown/],
    ['a title that fills the context', { title: ['a'.repeat(99)] }, 'title', /have 11\d tokens, and at most \d+ fit/],
    ['points that fill the context', { about: 'a'.repeat(99) }, 'about', /have 1\d\d tokens/],
  ])('%s', async (_, some, setting, message) => {
    await blogWith('title: "P?ss L?mp"\ndate: 2019-03-01\n');
    await writeFile(join(root, 'blank.md'), '\n***\n');
    await writeFile(join(root, 'plan.md'), '- one\n');
    const outline = some.outline;
    const here =
      outline === undefined || outline === 'none.md' || outline === '.'
        ? some
        : { ...some, outline: join(root, outline!) };
    const fault = await eventsOf(here).then(
      () => null,
      (error: unknown) => error as SettingFault,
    );
    expect(fault).toBeInstanceOf(SettingFault);
    expect(fault!.setting).toBe(setting);
    expect(fault!.message.replace(`${root}/`, '')).toMatch(message);
    expect(existsSync(join(root, 'checkpoint/run1/run.json'))).toBe(false);
  });
});

describe('a run from before posts had outlines', () => {
  async function makeOld(): Promise<void> {
    const folder = join(root, 'checkpoint/run1');
    const state = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    delete state.plan.outlines;
    delete state.subject;
    await writeFile(join(folder, 'run.json'), JSON.stringify(state));
    const text = await trainingText();
    await writeFile(join(folder, 'training.txt'), text.replaceAll(/outline:\n(?:- .*\n)+/g, ''));
  }

  it('writes without training again, and a notice says what it cannot do', async () => {
    await blogWith('title: "P?ss L?mp"\ndate: 2019-03-01\n');
    await eventsOf({ count: 1 });
    await makeOld();
    const events = await eventsOf({ count: 1 });
    expect(only(events, 'step')).toEqual([]);
    expect(only(events, 'posts-changed')).toEqual([]);
    expect(only(events, 'post-written')).toHaveLength(1);
    expect(notices(events)).toEqual([]);
    const asked = eventsOf({ title: ['lamp, two'], about: 'Tea', length: 20 });
    await expect(asked).rejects.toThrow(/^The model wrote 20 texts; 0 became posts/);
    const seen: RunEvent[] = [];
    for await (const event of run({ ...settings, title: ['lamp, two'], about: 'Tea' }, { root })) {
      seen.push(event);
      if (event.type === 'text-grew') break;
    }
    expect(notices(seen)).toEqual([
      expect.stringMatching(/^The model of this run was trained before posts had outlines/),
    ]);
  });

  it('learns the new form when its posts change', async () => {
    await blogWith('title: "P?ss L?mp"\ndate: 2019-03-01\n');
    await eventsOf({ count: 1 });
    await makeOld();
    await addPost('Post 4', 4);
    const events = await eventsOf({ count: 1, steps: 1 });
    expect(only(events, 'posts-changed')).toHaveLength(1);
    expect(only(events, 'step')).toHaveLength(1);
    const state = JSON.parse(await readFile(join(root, 'checkpoint/run1/run.json'), 'utf8'));
    expect(state.plan.outlines).toBe(true);
  });
});
