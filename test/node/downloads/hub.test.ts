import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { openPytorch } from '../../../src/engine/checkpoint/pytorch.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { loadModel } from '../../../src/node/checkpoints/load-model.ts';
import { findModel } from '../../../src/node/checkpoints/model-folder.ts';
import { DiskSpaceFault } from '../../../src/node/downloads/download-model.ts';
import { ChecksumFault } from '../../../src/node/downloads/fetch-file.ts';
import { HubAccessFault } from '../../../src/node/downloads/hub.ts';
import { NotGpt2Fault } from '../../../src/node/downloads/model-checks.ts';
import { exportFormats } from '../../../src/node/exports/export-formats.ts';
import { DownloadFault } from '../../../src/node/files/download.ts';
import { SettingFault } from '../../../src/pipeline/settings.ts';
import { tinyModel, tinyVocabulary } from '../../engine/generation/tiny-model.ts';
import { smallVocabulary } from '../../engine/tokens/small-vocabulary.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import {
  commit,
  cutAt,
  damaged,
  type FakeRepository,
  fakeHub,
  hashOf,
  stallAt,
  status,
  tunnelProxy,
} from './fake-hub.ts';
import { cleanEnvironment, seen, tinyRepository } from './repositories.ts';

const recorded = (name: string) => readFileSync(new URL(`../../engine/checkpoint/recorded/${name}`, import.meta.url));
const weightsPath = /^\/[0-9a-f]{64}$/;
const name = 'ann/tiny';
let root: string;
let repository: FakeRepository;
let server: Awaited<ReturnType<typeof fakeHub>>;

beforeEach(async () => {
  root = temporaryFolder();
  repository = { files: await tinyRepository() };
  server = await fakeHub({ [name]: repository, 'distilbert/distilgpt2': repository });
  cleanEnvironment({ HF_ENDPOINT: server.address });
});
afterEach(() => vi.unstubAllEnvs());

const cut = (bytes: number) => cutAt(bytes, () => join(partial(), 'model.safetensors'));
const folder = () => join(root, 'models', name);
const partial = () => join(root, 'models/ann/.tiny.partial');
const get = (model: string = name, more = {}) => seen({ model }, { root, ...more });
const asksForWeights = () => server.storage.asked.filter(({ method }) => method === 'GET');

function expectWhole(): void {
  const wanted = ['config.json', 'merges.txt', 'model.safetensors', 'vocab.json'];
  expect(readdirSync(folder()).sort()).toEqual(['config.json', 'download.json', ...wanted.slice(1)]);
  for (const file of wanted) expect(readFileSync(join(folder(), file)).equals(repository.files[file])).toBe(true);
  expect(existsSync(partial())).toBe(false);
}

function expectNothing(): void {
  expect(existsSync(folder())).toBe(false);
}

describe('a model at Hugging Face', () => {
  it('comes whole, is found by its name, and says where it is from', async () => {
    const { lines, fault } = await get();
    expect(fault).toBeNull();
    expect(lines).toEqual([
      expect.stringMatching(
        /^Downloading ann\/tiny from http:\/\/127\.0\.0\.1:\d+\/ann\/tiny into .*models\/ann\/tiny: \d+ kB\.$/,
      ),
      expect.stringMatching(/^Whole and checked: [\d,]+ parameters, \d+ kB\.$/),
    ]);
    expectWhole();
    const device = openReferenceDevice();
    const { model } = await loadModel(device, (await findModel(name, root))!.path);
    model.free();
    await device.close();
    const origin = JSON.parse(readFileSync(join(folder(), 'download.json'), 'utf8'));
    expect(origin).toMatchObject({ source: 'huggingface', from: `${server.address}/${name}`, commit });
    const weights = repository.files['model.safetensors'];
    expect(origin.files['model.safetensors'].checksum).toBe(`sha256:${hashOf('sha256', weights)}`);
  });

  it('that is there stays as it is, and nobody is asked', async () => {
    await get();
    const asked = server.hub.asked.length;
    const { lines } = await get();
    expect(lines).toEqual([expect.stringMatching(/models\/ann\/tiny is there already: .* Nothing was downloaded\.$/)]);
    expect(server.hub.asked.length).toBe(asked);
  });

  it('has a folder of its own for a revision', async () => {
    expect((await get(`${name}@v1`)).fault).toBeNull();
    expect((await findModel(`${name}@v1`, root))!.path).toBe(join(root, 'models/ann/tiny@v1'));
    const { fault } = await get(`${name}@v2`);
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect((fault as Error).message).toContain('ann/tiny has no revision v2');
  });

  it('is known by its short name, from wherever the hub has it', async () => {
    expect((await get('distilgpt2')).fault).toBeNull();
    expect((await findModel('distilbert/distilgpt2', root))!.path).toBe(join(root, 'models/distilgpt2'));
  });

  it('is known by the address of its page', async () => {
    expect((await get(`https://huggingface.co/${name}`)).fault).toBeNull();
    expectWhole();
    expect((await get(`https://huggingface.co/${name}/tree/v1`)).fault).toBeNull();
    expect((await findModel(`${name}@v1`, root))!.path).toBe(join(root, 'models/ann/tiny@v1'));
    const { fault } = await get(`https://huggingface.co/datasets/${name}`);
    expect((fault as Error).message).toContain(
      'There is no model https://huggingface.co/datasets/ann/tiny to download',
    );
  });

  it('that is no model of anybody is refused with the nearest name', async () => {
    const { fault } = await get('124m');
    expect(fault).toBeInstanceOf(SettingFault);
    expect((fault as Error).message).toContain('did you mean 124M?');
    expect(server.hub.asked).toEqual([]);
  });

  it('shows the token to the hub alone, not to where the hub sends us', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_test');
    expect((await get()).fault).toBeNull();
    expect(new Set(server.hub.asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer hf_test']));
    expect(asksForWeights().map(({ authorization }) => authorization)).toEqual([null]);
  });
});

describe('a connection that breaks off', () => {
  it('at any byte goes on from there, and the file is the same', async () => {
    const bytes = repository.files['model.safetensors'].length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes - 1 }), async (at) => {
        root = temporaryFolder();
        server.storage.asked.length = 0;
        server.storage.trouble(weightsPath, cut(at));
        const { lines } = await get();
        expectWhole();
        expect(lines[1]).toMatch(
          /^The connection to 127\.0\.0\.1:\d+ broke off: .+\. Trying again in 1 s \(try 2 of 3\)\.$/,
        );
        const md5 = `"${hashOf('md5', repository.files['model.safetensors'])}"`;
        const [first, second] = asksForWeights();
        expect(first.range).toBeNull();
        expect(second).toMatchObject({ range: `bytes=${at}-`, ifRange: md5 });
      }),
      { numRuns: 8 },
    );
  });

  it('again and again ends, and the next start goes on with what has come', async () => {
    server.storage.trouble(weightsPath, cut(9000), cut(9000), cut(9000));
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(DownloadFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: The download of model\.safetensors did not succeed: the connection .* 3 times in a row\. Later the same command goes on with what has come\.$/,
    );
    expectNothing();
    expect(await findModel(name, root)).toBeNull();
    const there = readFileSync(join(partial(), 'model.safetensors')).length;
    expect(there).toBe(27_000);
    const before = asksForWeights().length;
    const second = await get();
    expectWhole();
    expect(second.lines[0]).toMatch(/: \d+ kB\. Going on: \d+ kB of it are there\.$/);
    expect(asksForWeights()[before].range).toBe(`bytes=${there}-`);
  });

  it('is begun anew where the server has another content by now', async () => {
    server.storage.trouble(weightsPath, cut(9000), (response, content) => {
      response.writeHead(200, { etag: '"new"', 'content-length': content.length }).end(content);
    });
    const { lines } = await get();
    expect(lines).toContain('model.safetensors begins again at its first byte: the server has it anew.');
    expectWhole();
  });

  it('is begun anew where what is there is longer than the server says', async () => {
    server.storage.trouble(weightsPath, cut(9000), status(416));
    expect((await get()).fault).toBeNull();
    expectWhole();
  });

  it('that only stands still is given up and tried again', async () => {
    server.storage.trouble(weightsPath, stallAt(5000));
    const { lines } = await get();
    expect(lines[1]).toMatch(
      /^The connection to .* broke off: nothing came for too long \(5,000 bytes of model\.safetensors are there\)\. Trying/,
    );
    expectWhole();
    expect(asksForWeights()[1].range).toBe('bytes=5000-');
  });
});

describe('a server in trouble', () => {
  it('is asked again, after the time that it wants', async () => {
    server.storage.trouble(weightsPath, status(429, { 'retry-after': '1' }), status(500));
    server.hub.trouble(/revision/, status(503));
    const { lines } = await get();
    expectWhole();
    expect(lines.filter((line) => line.includes('Trying again'))).toEqual([
      expect.stringMatching(
        /^The server 127\.0\.0\.1:\d+ answers 503 Service Unavailable\. Trying again in 1 s \(try 2 of 3\)\.$/,
      ),
      expect.stringMatching(
        /^The server 127\.0\.0\.1:\d+ answers 429 Too Many Requests\. Trying again in 1 s \(try 2 of 3\)\.$/,
      ),
      expect.stringMatching(
        /^The server 127\.0\.0\.1:\d+ answers 500 Internal Server Error\. Trying again in 1 s \(try 3 of 3\)\.$/,
      ),
    ]);
  });

  it('that wants to be left alone for long is', async () => {
    server.storage.trouble(weightsPath, status(429, { 'retry-after': '7200' }));
    const { lines } = await get();
    expect(lines.at(-1)).toContain(
      'answers 429 Too Many Requests, and wants to be asked again in 120 minutes. Later the same',
    );
  });

  it('that cannot be reached is told', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    expect((await get()).lines.at(-1)).toMatch(
      /^tpdne: Asking the hub for ann\/tiny did not succeed: the server 127\.0\.0\.1:9 could not be reached: .*, 3 times in a row\./,
    );
  });
});

describe('what is not the model', () => {
  it('is not kept: a content with another checksum', async () => {
    server.storage.trouble(weightsPath, damaged, damaged);
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(ChecksumFault);
    expect(lines[1]).toMatch(
      /^The checksum of model\.safetensors is [0-9a-f]{64}, and the server announces [0-9a-f]{64}\. Trying again/,
    );
    expect(lines.at(-1)).toMatch(/^tpdne: The checksum of model\.safetensors is .*, again\. Nothing of it is kept/);
    expectNothing();
    expect(existsSync(join(partial(), 'model.safetensors'))).toBe(false);
    expect((await get()).fault).toBeNull();
    expectWhole();
  });

  it('is not kept: a page that says that there is nothing', async () => {
    server.storage.trouble(weightsPath, status(404));
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(DownloadFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: http:.*\/model\.safetensors was not downloaded: the server 127\.0\.0\.1:\d+ answers 404 Not Found\.$/,
    );
    expectNothing();
  });

  it('is not kept: a page in place of a file', async () => {
    server.storage.trouble(weightsPath, status(200));
    expect((await get()).lines.at(-1)).toMatch(
      /^tpdne: The server 127\.0\.0\.1:\d+ answers with a web page in place of a file\./,
    );
    expectNothing();
  });

  it('is not kept: what an earlier start has left, when it is damaged', async () => {
    server.storage.trouble(weightsPath, cut(9000), cut(9000), cut(9000));
    await get();
    const path = join(partial(), 'model.safetensors');
    const content = readFileSync(path);
    content[100] ^= 255;
    writeFileSync(path, content);
    expect((await get()).lines.join('\n')).toContain('The checksum of model.safetensors is');
  });

  it('is refused by name before anything large comes: another kind of model', async () => {
    repository.files['config.json'] = Buffer.from('{"model_type":"opt"}');
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(NotGpt2Fault);
    expect(lines).toEqual([
      expect.stringMatching(
        /^tpdne: http:\/\/.*\/ann\/tiny is no GPT-2 that is read here; nothing large was downloaded: config\.json: model_type is "opt", expected "gpt2"\.$/,
      ),
    ]);
    expect(asksForWeights()).toEqual([]);
    expect(existsSync(partial())).toBe(false);
  });

  it.each([
    ['no weights', ['model.safetensors'], /has no weights at all; what is read from there is model\.safetensors or/],
    [
      'no vocabulary',
      ['vocab.json'],
      /has no vocabulary that is read here: it needs vocab\.json and merges\.txt, or tokenizer\.json/,
    ],
    ['no shape', ['config.json'], /it has no config\.json/],
  ])('is refused by name before anything large comes: %s', async (_, missing, message) => {
    for (const file of missing) delete repository.files[file];
    const { fault } = await get();
    expect(fault).toBeInstanceOf(NotGpt2Fault);
    expect((fault as Error).message).toMatch(message);
    expect(asksForWeights()).toEqual([]);
  });

  it('is refused by name before anything large comes: a vocabulary of another model', async () => {
    repository.files['config.json'] = Buffer.from(
      JSON.stringify({ ...JSON.parse(repository.files['config.json'].toString()), vocab_size: 300 }),
    );
    const { fault } = await get();
    expect((fault as Error).message).toMatch(
      /has a vocabulary that is not read here; .*the vocabulary has \d+ tokens, and the model 300/,
    );
    expect(asksForWeights()).toEqual([]);
  });

  it('is removed when its weights turn out to be of another shape', async () => {
    const config = JSON.parse(repository.files['config.json'].toString());
    repository.files['config.json'] = Buffer.from(JSON.stringify({ ...config, n_layer: 3 }));
    const { fault } = await get();
    expect(fault).toBeInstanceOf(NotGpt2Fault);
    expect((fault as Error).message).toMatch(
      /is no model that is read here, and was removed: .* lacks h\.2\.ln_1\.weight/,
    );
    expect(existsSync(partial())).toBe(false);
  });
});

describe('a model that not everybody gets', () => {
  it('says what to do: gated', async () => {
    repository.gated = true;
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: ann\/tiny is gated, and there is no token in HF_TOKEN: accept its terms at http.*\/ann\/tiny, put a token \(from your settings there\) into the environment as HF_TOKEN, and try again\.$/,
    );
    vi.stubEnv('HF_TOKEN', 'hf_test');
    expect((await get()).lines.at(-1)).toContain('the owner of the token in HF_TOKEN has not been let in yet');
  });

  it('says what to do: not there, or not for everybody', async () => {
    const { fault, lines } = await get('ann/nothing');
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: The hub has no model ann\/nothing \(401\): look at .*; if it is private, put a token/,
    );
  });

  it('wants a token that is one', async () => {
    vi.stubEnv('HF_TOKEN', 'secret');
    expect((await get()).lines.at(-1)).toBe('tpdne: HF_TOKEN is no token of Hugging Face: those begin with hf_.');
  });
});

describe('a token', () => {
  const asWhom = () => new Set(server.hub.asked.map(({ authorization }) => authorization));

  it.each([
    ['in the variable of before', () => vi.stubEnv('HUGGING_FACE_HUB_TOKEN', 'hf_test\n')],
    ['in the file that a login leaves', () => keepToken(join(temporaryFolder(), 'token'), 'HF_TOKEN_PATH')],
    ['in that file in the home of the hub', () => keepToken(join(temporaryFolder(), 'token'), 'HF_HOME')],
    [
      'in that file in the folder for caches',
      () => keepToken(join(temporaryFolder(), 'huggingface/token'), 'XDG_CACHE_HOME'),
    ],
  ])('is found %s', async (_, keep) => {
    keep();
    expect((await get()).fault).toBeNull();
    expect(asWhom()).toEqual(new Set(['Bearer hf_test']));
  });

  function keepToken(path: string, variable: string): void {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'hf_test\n');
    vi.stubEnv('HF_TOKEN_PATH', undefined);
    vi.stubEnv(
      variable,
      { HF_TOKEN_PATH: path, HF_HOME: join(path, '..'), XDG_CACHE_HOME: join(path, '../..') }[variable]!,
    );
  }

  it('in the environment goes before one in a file; that where it is from is told when it does not do', async () => {
    const path = join(temporaryFolder(), 'token');
    keepToken(path, 'HF_TOKEN_PATH');
    repository.gated = true;
    expect((await get()).lines.at(-1)).toContain(`the owner of the token in ${path} has not been let in yet`);
    vi.stubEnv('HF_TOKEN', 'hf_other');
    server.hub.asked.length = 0;
    await get();
    expect(asWhom()).toEqual(new Set(['Bearer hf_other']));
  });
});

describe('the disk', () => {
  it('that has no room is noticed before the start', async () => {
    const { fault, lines } = await get(name, { free: async () => 1e6 });
    expect(fault).toBeInstanceOf(DiskSpaceFault);
    expect(lines).toEqual([
      expect.stringMatching(/^tpdne: ann\/tiny needs 17 MB more, and the disk of .* has 1 MB left\. Free some space/),
    ]);
    expect(asksForWeights()).toEqual([]);
  });
});

describe('files of a model', () => {
  it('may be divided', async () => {
    const whole = repository.files['model.safetensors'];
    delete repository.files['model.safetensors'];
    const headerBytes = Number(whole.readBigUInt64LE(0));
    const names = Object.keys(JSON.parse(whole.subarray(8, 8 + headerBytes).toString())).filter(
      (key) => key !== '__metadata__',
    );
    const shard = 'model-00001-of-00001.safetensors';
    repository.files[shard] = whole;
    const weight_map = Object.fromEntries(names.map((tensor) => [tensor, shard]));
    repository.files['model.safetensors.index.json'] = Buffer.from(JSON.stringify({ weight_map }));
    expect((await get()).fault).toBeNull();
    expect(readdirSync(folder()).sort()).toEqual(
      ['config.json', 'download.json', 'merges.txt', shard, 'model.safetensors.index.json', 'vocab.json'].sort(),
    );
    delete repository.files[shard];
    root = temporaryFolder();
    expect((await get()).lines.at(-1)).toContain(`lacks ${shard}, which its model.safetensors.index.json names`);
  });

  it('may be pickles, divided too', async () => {
    const pickle = recorded('pytorch_model.bin');
    const config = { model_type: 'gpt2', vocab_size: 257, n_positions: 3, n_embd: 4, n_head: 2, n_layer: 1 };
    const { encoder, merges } = smallVocabulary();
    const beside = { 'config.json': JSON.stringify(config), 'vocab.json': encoder, 'merges.txt': merges };
    const names = [...(await openPytorch(bytesInMemory('recorded', pickle))).tensors.keys()];
    const shard = 'pytorch_model-00001-of-00001.bin';
    const weight_map = Object.fromEntries(names.map((tensor) => [tensor, shard]));
    const forms = [
      { 'pytorch_model.bin': pickle },
      { [shard]: pickle, 'pytorch_model.bin.index.json': JSON.stringify({ weight_map }) },
    ];
    for (const form of forms) {
      root = temporaryFolder();
      const files = Object.entries({ ...beside, ...form }).map(([name, content]) => [name, Buffer.from(content)]);
      repository.files = Object.fromEntries(files);
      expect((await get()).fault).toBeNull();
      const device = openReferenceDevice();
      const { model } = await loadModel(device, folder());
      model.free();
      await device.close();
    }
  });

  it('that other software has downloaded are not downloaded again', async () => {
    const cache = temporaryFolder();
    vi.stubEnv('HF_HUB_CACHE', cache);
    const blobs = join(cache, 'models--ann--tiny/blobs');
    mkdirSync(blobs, { recursive: true });
    const weights = repository.files['model.safetensors'];
    writeFileSync(join(blobs, hashOf('sha256', weights)), weights);
    expect((await get()).fault).toBeNull();
    expectWhole();
    expect(asksForWeights()).toEqual([]);
    root = temporaryFolder();
    writeFileSync(join(blobs, hashOf('sha256', weights)), Buffer.alloc(weights.length));
    expect((await get()).lines.join('\n')).toMatch(/The checksum of model\.safetensors is .* Trying again/);
    expectWhole();
  });

  it('that other software has downloaded are a model by its name', async () => {
    vi.stubEnv('HF_HUB_CACHE', undefined);
    vi.stubEnv('HF_HOME', temporaryFolder());
    const repositoryFolder = join(process.env.HF_HOME!, 'hub/models--ann--tiny');
    const snapshot = join(repositoryFolder, 'snapshots', commit);
    for (const made of [snapshot, join(repositoryFolder, 'refs')]) mkdirSync(made, { recursive: true });
    writeFileSync(join(repositoryFolder, 'refs/main'), commit);
    writeFileSync(join(snapshot, 'config.json'), repository.files['config.json']);
    expect(await findModel(name, root)).toBeNull();
    writeFileSync(join(snapshot, 'model.safetensors'), repository.files['model.safetensors']);
    expect((await findModel(name, root))!.path).toBe(snapshot);
  });
});

describe('a repository that has GGUF files alone', () => {
  const gguf = async (type: 'float32' | 'float16') => {
    const device = openReferenceDevice();
    const { parameters, configuration } = await tinyModel(device);
    const path = join(temporaryFolder(), 'tiny.gguf');
    const story = { step: null, base: null, trainingTokens: null };
    const model = { name: 'tiny', parameters, configuration, vocabulary: tinyVocabulary, endOfText: null, story };
    await exportFormats.gguf.write(path, model, type, { modelfile: false });
    await device.close();
    return readFileSync(path);
  };

  it('gives the least rounded one, which says everything itself', async () => {
    const files = { 'tiny-f32.gguf': await gguf('float32'), 'tiny-f16.gguf': await gguf('float16') };
    repository.files = { ...files, 'large-00001-of-00002.gguf': Buffer.alloc(5e6), 'config.json': Buffer.from('{}') };
    const { fault, lines } = await get();
    expect(fault).toBeNull();
    expect(lines[0]).toMatch(/^Of the 2 GGUF files of .*\/ann\/tiny, tiny-f32\.gguf is taken: it is the largest/);
    expect(readdirSync(folder()).sort()).toEqual(['download.json', 'tiny-f32.gguf']);
    const device = openReferenceDevice();
    const { model } = await loadModel(device, (await findModel(name, root))!.path);
    model.free();
    await device.close();
  });

  it('is refused by what the header says, before more of it comes', async () => {
    const whole = await gguf('float32');
    const other = Buffer.from(
      whole.toString('latin1').replace('\x04\0\0\0\0\0\0\0gpt2', '\x04\0\0\0\0\0\0\0gptj'),
      'latin1',
    );
    // A file of gigabytes, as it is announced: more than its beginning is not asked for.
    repository.files = { 'other.gguf': Buffer.concat([other, Buffer.alloc(6e6)]) };
    const { fault } = await get();
    expect(fault).toBeInstanceOf(NotGpt2Fault);
    expect((fault as Error).message).toMatch(
      /ann\/tiny is no GPT-2 that is read here; nothing large was downloaded: other\.gguf holds a model of architecture "gptj"/,
    );
    expect(asksForWeights().map(({ range }) => range)).toEqual(['bytes=0-4194303']);
    expectNothing();
  });

  it('is looked into again when the connection breaks off, and refused by a server that sends no parts', async () => {
    repository.files = { 'tiny.gguf': await gguf('float16') };
    server.storage.trouble(weightsPath, status(503), (response, content) => {
      response.writeHead(200, { 'content-length': content.length }).end(content);
    });
    const { lines } = await get();
    expect(lines[0]).toContain('answers 503 Service Unavailable. Trying again');
    expect(lines.at(-1)).toContain('cannot be looked into: its server sends no parts of a file');
  });
});

describe('a proxy in the environment', () => {
  it('is asked in place of the server, but for the hosts that are excepted', async () => {
    const { address, tunnels } = await tunnelProxy({ 'hub.example:80': server.address });
    vi.stubEnv('HTTP_PROXY', address);
    vi.stubEnv('HF_ENDPOINT', 'http://hub.example');
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect((await get()).fault).toBeNull();
    expectWhole();
    expect(new Set(tunnels)).toEqual(new Set(['hub.example:80']));
  });

  it('that is no address is told', async () => {
    vi.stubEnv('HTTP_PROXY', 'no address');
    expect((await get()).lines.at(-1)).toContain('HTTPS_PROXY or HTTP_PROXY is no address of a proxy');
  });
});

it('an interruption keeps what has come', async () => {
  server.storage.trouble(weightsPath, stallAt(5000));
  const stop = new AbortController();
  const got = get(name, { signal: stop.signal });
  while (!existsSync(join(partial(), 'model.safetensors'))) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect((await got).fault).toBe(stop.signal.reason);
  expectNothing();
  expect((await get()).fault).toBeNull();
  expectWhole();
});
