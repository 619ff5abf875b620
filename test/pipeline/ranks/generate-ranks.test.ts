import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GenerateEvent } from '../../../src/index.ts';
import { generate } from '../../../src/pipeline/generate/generate.ts';
import { memoryProject } from '../../../src/pipeline/memory-project.ts';
import type { GenerateGiven } from '../../../src/pipeline/settings/generate.ts';
import { RanksDifferFault } from '../../../src/project/ranks.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';
import { inJob } from './in-job.ts';

const settings: GenerateGiven = { model_name: 'tiny', length: 12, seed: 1, device: 'reference', nsamples: 5 };

async function folderWith(...models: readonly string[]): Promise<string> {
  const root = temporaryFolder();
  await writeTinyModels(root, models);
  return root;
}

const written = (roots: readonly string[], some: GenerateGiven) =>
  inJob<GenerateEvent>(roots, (project) => generate({ ...settings, ...some }, project));

/** Without what says that there are several. */
const textEvents = (events: readonly GenerateEvent[]) => events.filter(({ type }) => type !== 'notice');

describe('generate in several ranks', () => {
  test.each<[string, GenerateGiven]>([
    ['one after the other', {}],
    ['after several prompts', { prompt: ['the cat', 'a', 'on the mat'], nsamples: 2 }],
    ['with probabilities', { logprobs: 2, nsamples: 3 }],
    ['the first only', { nsamples: 1 }],
  ])('reports texts %s as one process does', async (_, some) => {
    const root = await folderWith('models/tiny');
    const [alone] = await written([root], some);
    for (const size of [2, 3]) {
      const [first, ...others] = await written(Array(size).fill(root), some);
      expect(first.error).toBeNull();
      expect(textEvents(first.events)).toEqual(alone.events);
      expect(first.events).toContainEqual({
        type: 'notice',
        text: expect.stringMatching(
          new RegExp(`^${size} ranks write together on ${size} machines .*, over memory\\.$`),
        ),
      });
      for (const { events, error } of others) {
        expect(error).toBeNull();
        expect(events.some(({ type }) => type === 'text-done' || type === 'text-grew')).toBe(false);
      }
    }
  });

  test('chooses the same texts, and rank 0 alone writes files', async () => {
    const root = await folderWith('models/tiny');
    writeFileSync(join(root, 'posts.txt'), 'the cat sat on the mat\n<|endoftext|>\na dog ran far away\n');
    const some = { best_of: 3, nsamples: 2, dataset: [join(root, 'posts.txt')], batch_size: 3 };
    const [alone] = await written([root], { ...some, out: join(root, 'alone') });
    expect(alone.error).toBeNull();
    const outcomes = await written([root, root, root], { ...some, out: join(root, 'ranks') });
    expect(outcomes.map(({ error }) => error)).toEqual([null, null, null]);
    const files = (out: string) =>
      readdirSync(join(root, out)).map((name) => [name, readFileSync(join(root, out, name), 'utf8')]);
    expect(files('ranks')).toEqual(files('alone'));
    expect(files('ranks')).toHaveLength(2);
  });

  test('a machine without the checkpoint gets it from rank 0, which writes with it', async () => {
    const here = await folderWith('checkpoint/run1/model-3');
    const there = temporaryFolder();
    const some = { model_name: undefined, run: 'run1', nsamples: 4 };
    const [first, second] = await written([here, there], some);
    expect([first.error, second.error]).toEqual([null, null]);
    expect(readdirSync(join(there, 'checkpoint/run1'))).toContain('model-3');
    const [alone] = await written([there], { ...some, run: undefined, model_name: 'checkpoint/run1/model-3' });
    const texts = (events: readonly GenerateEvent[]) => events.filter(({ type }) => type === 'text-done');
    expect(texts(first.events)).toEqual(texts(alone.events));
  });

  test('another model is named, on every rank', async () => {
    const [here, there] = [await folderWith('models/tiny'), await folderWith('models/tiny')];
    const weights = join(there, 'models/tiny/model.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(weights, bytes);
    for (const { error } of await written([here, there], {})) {
      expect(error).toBeInstanceOf(RanksDifferFault);
      expect(String(error)).toMatch(/rank 0 on host-0 has the model with digest \w{12}…, but rank 1 on host-1 has/);
    }
    // The same again where nothing differs.
    appendFileSync(join(there, 'models/tiny/config.json'), '\n');
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(weights, bytes);
    expect((await written([here, there], {})).map(({ error }) => error)).toEqual([null, null]);
  });

  test.each([
    [['a'], 'hosts names the machines that write together: two or more, this one first.'],
    [['a', 'b'], 'hosts needs mpirun, which starts the command on each of them: use it on the command line.'],
  ])('hosts %o on which nothing was started', async (hosts, message) => {
    await expect(generate({ ...settings, hosts }, memoryProject()).next()).rejects.toThrow(message);
  });
});
