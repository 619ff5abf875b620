import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProjectOptions } from '../../src/index.ts';
import * as library from '../../src/index.ts';
import { fakeHub } from '../node/models/download/fake-hub.ts';
import { cleanEnvironment, tinyRepository } from '../node/models/download/repositories.ts';
import { TinyBlog } from './publish/tiny-blog.ts';
import { writeTinyModels } from './tiny-models.ts';

interface Event {
  readonly type: string;
}

/** What is known of a function of the library: how it is called, and an event in the middle of its work. */
interface Call {
  readonly job: (place: Place, options: ProjectOptions) => AsyncIterable<Event> & PromiseLike<unknown>;
  /** The event at which it is stopped. */
  readonly middle: string;
  readonly prepare?: (place: Place) => Promise<unknown>;
}

type Place = Awaited<ReturnType<typeof place>>;

/** A site with drafts, a model and a run. */
async function place() {
  const blog = new TinyBlog();
  const { root, posts, queue } = blog;
  for (const name of ['one', 'two']) blog.draft(name);
  for (const name of ['cat', 'dog', 'hen']) {
    blog.write(`_posts/2026-01-02-${name}.md`, `---\ntitle: The ${name}\n---\n\nThe ${name} and the other ${name}.\n`);
  }
  blog.draft('begun', '');
  blog.write('text.txt', 'the cat and the dog and the hen and the other '.repeat(9));
  await writeTinyModels(root, ['models/tiny', 'checkpoint/old/model-3']);
  return { blog, root, posts, queue, text: join(root, 'text.txt'), out: join(root, 'out') };
}

const never = () => new Promise<never>(() => {});
const writer = { run: 'old', device: 'reference', quantize: 'none', whole_sentences: false, seed: 1 } as const;
const published = ({ blog }: Place) => blog.publish();

/** Every function of the library that returns a job. */
const calls: Readonly<Record<string, Call>> = {
  init: { job: (_, options) => library.init({}, options), middle: 'site-examined' },
  doctor: { job: ({ posts }, options) => library.doctor({ posts: [posts] }, options), middle: 'reading' },
  run: {
    job: ({ posts, out }, options) =>
      library.run(
        { posts: [posts], out, model_name: 'tiny', device: 'reference', format: 'text', steps: 9, window: 8 },
        options,
      ),
    middle: 'step',
  },
  train: {
    job: ({ text }, options) =>
      library.train(
        { dataset: text, model_name: 'tiny', device: 'reference', steps: 9, window: 8, val_split: 0 },
        options,
      ),
    middle: 'step',
  },
  generate: {
    job: ({ out }, options) => library.generate({ ...writer, prompt: 'the', out }, options),
    middle: 'text-grew',
  },
  continueDraft: {
    job: ({ queue, out }, options) => {
      const { whole_sentences: _, ...how } = writer;
      return library.continueDraft({ ...how, draft: join(queue, 'begun.md'), out }, options);
    },
    middle: 'text-grew',
  },
  makeDraft: {
    job: ({ posts, out }, options) => {
      // A text that says the same again and again is shortened.
      const words = Array.from({ length: 40 }, (_, place) => `word${place}`).join(' ');
      return library.makeDraft({ text: `A title\n\n${words}.`, posts: [posts], out }, options);
    },
    middle: 'reading',
  },
  interactive: {
    job: (_, options) => {
      const prompts = ['the cat'];
      return library.interactive(writer, {
        ...options,
        nextPrompt: () => (prompts.length > 0 ? Promise.resolve(prompts.pop()!) : never()),
      });
    },
    middle: 'prompt-answered',
  },
  serve: {
    job: (_, options) => library.serve({ run: 'old', device: 'reference', quantize: 'none', port: 0 }, options),
    middle: 'serving',
  },
  judge: {
    job: ({ queue, posts }, options) => library.judge({ files: [queue], dataset: [posts] }, options),
    middle: 'files-seen',
  },
  review: {
    job: ({ queue, posts }, options) => library.review({ queue, posts: [posts] }, { ...options, decide: never }),
    middle: 'draft-shown',
  },
  approve: {
    job: ({ queue }, options) => library.approve({ queue, files: ['one.md', 'two.md'] }, options),
    middle: 'approval-set',
  },
  hold: {
    job: ({ queue }, options) => library.hold({ queue, files: ['one.md', 'two.md'] }, options),
    middle: 'approval-set',
  },
  discard: {
    job: ({ queue }, options) => library.discard({ queue, files: ['one.md', 'two.md'] }, options),
    middle: 'draft-moved',
  },
  publish: { job: ({ queue, posts }, options) => library.publish({ queue, out: posts }, options), middle: 'published' },
  unpublish: {
    job: ({ queue }, options) => library.unpublish({ queue }, options),
    middle: 'unpublished',
    prepare: published,
  },
  importPosts: {
    job: ({ posts, out }, options) => library.importPosts({ posts: [posts], out }, options),
    middle: 'files-seen',
  },
  posts: { job: ({ posts }, options) => library.posts({ posts: [posts] }, options), middle: 'files-seen' },
  prepare: {
    job: ({ posts, out }, options) => library.prepare({ posts: [posts], out: `${out}.txt` }, options),
    middle: 'files-seen',
  },
  encode: {
    job: ({ posts, out }, options) => library.encode({ in_text: posts, out_npz: `${out}.npz` }, options),
    middle: 'files-seen',
  },
  evaluate: {
    job: ({ text }, options) => library.evaluate({ texts: [text], run: 'old', device: 'reference' }, options),
    middle: 'evaluating',
  },
  exportModel: {
    job: ({ out }, options) =>
      library.exportModel({ run: 'old', to: 'gguf', out: `${out}.gguf` }, { ...options, silentMs: 0 }),
    middle: 'exporting',
  },
  download: {
    job: (_, options) => library.download({ model: 'ann/tiny' }, options),
    middle: 'download-started',
    prepare: async () => {
      const hub = await fakeHub({ 'ann/tiny': { files: await tinyRepository() } });
      cleanEnvironment({ HF_ENDPOINT: hub.address });
    },
  },
  models: { job: (_, options) => library.models(options), middle: 'model' },
  report: {
    job: ({ out }, options) => library.report({ run: 'old', out: `${out}.html` }, options),
    middle: 'report-written',
  },
  show: { job: (_, options) => library.show({ what: 'old' }, options), middle: 'run-shown' },
  remove: { job: (_, options) => library.remove({ run: 'old', yes: true }, options), middle: 'removal-found' },
};

/** The files below a folder, but not what a download keeps in order to resume. */
function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(^|\/)\.git\//.test(name))
    .sort();
}

/** Locks and half-written files. */
const leftIn = (root: string) =>
  filesIn(root).filter(
    (name) => /\.partial$|(^|\/)lock$|\.publishing$/.test(name) && name !== 'models/ann/.tiny.partial',
  );

/** Iterates, aborts at the first event of a type, and returns the types of all events. */
async function typesUntil(job: AsyncIterable<Event>, type: string, stop: () => void): Promise<string[]> {
  const types: string[] = [];
  for await (const event of job) {
    types.push(event.type);
    if (event.type === type) stop();
  }
  return types;
}

describe.each(Object.entries(calls))('%s, aborted', (_, { job, middle, prepare }) => {
  afterEach(() => vi.unstubAllEnvs());

  it('before its start, does nothing and rejects with the reason of the signal', async () => {
    const here = await place();
    await prepare?.(here);
    const before = filesIn(here.root);
    const reason = new RangeError('stop');
    const options = { root: here.root, signal: AbortSignal.abort(reason) };
    await expect(Promise.resolve(job(here, options))).rejects.toBe(reason);
    const events: string[] = [];
    await expect(typesUntil(job(here, options), '', () => {}).then((types) => events.push(...types))).rejects.toBe(
      reason,
    );
    expect([events, filesIn(here.root)]).toEqual([[], before]);
  });

  it('in the middle, rejects with the reason of the signal and leaves no lock and no half-written file', async () => {
    const here = await place();
    await prepare?.(here);
    const stop = new AbortController();
    const reason = new RangeError('stop');
    const work = job(here, { root: here.root, signal: stop.signal });
    await expect(typesUntil(work, middle, () => stop.abort(reason))).rejects.toBe(reason);
    await expect(Promise.resolve(work)).rejects.toBe(reason);
    expect(stop.signal.aborted).toBe(true);
    expect(leftIn(here.root)).toEqual([]);
  });
});

describe('the list of calls', () => {
  it('has every function of the library that returns a job', () => {
    const others = ['defineConfig', 'knownModels'];
    const functions = Object.entries(library)
      .filter(([name, value]) => typeof value === 'function' && !/^[A-Z]/.test(name) && !others.includes(name))
      .map(([name]) => name);
    expect(Object.keys(calls).sort()).toEqual(functions.sort());
  });
});

describe('removing', () => {
  it('deletes nothing once it is aborted', async () => {
    const { root } = await place();
    const stop = new AbortController();
    const job = library.remove({ run: 'old', yes: true }, { root, signal: stop.signal });
    await expect(typesUntil(job, 'removal-found', () => stop.abort())).rejects.toThrow();
    expect(filesIn(root)).toContain('checkpoint/old/model-3/model.safetensors');
  });
});

describe('a question', () => {
  const asked: [string, (options: ProjectOptions) => PromiseLike<unknown>][] = [
    ['init', (options) => library.init({}, { ...options, answer: never })],
    ['remove', (options) => library.remove({ model_name: 'tiny' }, { ...options, mayRemove: never })],
    ['interactive', (options) => library.interactive(writer, { ...options, nextPrompt: never })],
    [
      'run',
      (options) => {
        const folders = { posts: [join(options.root!, '_posts')], out: join(options.root!, 'out') };
        return library.run({ ...folders, model_name: '124M' }, { ...options, mayDownload: never });
      },
    ],
  ];

  it.each(asked)('of %s need not be answered once it is aborted', async (_, call) => {
    const { root } = await place();
    writeFileSync(join(root, 'tpdne.log'), '');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new RangeError('stop')), 300);
    await expect(Promise.resolve(call({ root, signal: stop.signal }))).rejects.toThrow('stop');
    expect(leftIn(root)).toEqual([]);
  });
});
