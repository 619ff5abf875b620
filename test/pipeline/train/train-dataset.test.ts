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

  test('shorter than the window gives shorter windows, with a notice', async () => {
    writeFileSync(join(root, 'training.txt'), 'Ten bytes.\n');
    const told = await notices(root);
    expect(told).toEqual([expect.stringMatching(/windows have 11 tokens instead of 16/)]);
  });

  test.each<[string, object, typeof SettingFault, RegExp]>([
    ['a window beyond the context', { window: 17 }, SettingFault, /window is 17.* only 16 tokens/],
    ['a schedule without an end', { schedule: 'linear', steps: undefined }, SettingFault, /give steps or epochs/],
    ['decay steps of another schedule', { schedule: 'cosine', decay_steps: 2 }, SettingFault, /needs schedule wsd/],
    ['a minimum for a constant rate', { min_learning_rate: 0.1 }, SettingFault, /min_learning_rate needs a schedule/],
    ['an unsupported weight decay', { weight_decay: 0.1 }, SettingFault, /weight_decay needs optimizer adamw or muon/],
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
