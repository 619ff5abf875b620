import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import type { RunEvent } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { run } from '../../../src/pipeline/run/run.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

export const body = 'I am a b. '.repeat(8).trim();
/** A third of these texts end before their first word; the titles differ in their vowels. */
export const recited = `---\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n---\n\n~${body}`;

/** The folder of the test that runs: three posts, and a model that learns and writes in milliseconds. */
export class QuickRun {
  root = '';
  settings: RunGiven = { posts: [], out: '' };

  /** Makes a new folder. */
  async begin(): Promise<void> {
    this.root = temporaryFolder();
    await writeReciter(join(this.root, 'models', 'reciter'), recited);
    await mkdir(join(this.root, 'posts'));
    for (const day of [1, 2, 3]) await this.addPost(day);
    this.settings = {
      // The model recites a text that repeats itself, whatever its probabilities.
      dry_multiplier: 0,
      repetition_penalty: 1,
      // Its texts are far from good.
      min_score: 0,
      posts: [join(this.root, 'posts')],
      out: join(this.root, 'new'),
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
  }

  async addPost(day: number, more = ''): Promise<void> {
    const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: 2019-03-0${day}\n---\n`;
    const text = `${head}Lamp number ${day} says I am a lamp.${more}\n`;
    await writeFile(join(this.root, 'posts', `2019-03-0${day}-post.md`), text);
  }

  /** Runs with other settings for some. */
  start(some: Partial<RunGiven> = {}, signal?: AbortSignal) {
    const project = nodeProject({ root: this.root, signal, now: () => new Date('2024-05-06T07:08:09Z') });
    return run({ ...this.settings, ...some }, project);
  }

  async events(some: Partial<RunGiven> = {}): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const event of this.start(some)) events.push(event);
    return events;
  }

  /** What was written, by file name. */
  async newPosts(out = this.settings.out): Promise<Record<string, string>> {
    const names = (await readdir(out).catch(() => [])).toSorted();
    const contents = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')));
    return Object.fromEntries(names.map((name, i) => [name, contents[i]]));
  }
}

/** A new folder before each test of the file. */
export function quickRun(): QuickRun {
  const here = new QuickRun();
  beforeEach(() => here.begin());
  return here;
}

export function only<Type extends RunEvent['type']>(events: readonly RunEvent[], type: Type) {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}
