import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ChecksumFault } from '../../../../src/node/models/download/fetch-file.ts';
import { HubAccessFault } from '../../../../src/node/models/download/hub.ts';
import { UnsupportedModelFault } from '../../../../src/node/models/download/model-checks.ts';
import { DownloadFault } from '../../../../src/project/download-events.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { damaged, fakeHub, status } from './fake-hub.ts';
import { hubSession, weightsPath } from './hub-session.ts';

const session = hubSession();
const { cut, partial, get, asksForWeights, expectWhole, expectNothing } = session;

describe('a wrong file', () => {
  it('is not kept: content with another checksum', async () => {
    session.server.storage.trouble(weightsPath, damaged, damaged);
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(ChecksumFault);
    expect(lines[1]).toMatch(
      /^The checksum of model\.safetensors is [0-9a-f]{64}, but the server announces [0-9a-f]{64}\. Trying again/,
    );
    expect(lines.at(-1)).toMatch(/^tpdne: The checksum of model\.safetensors is .*, again\. The file was removed/);
    expectNothing();
    expect(existsSync(join(partial(), 'model.safetensors'))).toBe(false);
    expect((await get()).fault).toBeNull();
    expectWhole();
  });

  it('is not kept: an answer 404', async () => {
    session.server.storage.trouble(weightsPath, status(404));
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(DownloadFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: http:.*\/model\.safetensors was not downloaded: the server 127\.0\.0\.1:\d+ answers 404 Not Found\.$/,
    );
    expectNothing();
  });

  it('is not kept: a web page instead of a file', async () => {
    session.server.storage.trouble(weightsPath, status(200));
    expect((await get()).lines.at(-1)).toMatch(/^tpdne: 127\.0\.0\.1:\d+ answers with a web page instead of a file\./);
    expectNothing();
  });

  it('is not kept: a damaged part from an earlier download', async () => {
    session.server.storage.trouble(weightsPath, cut(9000), cut(9000), cut(9000));
    await get();
    const path = join(partial(), 'model.safetensors');
    const content = readFileSync(path);
    content[100] ^= 255;
    writeFileSync(path, content);
    expect((await get()).lines.join('\n')).toContain('The checksum of model.safetensors is');
  });

  it('is refused before anything large is downloaded: another kind of model', async () => {
    session.repository.files['config.json'] = Buffer.from('{"model_type":"opt"}');
    const { lines, fault } = await get();
    expect(fault).toBeInstanceOf(UnsupportedModelFault);
    expect(lines).toEqual([
      expect.stringMatching(
        /^tpdne: http:\/\/.*\/ann\/tiny is not a supported model; nothing large was downloaded: config\.json: model_type is "opt", .* supported: gpt2, llama, .*\.$/,
      ),
    ]);
    expect(asksForWeights()).toEqual([]);
    expect(existsSync(partial())).toBe(false);
  });

  it.each([
    ['no weights', ['model.safetensors'], /has no weights\. Supported are model\.safetensors and/],
    [
      'no vocabulary',
      ['vocab.json'],
      /no supported vocabulary: it needs tokenizer\.json, or vocab\.json and merges\.txt/,
    ],
    ['no shape', ['config.json'], /it has no config\.json/],
  ])('is refused before anything large is downloaded: %s', async (_, missing, message) => {
    for (const file of missing) delete session.repository.files[file];
    const { fault } = await get();
    expect(fault).toBeInstanceOf(UnsupportedModelFault);
    expect((fault as Error).message).toMatch(message);
    expect(asksForWeights()).toEqual([]);
  });

  it('is refused before anything large is downloaded: a vocabulary of another model', async () => {
    session.repository.files['config.json'] = Buffer.from(
      JSON.stringify({ ...JSON.parse(session.repository.files['config.json'].toString()), vocab_size: 300 }),
    );
    const { fault } = await get();
    expect((fault as Error).message).toMatch(
      /vocabulary that is not supported; .*the vocabulary has \d+ tokens, and the model 300/,
    );
    expect(asksForWeights()).toEqual([]);
  });

  it('is removed if its weights turn out to have another shape', async () => {
    const config = JSON.parse(session.repository.files['config.json'].toString());
    session.repository.files['config.json'] = Buffer.from(JSON.stringify({ ...config, n_layer: 3 }));
    const { fault } = await get();
    expect(fault).toBeInstanceOf(UnsupportedModelFault);
    expect((fault as Error).message).toMatch(/not a supported model and was removed: .* h\.2\.ln_1\.weight/);
    expect(existsSync(partial())).toBe(false);
  });
});

describe('a model with restricted access', () => {
  it('says what to do: gated', async () => {
    session.repository.gated = true;
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: ann\/tiny is gated, and HF_TOKEN is not set\. Accept its terms at http.*\/ann\/tiny, set HF_TOKEN to a token .*\.$/,
    );
    vi.stubEnv('HF_TOKEN', 'hf_test');
    expect((await get()).lines.at(-1)).toContain('the owner of the token in HF_TOKEN does not have access yet');
  });

  it('says what to do: a gated model with a short name', async () => {
    const { address } = await fakeHub({ 'meta-llama/Llama-3.2-1B': { ...session.repository, gated: true } });
    vi.stubEnv('HF_ENDPOINT', address);
    expect((await get('llama-3.2-1b')).lines.at(-1)).toMatch(
      /^tpdne: meta-llama\/Llama-3\.2-1B is gated, and HF_TOKEN is not set\. Accept its terms at http.*Llama-3\.2-1B, set HF_TOKEN/,
    );
  });

  it('says what to do: missing or private', async () => {
    const { fault, lines } = await get('ann/nothing');
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: The hub has no model ann\/nothing \(401\)\. Check its name at .*; if it is private, set HF_TOKEN/,
    );
  });

  it('requires a valid token', async () => {
    vi.stubEnv('HF_TOKEN', 'secret');
    expect((await get()).lines.at(-1)).toBe('tpdne: HF_TOKEN is not a Hugging Face token, which begins with hf_.');
  });
});

describe('a token', () => {
  const asWhom = () => new Set(session.server.hub.asked.map(({ authorization }) => authorization));

  it.each([
    ['in the older variable', () => vi.stubEnv('HUGGING_FACE_HUB_TOKEN', 'hf_test\n')],
    ['in the file that a login writes', () => keepToken(join(temporaryFolder(), 'token'), 'HF_TOKEN_PATH')],
    ['in that file in HF_HOME', () => keepToken(join(temporaryFolder(), 'token'), 'HF_HOME')],
    [
      'in that file in the cache folder',
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

  it('in the environment has precedence over one in a file; a refusal names where it was found', async () => {
    const path = join(temporaryFolder(), 'token');
    keepToken(path, 'HF_TOKEN_PATH');
    session.repository.gated = true;
    expect((await get()).lines.at(-1)).toContain(`the owner of the token in ${path} does not have access yet`);
    vi.stubEnv('HF_TOKEN', 'hf_other');
    session.server.hub.asked.length = 0;
    await get();
    expect(asWhom()).toEqual(new Set(['Bearer hf_other']));
  });
});
