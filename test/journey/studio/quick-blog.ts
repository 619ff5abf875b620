import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReciter } from '../../pipeline/reciter.ts';

/** What the reciter writes: drafts whose titles differ in their vowels. */
const BODY = 'I am a b. '.repeat(8).trim();
const RECITED = `---\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n---\n\n~${BODY}`;

/** Settings with which a small model learns and writes in seconds. */
export const QUICK = {
  formats: { format: 'markdown' },
  model: { model_name: 'reciter', threads: 1 },
  training: { steps: 2, window: 16, learning_rate: 1e-9, seed: 2 },
  writing: { count: 2, best_of: 4, min_score: 0, length: 120, dry_multiplier: 0, repetition_penalty: 1 },
  publishing: { timezone: 'UTC' },
};

/** Writes posts of a blog into a folder. */
export function writePosts(folder: string, count = 3): void {
  mkdirSync(folder, { recursive: true });
  for (let day = 1; day <= count; day++) {
    const date = `2019-03-${String(day).padStart(2, '0')}`;
    const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: ${date}\n---\n`;
    writeFileSync(join(folder, `${date}-post.md`), `${head}Lamp number ${day} says I am a lamp.\n`);
  }
}

/** Writes a model that learns and writes at once, and always a draft. */
export function writeQuickModel(root: string): Promise<void> {
  return writeReciter(join(root, 'models', 'reciter'), RECITED);
}

/**
 * A folder with posts, a quick model and a config file; `training` and `model` replace some of its settings. With the compiled
 * kernels a step takes milliseconds: a test that watches a training gives it many steps, or the plain device.
 */
export async function writeQuickBlog(root: string, training: object = {}, model: object = {}): Promise<void> {
  writePosts(join(root, 'posts'));
  await writeQuickModel(root);
  const config = {
    site: { posts: ['posts'], out: 'drafts' },
    ...QUICK,
    training: { ...QUICK.training, ...training },
    model: { ...QUICK.model, ...model },
    publishing: { ...QUICK.publishing, queue: 'drafts', out: 'posts' },
  };
  writeFileSync(join(root, 'tpdne.config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
