import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { continueDraft, type Fault, judge } from '../../../src/index.ts';
import type { ContinueEvent } from '../../../src/pipeline/events/writing.ts';
import type { ContinueGiven } from '../../../src/pipeline/settings/continue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

const head = '---\ntitle: "Tea"\nlayout: post\n---\n';
/** How a model that learned Markdown reads that. */
const form = '---\ntitle: "Tea"\n---\n\n';
const began = 'I opened the bo';

let root: string;
let path: string;
beforeEach(async () => {
  root = temporaryFolder();
  path = join(root, 'tea.md');
});

/** Continues this file with a model that recites `recited`. */
async function continued(file: string | Uint8Array, recited: string, some: Partial<ContinueGiven> = {}) {
  await writeReciter(join(root, 'models/reciter'), recited);
  await writeFile(path, file);
  return eventsOf(some);
}

async function eventsOf(some: Partial<ContinueGiven> = {}): Promise<ContinueEvent[]> {
  const given = { draft: path, model_name: 'reciter', seed: 1, length: 60, device: 'reference', ...some } as const;
  const events: ContinueEvent[] = [];
  for await (const event of continueDraft(given, { root })) events.push(event);
  return events;
}

const read = (name: string) => readFile(join(root, name), 'utf8');
const faultOf = (continuing: Promise<unknown>) =>
  continuing.then(
    () => null,
    (error: unknown) => error as Fault,
  );

describe('a continued draft', () => {
  it('is a new file that begins with the whole of the old one, which stays', async () => {
    const events = await continued(`${head}\n${began}`, `Tea\n\n${began}x. It was empty.`);
    expect(events.at(-1)).toEqual({
      ...{ type: 'draft-continued', path: join(root, 'tea-continued.md'), words: 4, judgement: null, backup: null },
    });
    expect(await read('tea-continued.md')).toBe(`${head}\n${began}x. It was empty.\n`);
    expect(await read('tea.md')).toBe(`${head}\n${began}`);
    await eventsOf();
    expect(await read('tea-continued-2.md')).toBe(await read('tea-continued.md'));
  });

  it('reads the form of its run, or the given one', async () => {
    await continued(`${head}${began}`, `${form}${began}x, a cat.`, { format: 'markdown' });
    expect(await read('tea-continued.md')).toBe(`${head}${began}x, a cat.\n`);
    const run = join(root, 'checkpoint/run1');
    await writeReciter(join(run, 'model-1'), `${form}${began}x, a dog.`);
    await writeFile(join(run, 'latest'), '1');
    const state = {
      ...{ corpus: { posts: 1, words: 1, tokens: 1 }, plan: { steps: 1, batch_size: 1, format: 'markdown' } },
      ...{ trainedSeconds: 1, trained: null, out: 'x', complete: false, written: [], pending: null, nextNumber: 1 },
    };
    await writeFile(join(run, 'run.json'), JSON.stringify(state));
    await eventsOf({ model_name: undefined, run: 'run1' });
    expect(await read('tea-continued-2.md')).toBe(`${head}${began}x, a dog.\n`);
  });

  it.each([
    [
      'carriage returns',
      '---\r\ntitle: Tea\r\n---\r\nOne.\r\n',
      'Tea\n\nOne.\n\nTwo.\n\nThree.',
      '\r\nTwo.\r\n\r\nThree.\r\n',
    ],
    ['a byte order mark', '\uFEFF---\ntitle: Tea\n---\nOne, ', 'Tea\n\nOne, two.', 'two.\n'],
    ['a title alone', '---\ntitle: Tea\n---\n', 'Tea\n\nOne two.', '\nOne two.\n'],
    ['a title alone, and no line break', '---\ntitle: Tea\n---', 'Tea\n\nOne two.', '\n\nOne two.\n'],
    ['no title', 'One, ', 'One, two.', 'two.\n'],
    ['blank lines with spaces', '---\ntitle: Tea\n---\n\nOne.\n  \n\n\n', 'Tea\n\nOne.\n  \n\n\nTwo.', 'Two.\n'],
    [
      'an odd table and open code',
      '|a\n\n```js\nlet a',
      '|a\n\n```js\nlet a = 1;\n```\n\nIt ran.',
      ' = 1;\n```\n\nIt ran.\n',
    ],
    ['an end mark', 'A <|endoftext|> b', 'A <\\|endoftext|> b, and c.', ', and c.\n'],
  ])('keeps %s', async (_, file, recited, added) => {
    await continued(file, recited);
    expect(await read('tea-continued.md')).toBe(file + added);
  });

  it.each([
    ['drops a mark that is not closed', 'One, ', 'One, *two.', 'two.'],
    ['drops another post', 'One, ', 'One, two. <|endoftext|> Three.', 'two.'],
    [
      'escapes what the generator of the site runs',
      '---\nlayout: post\ntitle: Tea\n---\nA ',
      'Tea\n\nA {{ x }} b.',
      '{% raw %}{{ x }}{% endraw %} b.',
    ],
  ])('%s in what was added', async (_, file, recited, added) => {
    await continued(file, recited);
    expect(await read('tea-continued.md')).toBe(`${file}${added}\n`);
  });

  it('ends with a whole sentence if the text reaches its length', async () => {
    await continued('One, ', 'One, two. Three four five six seven.', { length: 20 });
    expect(await read('tea-continued.md')).toBe('One, two.\n');
  });

  it('is written to another folder, and in several versions', async () => {
    await continued('One, ', 'One, tw?.', { out: join(root, 'new/drafts'), nsamples: 3 });
    expect((await readdir(join(root, 'new/drafts'))).sort()).toEqual([
      ...['tea-continued-2.md', 'tea-continued-3.md', 'tea-continued.md'],
    ]);
    expect(await read('tea.md')).toBe('One, ');
  });

  it('replaces its file on request, after a copy; a link stays a link', async () => {
    const events = await continued('One, ', 'One, two.', { in_place: true });
    expect(events.at(-1)).toMatchObject({ path, backup: join(root, 'tea.md.bak') });
    expect([await read('tea.md'), await read('tea.md.bak')]).toEqual(['One, two.\n', 'One, ']);
    await mkdir(join(root, 'links'));
    await symlink(path, join(root, 'links/tea.md'));
    await writeReciter(join(root, 'models/other'), 'One, two.\nThree.');
    await eventsOf({ in_place: true, model_name: 'other', draft: join(root, 'links/tea.md') });
    expect([await read('tea.md'), await read('links/tea.md.bak')]).toEqual(['One, two.\nThree.\n', 'One, two.\n']);
  });

  it('is not replaced if it was edited in the meantime', async () => {
    await writeReciter(join(root, 'models/reciter'), 'One, two.');
    await writeFile(path, 'One, ');
    const given = { draft: path, model_name: 'reciter', seed: 1, device: 'reference', in_place: true } as const;
    const continuing = async () => {
      for await (const { type } of continueDraft(given, { root }))
        if (type === 'text-grew') await writeFile(path, 'Mine');
    };
    expect(await faultOf(continuing())).toMatchObject({ code: 'draft-changed' });
    expect([await read('tea.md'), await read('tea.md.bak')]).toEqual(['Mine', 'One, ']);
  });

  it('may be longer than the context, of which the model then reads the end', async () => {
    const long = `${'I am a b. '.repeat(9)}One, `;
    const events = await continued(long, 'One, two. T');
    expect(events).toContainEqual({ type: 'prompt-cut', tokens: 95, keptTokens: 12 });
    expect(await read('tea-continued.md')).toBe(`${long}two.
`);
  });
});

describe('before a model is loaded, a draft is refused', () => {
  it.each<[string, string, Partial<ContinueGiven>, string]>([
    ['that is empty', '', {}, 'empty-draft'],
    ['with front matter alone, without a title', '---\nlayout: post\n---\n \n', {}, 'empty-draft'],
    ['that does not exist', 'x', { draft: 'none.md' }, 'unreadable'],
    ['that is a folder', 'x', { draft: '.' }, 'unreadable'],
    ['that is approved', '---\ntitle: Tea\napproved: true\n---\nOne', {}, 'approved-draft'],
    ['with broken front matter', '---\ntitle: [\n---\nOne', {}, 'post'],
    ['in place and elsewhere', 'One', { in_place: true, out: 'x' }, 'setting'],
    ['in place in several versions', 'One', { in_place: true, nsamples: 2 }, 'setting'],
  ])('%s', async (_, file, some, code) => {
    await writeFile(path, file);
    const draft = some.draft === undefined ? path : join(root, some.draft);
    expect(await faultOf(eventsOf({ ...some, draft, model_name: 'none' }))).toMatchObject({ code });
    expect(await read('tea.md')).toBe(file);
  });

  it('that is not in UTF-8', async () => {
    await writeFile(path, Uint8Array.of(0x4f, 0xff));
    expect(await faultOf(eventsOf())).toMatchObject({ code: 'unreadable' });
  });
});

it('fails if the model has nothing to add', async () => {
  const fault = await faultOf(continued('One.', 'One.'));
  expect(fault).toMatchObject({ code: 'no-draft', message: expect.stringMatching(/in 20 of 20 texts/) });
  expect(await readdir(root)).not.toContain('tea-continued.md');
});

describe('the best of several', () => {
  const file = 'One, ';
  /** The more vowels are the same, the more it repeats itself. */
  const recited = 'One, th?n it went on. Th?n it went on. Th?n it went on.';
  const posts = async () => {
    await writeFile(
      join(root, 'posts.txt'),
      'Then it went. It is my cat and my dog, and then it went on. A dog and a cat.',
    );
    return [join(root, 'posts.txt')];
  };
  const scoresOf = async (files: readonly string[], dataset: readonly string[]) => {
    for await (const event of judge({ files, dataset, device: 'reference' }, { root })) {
      if (event.type === 'judged') return new Map(event.files.map(({ path, judgement }) => [path, judgement.score]));
    }
    throw new Error('not judged');
  };

  it('is the one with the best score, which is that of judge', async () => {
    const dataset = await posts();
    await continued(file, recited, { nsamples: 6, out: join(root, 'all') });
    const all = (await readdir(join(root, 'all'))).map((name) => join(root, 'all', name));
    const texts = await Promise.all(all.map((name) => readFile(name, 'utf8')));
    const scores = await scoresOf(all, dataset);
    expect(new Set(scores.values()).size).toBeGreaterThan(1);
    const events = await eventsOf({ best_of: 6, dataset });
    const written = events.at(-1) as Extract<ContinueEvent, { type: 'draft-continued' }>;
    expect(texts).toContain(await read('tea-continued.md'));
    expect(written.judgement!.score).toBeCloseTo(Math.max(...scores.values()), 9);
    expect((await scoresOf([written.path], dataset)).get(written.path)).toBeCloseTo(written.judgement!.score, 9);
  });

  it('is chosen for each of several versions', async () => {
    const dataset = await posts();
    const events = await continued(file, recited, { best_of: 2, nsamples: 2, dataset });
    expect(events.filter(({ type }) => type === 'draft-continued')).toHaveLength(2);
    expect(await readdir(root)).toEqual(expect.arrayContaining(['tea-continued.md', 'tea-continued-2.md']));
  });

  it('needs posts to compare with, and is refused before a model is loaded', async () => {
    await writeFile(path, file);
    expect(await faultOf(eventsOf({ best_of: 2, model_name: 'none' }))).toMatchObject({
      code: 'setting',
      message: expect.stringContaining('what none learned from is unknown'),
    });
  });

  it('fails if none adds anything', async () => {
    const dataset = await posts();
    const fault = await faultOf(continued('One.', 'One.', { best_of: 6, dataset }));
    expect(fault).toMatchObject({ code: 'no-draft', message: expect.stringMatching(/in 24 of 24 texts/) });
  });
});
