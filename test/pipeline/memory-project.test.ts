import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { generate } from '../../src/pipeline/generate/generate.ts';
import { judge } from '../../src/pipeline/judge/judge.ts';
import { memoryProject } from '../../src/pipeline/memory-project.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { prepare } from '../../src/pipeline/prepare/prepare.ts';
import { run } from '../../src/pipeline/run/run.ts';
import { train } from '../../src/pipeline/train/train.ts';
import { MemoryFault } from '../../src/pipeline/train/training-plan.ts';
import { FileExistsFault } from '../../src/project/file-faults.ts';
import { textIfThere } from '../../src/project/paths.ts';
import type { Project } from '../../src/project/project.ts';
import { openWasm } from '../device/wasm-device.ts';
import { referenceDevice, tinyContent } from '../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Twelve posts, and a tiny model in models/. */
let project: Project;
beforeEach(async () => {
  const posts = Array.from({ length: 12 }, (_, day) => {
    const date = `2020-01-${String(day + 1).padStart(2, '0')}`;
    const body = `On day ${day} the *kettle* sang, and the cat sat by the stove. `.repeat(4);
    return [`posts/${date}-day.md`, `---\ntitle: "Day ${day}"\ndate: ${date}\n---\n\n${body}\n`] as const;
  });
  project = memoryProject({ files: Object.fromEntries(posts), bundled: 'models/tiny', clock: counter() });
  await project.files.makeFolder('models/tiny');
  await writeCheckpoint(project.files, 'models/tiny', { ...tinyContent(referenceDevice(), 1), moments: null });
});

function counter(): () => number {
  let seconds = 0;
  return () => seconds++;
}

async function last<Event>(events: AsyncIterable<Event>): Promise<Event> {
  let found: Event | undefined;
  for await (const event of events) found = event;
  return found!;
}

const training = {
  dataset: 'posts.txt',
  model_name: 'tiny',
  device: 'reference',
  steps: 2,
  window: 8,
  batch_size: 2,
  sample_every: 2,
  sample_length: 4,
  val_every: 2,
  val_batch_count: 1,
} as const;

describe('a project in memory', () => {
  it('prepares, trains, resumes, writes and judges without a disk', async () => {
    expect(await last(prepare({ posts: ['posts'], out: 'posts.txt' }, project))).toMatchObject({
      type: 'prepared',
      posts: 12,
    });
    expect(await textIfThere(project.files, 'posts.txt')).toContain('the kettle sang');

    const steps = async (more: object) => {
      const seen: number[] = [];
      for await (const event of train({ ...training, ...more }, project))
        if (event.type === 'step') seen.push(event.step);
      return seen;
    };
    expect(await steps({})).toEqual([1, 2]);
    expect(await steps({ steps: 3 })).toEqual([3]);
    const checkpoints = await project.files.list('checkpoint/run1');
    expect(checkpoints.map(({ name }) => name)).toEqual(expect.arrayContaining(['model-3', 'latest', 'best']));
    expect(await textIfThere(project.files, 'samples/run1/samples-2')).toContain('SAMPLE 1');

    const writing = { run: 'run1', nsamples: 1, length: 4, seed: 1, device: 'reference', quantize: 'none' } as const;
    expect(await last(generate({ ...writing, out: 'texts' }, project))).toMatchObject({ type: 'text-written' });
    const judged = await last(judge({ files: ['texts'], dataset: ['posts.txt'] }, project));
    expect(judged).toMatchObject({ type: 'judged', references: 12, files: [{ path: 'texts/sample-1.txt' }] });
  });

  it('produces the same weights as on a disk', async () => {
    await last(prepare({ posts: ['posts'], out: 'posts.txt' }, project));
    await last(train(training, project));
    const name = 'checkpoint/run1/model-2/model.safetensors';
    const root = temporaryFolder();
    const onDisk = nodeProject({ root });
    await onDisk.files.makeFolder(join(root, 'models/tiny'));
    const tiny = { ...tinyContent(referenceDevice(), 1), moments: null };
    await writeCheckpoint(onDisk.files, join(root, 'models/tiny'), tiny);
    const dataset = join(root, 'posts.txt');
    writeFileSync(dataset, await project.files.read('posts.txt'));
    await last(train({ ...training, dataset }, onDisk));
    expect(await project.files.read(name)).toEqual(new Uint8Array(readFileSync(join(root, name))));
  });

  it('overwrites nothing', async () => {
    await last(prepare({ posts: ['posts'], out: 'posts.txt' }, project));
    await expect(last(prepare({ posts: ['posts'], out: 'posts.txt' }, project))).rejects.toThrow(FileExistsFault);
  });

  it('runs the whole job, and says why a model wrote no posts', async () => {
    const given = { posts: ['posts'], out: 'new', model_name: 'tiny', steps: 1, window: 8, count: 1, length: 8 };
    await expect(last(run({ ...given, device: 'reference' }, project))).rejects.toThrow(/The model wrote \d+ texts/);
    expect(await textIfThere(project.files, 'checkpoint/run1/run.json')).toContain('"trained"');
  });
});

describe('a run in memory', () => {
  it.each([
    [{}, [4]],
    [{ save_every: 2 }, [2, 4]],
  ])('saves at its end, and every so many steps: %o', async (more, steps) => {
    const given = { posts: ['posts'], out: 'new', model_name: 'tiny', steps: 4, window: 8, count: 1, length: 8 };
    const saved: number[] = [];
    const work = run({ ...given, ...more, device: 'reference' }, project);
    await expect(
      (async () => {
        for await (const event of work) if (event.type === 'saved') saved.push(event.step);
      })(),
    ).rejects.toThrow(/The model wrote \d+ texts/);
    expect(saved).toEqual(steps);
  });
});

describe('a wait in memory', () => {
  it('ends when its time is over, and does not listen to the signal any longer', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    await project.sleep(1, signal);
    expect(removed).toHaveBeenCalledOnce();
  });

  it('ends at once with the reason of its signal, aborted before or during the wait', async () => {
    const during = new AbortController();
    const waiting = project.sleep(60_000, during.signal);
    during.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(project.sleep(60_000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});

test('a training that its device cannot hold is refused before it starts, whatever the machine has', async () => {
  const { open } = project.devices;
  const device = await openWasm('wasm-simd', 1, { memoryBytes: 512 * 2 ** 20 });
  const { event } = await open({ device: 'reference', threads: null, precision: 'auto' });
  const small = { ...project, devices: { ...project.devices, open: async () => ({ device, event }) } };
  await last(prepare({ posts: ['posts'], out: 'posts.txt' }, project));
  const large = last(train({ ...training, batch_size: 100_000, dry_run: true }, small));
  await expect(large).rejects.toThrow(MemoryFault);
  await expect(large).rejects.toThrow(/but only 0\.5 GB can be used; it fits with .*batch_size/);
});
