import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encode, exportModel, generate, type ModelsEvent, models, run, train } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NotDownloadedFault, resolveModel } from '../../../src/pipeline/models/find-model.ts';
import { knownModels } from '../../../src/project/known-models.ts';
import { commit, cutAt, fakeHub } from '../../node/models/download/fake-hub.ts';
import { cleanEnvironment, seen, tinyRepository } from '../../node/models/download/repositories.ts';
import { folderForAllTests, temporaryFolder } from '../../temporary-folder.ts';
import { vocabularyOnly } from '../../vocabulary-only.ts';
import { writeTinyModels } from '../tiny-models.ts';
import { tinySettings, tinyWorkplace } from '../tiny-workplace.ts';

// A package without a bundled model.
vi.mock('../../../src/node/models/bundled-model.ts', async (original) => ({
  ...(await original<object>()),
  bundledFolder: () => bundled,
}));

const bundled = vocabularyOnly(folderForAllTests());
let root: string;
let server: Awaited<ReturnType<typeof fakeHub>>;
beforeEach(async () => {
  root = temporaryFolder();
  server = await fakeHub({ 'ann/tiny': { files: await tinyRepository() } });
  cleanEnvironment({ HF_ENDPOINT: server.address });
});
afterEach(() => vi.unstubAllEnvs());

const model_name = 'ann/tiny';

/** The types of the events of a command, each once. */
async function typesOf(events: AsyncIterable<{ readonly type: string }>): Promise<string[]> {
  const types = new Set<string>();
  for await (const { type } of events) types.add(type);
  return [...types];
}

/** Every command that takes a model, with the model of the hub. */
const commands: Record<string, (yes: boolean) => AsyncIterable<{ readonly type: string }>> = {
  generate: (yes) =>
    generate({ model_name, yes, nsamples: 1, length: 2, seed: 1, device: 'reference', quantize: 'none' }, { root }),
  export: (yes) => exportModel({ model_name, yes, to: 'gguf', out: join(root, 'out.gguf') }, { root }),
  async *train(yes) {
    root = await tinyWorkplace();
    yield* train(tinySettings(root, { model_name, yes, steps: 1, val_split: 0, window: 4 }), { root });
  },
  run(yes) {
    mkdirSync(join(root, 'posts'));
    writeFileSync(join(root, 'posts/one.md'), 'One two three four. '.repeat(20));
    return run(
      {
        posts: [join(root, 'posts')],
        out: join(root, 'out'),
        model_name,
        yes,
        steps: 1,
        count: 1,
        length: 4,
        device: 'reference',
        window: 4,
      },
      { root },
    );
  },
};

describe.each(Object.keys(commands))('%s with a missing model', (name) => {
  it('says how to download it, and downloads nothing', async () => {
    const fault = await typesOf(commands[name](false)).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(NotDownloadedFault);
    const { message } = fault as Error;
    expect(message).toContain(`no model ann/tiny, neither at that path nor as ${join(root, 'models/ann/tiny')}.`);
    expect(message).toMatch(/with: tpdne download ann\/tiny \(or give --yes /);
    expect(server.hub.asked).toEqual([]);
  });

  it('downloads it first if allowed', async () => {
    const types = await typesOf(commands[name](true)).catch((error: unknown) => {
      // A tiny model writes no post; reaching this point is enough.
      if (name !== 'run' || !existsSync(join(root, 'checkpoint/run1'))) throw error;
      return ['download-started', 'download-progress', 'downloaded'];
    });
    expect(types).toEqual(expect.arrayContaining(['download-started', 'download-progress', 'downloaded']));
    expect(existsSync(join(root, 'models/ann/tiny/model.safetensors'))).toBe(true);
  });
});

it('the model of an adapter is downloaded too', async () => {
  root = await tinyWorkplace();
  const adapter = { model_name, yes: true, steps: 1, val_split: 0, window: 4, adapter: 'lora', lora_rank: 1 } as const;
  await typesOf(train(tinySettings(root, adapter), { root }));
  rmSync(join(root, 'models/ann'), { recursive: true });
  const write = (yes: boolean) =>
    typesOf(generate({ run: 'run1', yes, nsamples: 1, length: 2, seed: 1, device: 'reference' }, { root }));
  await expect(write(false)).rejects.toThrow(NotDownloadedFault);
  expect(await write(true)).toEqual(expect.arrayContaining(['downloaded', 'text-done']));
});

it('encode uses the vocabulary of a missing model only if it may download it', async () => {
  const text = join(root, 'text.txt');
  writeFileSync(text, 'the the');
  const given = { in_text: text, out_npz: join(root, 'out.npz'), model_name };
  await expect(typesOf(encode(given, { root }))).rejects.toThrow(NotDownloadedFault);
  await expect(typesOf(encode({ ...given, model_name: 'smollm2-135m' }, { root }))).rejects.toThrow(NotDownloadedFault);
  expect(await typesOf(encode({ ...given, model_name: 'distilgpt2' }, { root }))).toEqual(['reading', 'encoded']);
});

it('the size of a known model is shown', async () => {
  await expect(resolveModel(nodeProject({ root }), { model_name: '345M' })).rejects.toThrow(
    `The model 345M is not in ${join(root, 'models/355M')}. Download it (1.5 GB) with: tpdne download 345M (or give --yes `,
  );
  await writeTinyModels(root, ['models/355M']);
  for (const name of ['345M', '355M', 'gpt2-medium', 'openai-community/gpt2-medium']) {
    expect((await resolveModel(nodeProject({ root }), { model_name: name })).path).toBe(join(root, 'models/355M'));
  }
  await writeTinyModels(root, ['models/345M']);
  expect((await resolveModel(nodeProject({ root }), { model_name: '345M' })).path).toBe(join(root, 'models/345M'));
});

describe('the list of models', () => {
  const listed = async () => {
    const events: ModelsEvent[] = [];
    for await (const event of models({ root })) events.push(event);
    return events;
  };

  it('lists everything in models/, stopped downloads, and downloadable models', async () => {
    expect((await listed()).map(({ type, name }) => [type, name])).toEqual(
      knownModels.map(({ name }) => ['downloadable', name]),
    );
    await seen({ model: 'ann/tiny' }, { root });
    const path = join(root, 'models/ann/.tiny@v1.partial/model.safetensors');
    const cut = cutAt(9000, () => path);
    server.storage.trouble(/./, cut, cut, cut);
    await seen({ model: 'ann/tiny@v1' }, { root });
    await writeTinyModels(root, ['models/124M', 'models/mine/model-7']);
    mkdirSync(join(root, 'models/empty'));
    const [known, stopped, tiny, empty, mine, ...others] = await listed();
    const downloadable = knownModels.filter(({ name }) => name !== '124M');
    expect(known).toMatchObject({ name: '124M', format: 'safetensors', from: 'a training here', problem: null });
    expect(stopped).toMatchObject({ type: 'unfinished', name: `ann/tiny@v1` });
    expect(tiny).toMatchObject({
      name: 'ann/tiny',
      from: `${server.address}/ann/tiny`,
      path: join(root, 'models/ann/tiny'),
    });
    expect(empty).toMatchObject({
      name: 'empty',
      parameters: null,
      problem: expect.stringContaining('contains no model'),
    });
    expect(mine).toMatchObject({ name: 'mine', path: join(root, 'models/mine/model-7') });
    expect(others.map(({ name }) => name)).toEqual(downloadable.map(({ name }) => name));
    expect(others.find(({ name }) => name === 'llama-3.2-1b')).toMatchObject({
      parameters: 1_235_814_400,
      licence: 'Llama 3.2 Community',
      isGated: true,
      bitsPerByte: null,
    });
  });

  it('lists the cache of other software, except unsupported models', async () => {
    const cache = temporaryFolder();
    vi.stubEnv('HF_HUB_CACHE', cache);
    await writeTinyModels(root, ['made']);
    for (const [repository, config] of [
      ['ann/good', null],
      ['ann/llama', '{"model_type":"llama"}'],
    ] as const) {
      const folder = join(cache, `models--${repository.replace('/', '--')}`);
      mkdirSync(join(folder, 'refs'), { recursive: true });
      writeFileSync(join(folder, 'refs/main'), commit);
      await writeTinyModels(folder, [`snapshots/${commit}`]);
      if (config !== null) writeFileSync(join(folder, `snapshots/${commit}/config.json`), config);
    }
    const [found, ...others] = await listed();
    expect(found).toMatchObject({ name: 'ann/good', from: "Hugging Face's cache", format: 'safetensors' });
    expect(others.every(({ type }) => type === 'downloadable')).toBe(true);
    renameSync(join(cache, 'models--ann--good'), join(cache, 'models--ann--other'));
    expect((await listed())[0].name).toBe('ann/other');
  });
});
