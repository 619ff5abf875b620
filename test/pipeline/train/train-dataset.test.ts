import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { NoInputFault } from '../../../src/pipeline/corpus/input-files.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { eventsOf, notices, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

describe('the dataset', () => {
  const dataset = async (settings: object) =>
    eventsOf((await trained(root, { steps: 1, ...settings })).events, 'dataset')[0];

  test('may be a folder of posts, and gives the tokens of its prepared text', async () => {
    mkdirSync(join(root, 'posts'));
    for (let i = 0; i < 12; i++) {
      writeFileSync(
        join(root, 'posts', `2020-01-${10 + i}-post.md`),
        `---\ntitle: Post ${i}\n---\n\nIt is *number* ${i}.\n`,
      );
    }
    const { tokens, posts, heldOutPosts } = await dataset({ dataset: join(root, 'posts') });
    expect([posts, heldOutPosts]).toEqual([12, 1]);
    expect(tokens).toBe(await textTokens());
  });

  /** Tokens of the posts above: each as plain text with its title, and the end mark. */
  async function textTokens(): Promise<number> {
    const { prepare } = await import('../../../src/index.ts');
    const countTokens = (text: string) => new TextEncoder().encode(text).length;
    const options = { posts: [join(root, 'posts')], out: join(root, 'prepared.txt') };
    for await (const event of prepare(options, { countTokens })) if (event.type === 'prepared') return event.tokens;
    throw new Error('nothing was prepared');
  }

  test('may be an export, or the folder of a site', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ title: `Post ${i}`, markdown: `It is *number* ${i}.` }));
    writeFileSync(join(root, 'posts.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    mkdirSync(join(root, 'site/content/blog'), { recursive: true });
    mkdirSync(join(root, 'posts'));
    writeFileSync(join(root, 'site/hugo.toml'), '');
    writeFileSync(join(root, 'site/content/about.md'), 'Not a post.');
    for (const [i, { title, markdown }] of rows.entries()) {
      for (const folder of ['site/content/blog', 'posts']) {
        writeFileSync(join(root, folder, `${10 + i}.md`), `---\ntitle: ${title}\n---\n\n${markdown}\n`);
      }
    }
    const tokens = await textTokens();
    expect(await dataset({ dataset: join(root, 'posts.jsonl') })).toMatchObject({ posts: 12, tokens });
    expect(await dataset({ dataset: join(root, 'site'), run_name: 'run2' })).toMatchObject({ posts: 12, tokens });
  });

  test('keeps no posts for validation if there are few, or if told not to', async () => {
    expect(await dataset({ val_split: 0 })).toMatchObject({ posts: 20, heldOutPosts: 0, validationTokens: 0 });
    expect(await dataset({ val_split: 0.5, run_name: 'run2' })).toMatchObject({ posts: 20, heldOutPosts: 10 });
    writeFileSync(join(root, 'training.txt'), `${'A post. '.repeat(20)}\n<|endoftext|>\n`.repeat(9));
    expect(await dataset({ run_name: 'run3' })).toMatchObject({ posts: 9, heldOutPosts: 0 });
  });

  test('may be accompanied by one to validate on', async () => {
    writeFileSync(join(root, 'held-out.txt'), 'Never seen before.\n');
    const settings = { val_dataset: join(root, 'held-out.txt'), val_every: 1 };
    expect(await dataset(settings)).toMatchObject({ heldOutPosts: 0, validationTokens: 20 });
  });

  test('may be several, each of which gives its share of posts for validation', async () => {
    const other = join(root, 'other.txt');
    writeFileSync(other, 'Another post.\n<|endoftext|>\n'.repeat(30));
    const single = join(root, 'single.txt');
    writeFileSync(single, 'One post.\n');
    const one = await dataset({});
    const datasets = [join(root, 'training.txt'), other, `${single}=0.2`];
    expect(await dataset({ dataset: datasets, run_name: 'several' })).toMatchObject({
      posts: 51,
      heldOutPosts: one.heldOutPosts + 3,
      tokens: one.tokens + 30 * 14 + 11,
      validationTokens: one.validationTokens + 3 * 14,
    });
    expect(await dataset({ dataset: datasets, val_split: 0.5, run_name: 'half' })).toMatchObject({ heldOutPosts: 25 });
    expect(await dataset({ dataset: [single], run_name: 'single' })).toMatchObject({ posts: 1, heldOutPosts: 0 });
    await expect(dataset({ dataset: single, val_split: 0.5, run_name: 'none' })).rejects.toThrow(/has only one/);
  });

  test('has the same losses as one of several without a weight, given alone or in a list', async () => {
    const losses = async (settings: object) =>
      eventsOf((await trained(root, settings)).events, 'step').map(({ loss }) => loss);
    const path = join(root, 'training.txt');
    expect(await losses({ dataset: [path], run_name: 'list' })).toEqual(await losses({ dataset: path }));
  });

  test('with a weight is a longer or a shorter pass of whole documents', async () => {
    const path = join(root, 'training.txt');
    const steps = async (text: string, packing: 'documents' | 'random') => {
      const settings = { dataset: text, packing, steps: 1, val_split: 0, run_name: `${packing}${text.length}` };
      return eventsOf((await trained(root, settings)).events, 'plan')[0].stepsPerEpoch;
    };
    const whole = await steps(path, 'documents');
    expect(await steps(`${path}=2.5`, 'documents')).toBe(2.5 * whole);
    expect(await steps(`${path}=2.50`, 'random')).toBe(whole);
  });

  test('that has another weight when it resumes is reported', async () => {
    const text = (weight: number) => ({ dataset: `${join(root, 'training.txt')}=${weight}` });
    await trained(root, { ...text(0.5), steps: 1 });
    expect(await notices(root, { ...text(0.5), steps: 2 })).toEqual([]);
    expect(await notices(root, { ...text(0.6), steps: 3 })).toEqual([expect.stringMatching(/dataset has changed/)]);
  });

  test('is a path whatever is in its name, if that exists', async () => {
    const path = join(root, 'a=0.5');
    writeFileSync(path, 'Some text of this name.\n');
    writeFileSync(join(root, 'a'), 'Other text, which is longer than that one.\n');
    expect((await dataset({ dataset: path })).tokens).toBe(25);
    expect((await dataset({ dataset: `${path}=2`, run_name: 'weighted' })).tokens).toBe(25);
    expect((await dataset({ dataset: `${join(root, 'a')}=0.25`, run_name: 'other' })).tokens).toBe(44);
    await expect(dataset({ dataset: `${join(root, 'a')}=b` })).rejects.toThrow(NoInputFault);
    for (const weight of ['0', '-1', '1.2.3']) {
      await expect(dataset({ dataset: `${join(root, 'a')}=${weight}` })).rejects.toThrow(SettingFault);
    }
  });

  test('shorter than the window gives shorter windows, with a notice', async () => {
    writeFileSync(join(root, 'training.txt'), 'Ten bytes.\n');
    const told = await notices(root);
    expect(told).toEqual([expect.stringMatching(/windows have 11 tokens instead of 16/)]);
  });

  test.each<[string, object, typeof SettingFault, RegExp]>([
    ['a window beyond the context', { window: 17 }, SettingFault, /window is 17.* only 16 tokens/],
    ['all blocks frozen', { freeze_blocks: 1 }, SettingFault, /freeze_blocks is 1, but the model has 1 of them/],
    ['a schedule without an end', { schedule: 'linear', steps: undefined }, SettingFault, /give steps or epochs/],
    ['decay steps of another schedule', { schedule: 'cosine', decay_steps: 2 }, SettingFault, /needs schedule wsd/],
    ['a minimum for a constant rate', { min_learning_rate: 0.1 }, SettingFault, /min_learning_rate needs a schedule/],
    ['an unsupported weight decay', { weight_decay: 0.1 }, SettingFault, /weight_decay needs optimizer adamw or muon/],
    [
      'an outer rate without outer steps',
      { outer_learning_rate: 0.5 },
      SettingFault,
      /outer_learning_rate needs sync_every/,
    ],
    [
      'outer momentum without outer steps',
      { outer_momentum: 0 },
      SettingFault,
      /outer_momentum needs sync_every above 1/,
    ],
    ['patience without validation', { patience: 2, val_split: 0 }, SettingFault, /patience needs validation posts/],
    ['validation without posts', { val_every: 2, val_split: 0 }, SettingFault, /val_every needs validation posts/],
    ['two validation sets', { val_dataset: 'x', val_split: 0.1 }, SettingFault, /give only one of them/],
    [
      'a run name that leads elsewhere',
      { run_name: '../elsewhere' },
      SettingFault,
      /run_name must be usable as a folder/,
    ],
  ])('%s is refused', async (_, settings, Class, message) => {
    await expect(trained(root, settings)).rejects.toThrow(Class);
    await expect(trained(root, settings)).rejects.toThrow(message);
    expect(existsSync(join(root, 'checkpoint'))).toBe(false);
  });

  test('is named if it is missing, and so is a model', async () => {
    await expect(trained(root, { dataset: join(root, 'trainning.txt') })).rejects.toThrow(NoInputFault);
    await expect(trained(root, { model_name: '124M' })).rejects.toThrow(
      /124M is not in .*models\/124M\. Download it \(548 MB\) with: tpdne download 124M /,
    );
    await expect(trained(root, { model_name: 'random:12M' })).rejects.toThrow(/did you mean 124M\?/);
    await expect(trained(root, { model_name: 'tinny' })).rejects.toThrow(/did you mean tiny\?/);
  });
});
