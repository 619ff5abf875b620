import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { UnsupportedModelFault } from '../../../../src/node/models/download/model-checks.ts';
import { RefusedFault } from '../../../../src/node/network/request-file.ts';
import { nodeProject } from '../../../../src/node/project/node-project.ts';
import { findModel } from '../../../../src/pipeline/models/find-model.ts';
import { loadModel } from '../../../../src/pipeline/models/load-model.ts';
import { SettingFault } from '../../../../src/pipeline/settings/settings-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { impatient } from '../../network/quick-retries.ts';
import { cutAt, FileServer, hashOf, listen, stallAt, status, type Trouble } from './fake-hub.ts';
import { cleanEnvironment, seen, tinyBucket } from './repositories.ts';

const DATA = 'model.ckpt.data-00000-of-00001';
let root: string;
let files: Record<string, Buffer>;
let server: FileServer;
let tellsMd5: boolean;

/** The parts of the bucket that a download requests. */
beforeEach(async () => {
  root = temporaryFolder();
  files = await tinyBucket();
  server = new FileServer();
  tellsMd5 = false;
  const address = await listen((request, response) => {
    server.note(request);
    const content = files[request.url!.replace('/models/124M/', '')];
    if (content === undefined) return void status(404)(response, Buffer.alloc(0), request);
    const md5 = { 'content-md5': Buffer.from(hashOf('md5', content), 'hex').toString('base64') };
    const headers = { etag: `"${hashOf('md5', content)}"`, 'content-type': 'application/octet-stream' };
    server.send(request, response, content, tellsMd5 ? { ...headers, ...md5 } : headers);
  });
  cleanEnvironment({ TPDNE_OPENAI_ENDPOINT: `${address}/models` });
});
afterEach(() => vi.unstubAllEnvs());

const folder = () => join(root, 'models/124M');
const partial = () => join(root, 'models/.124M.partial');
const cut = (bytes: number) => cutAt(bytes, () => join(partial(), DATA));
const get = (model = '124M', more = {}) => seen({ model, source: 'openai' }, { root, ...more });
const getsOf = (name: string) => server.asked.filter(({ method, path }) => method === 'GET' && path.endsWith(name));
/** The next answers to a GET of a file, after its HEAD. */
const trouble = (name: string, ...troubles: Trouble[]) => {
  const asIs: Trouble = (response, content, request) => {
    const headers = { etag: `"${hashOf('md5', content)}"`, 'content-length': content.length };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : content);
  };
  server.trouble(new RegExp(`${name}$`), asIs, ...troubles);
};

function expectWhole(): void {
  expect(readdirSync(folder()).sort()).toEqual([...Object.keys(files), 'download.json'].sort());
  for (const [name, content] of Object.entries(files))
    expect(readFileSync(join(folder(), name)).equals(content)).toBe(true);
  expect(existsSync(partial())).toBe(false);
}

describe('a model of OpenAI', () => {
  it.each([false, true])('is downloaded in its seven files, also by its old name; with checksums: %s', async (told) => {
    tellsMd5 = told;
    const { lines, fault } = await get('117M');
    expect(fault).toBeNull();
    expect(lines).toEqual([
      expect.stringMatching(/^Downloading 124M from http:\/\/.*\/models\/124M to .*models\/124M: \d+ kB\.$/),
      expect.stringMatching(/^Downloaded and verified: [\d,]+ parameters, \d+ kB\.$/),
    ]);
    expectWhole();
    const device = openReferenceDevice();
    const { model } = await loadModel(nodeProject(), device, (await findModel(nodeProject({ root }), '117M'))!.path);
    model.free();
    await device.close();
  });

  it('resumes after broken connections, with the same file', async () => {
    trouble(DATA, cut(10_000), cut(3000));
    expect((await get()).fault).toBeNull();
    expectWhole();
    expect(getsOf(DATA).map(({ range }) => range)).toEqual([null, 'bytes=10000-', 'bytes=13000-']);
    expect(getsOf(DATA)[1].ifRange).toBe(`"${hashOf('md5', files[DATA])}"`);
  });

  it('resumes after a server stalled or was busy', async () => {
    trouble(DATA, status(429), stallAt(2000));
    const { lines } = await get('124M', { retryPolicy: impatient });
    expect(lines.filter((line) => line.includes('Trying again')).length).toBe(2);
    expectWhole();
  });

  it('resumes in another process, and starts over if the server has another file by then', async () => {
    const cuts = [cut(9000), cut(9000), cut(9000)];
    trouble(DATA, ...cuts);
    expect((await get()).fault).not.toBeNull();
    const there = readFileSync(join(partial(), DATA)).length;
    server.asked.length = 0;
    expect((await get()).fault).toBeNull();
    expect(getsOf(DATA)[0].range).toBe(`bytes=${there}-`);
    expectWhole();

    root = temporaryFolder();
    trouble(DATA, ...cuts);
    await get();
    files['vocab.bpe'] = Buffer.concat([files['vocab.bpe'], Buffer.from('\n')]);
    server.asked.length = 0;
    const { lines } = await get();
    expect(lines[0]).toMatch(/^Downloading vocab\.bpe from the start: .* another version\.$/);
    expect(getsOf('vocab.bpe').map(({ range }) => range)).toEqual([null]);
    expectWhole();
  });
});

describe('a wrong file', () => {
  it('is removed: numbers that do not match their checksum', async () => {
    files[DATA] = Buffer.from(files[DATA]);
    files[DATA][5000] ^= 1;
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(UnsupportedModelFault);
    expect(lines.at(-1)).toMatch(/not a supported model and was removed: .* checksum/);
    expect(existsSync(folder())).toBe(false);
    expect(existsSync(partial())).toBe(false);
  });

  it('is refused: an answer 404', async () => {
    delete files['model.ckpt.meta'];
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(RefusedFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: http.*model\.ckpt\.meta was not downloaded: the server 127\.0\.0\.1:\d+ answers 404 Not Found\.$/,
    );
    expect(existsSync(folder())).toBe(false);
  });

  it.each([
    ['hparams.json', '{"n_vocab": 3}', /not a supported model; nothing large was downloaded: hparams\.json: n_ctx/],
    ['encoder.json', '{"a": 0}', /vocabulary that is not supported; nothing large/],
    ['model.ckpt.meta', 'no graph', /has a damaged graph/],
    [
      'model.ckpt.index',
      'no index at all, but long enough to have a footer of forty-eight bytes',
      /model\.ckpt\.index .* Copy or download/,
    ],
    [DATA, 'short', /has 5 bytes of data, but its index describes/],
  ])('is found before the large file is downloaded: %s', async (name, content, message) => {
    files[name] = Buffer.from(content);
    const { fault } = await get();
    expect((fault as Error).message).toMatch(message);
    expect(getsOf(DATA)).toEqual([]);
    expect(existsSync(folder())).toBe(false);
  });

  it('is refused by its name: a model that OpenAI does not have', async () => {
    for (const name of ['distilgpt2', 'ann/tiny', '124M@main']) {
      const { fault } = await get(name);
      expect(fault).toBeInstanceOf(SettingFault);
      expect((fault as Error).message).toContain('OpenAI only offers 124M, 355M, 774M, 1558M');
    }
  });
});
