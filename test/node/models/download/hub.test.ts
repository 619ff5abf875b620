import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { DiskSpaceFault } from '../../../../src/node/models/download/disk-space.ts';
import { HubAccessFault } from '../../../../src/node/models/download/hub.ts';
import { nodeProject } from '../../../../src/node/project/node-project.ts';
import { findModel } from '../../../../src/pipeline/models/find-model.ts';
import { loadModel } from '../../../../src/pipeline/models/load-model.ts';
import { SettingFault } from '../../../../src/pipeline/settings/settings-table.ts';
import { DownloadFault } from '../../../../src/project/download-events.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { localProxy } from '../../network/local-proxy.ts';
import { impatient } from '../../network/quick-retries.ts';
import { commit, hashOf, stallAt, status } from './fake-hub.ts';
import { hubSession, weightsPath } from './hub-session.ts';

const session = hubSession();
const { name, cut, folder, partial, get, asksForWeights, expectWhole, expectNothing } = session;

describe('a model at Hugging Face', () => {
  it('is downloaded whole, is found by its name, and records its origin', async () => {
    const { lines, fault } = await get();
    expect(fault).toBeNull();
    expect(lines).toEqual([
      expect.stringMatching(
        /^Downloading ann\/tiny from http:\/\/127\.0\.0\.1:\d+\/ann\/tiny to .*models\/ann\/tiny: \d+ kB\.$/,
      ),
      expect.stringMatching(/^Downloaded and verified: [\d,]+ parameters, \d+ kB\.$/),
    ]);
    expectWhole();
    const device = openReferenceDevice();
    const { model } = await loadModel(
      nodeProject(),
      device,
      (await findModel(nodeProject({ root: session.root }), name))!.path,
    );
    model.free();
    await device.close();
    const origin = JSON.parse(readFileSync(join(folder(), 'download.json'), 'utf8'));
    expect(origin).toMatchObject({ source: 'hub', from: `${session.server.address}/${name}`, commit });
    const weights = session.repository.files['model.safetensors'];
    expect(origin.files['model.safetensors'].checksum).toBe(`sha256:${hashOf('sha256', weights)}`);
  });

  it('that already exists stays unchanged, without a request', async () => {
    await get();
    const asked = session.server.hub.asked.length;
    const { lines } = await get();
    expect(lines).toEqual([expect.stringMatching(/models\/ann\/tiny already exists: .* Nothing was downloaded\.$/)]);
    expect(session.server.hub.asked.length).toBe(asked);
  });

  it('has a separate folder for a revision', async () => {
    expect((await get(`${name}@v1`)).fault).toBeNull();
    expect((await findModel(nodeProject({ root: session.root }), `${name}@v1`))!.path).toBe(
      join(session.root, 'models/ann/tiny@v1'),
    );
    const { fault } = await get(`${name}@v2`);
    expect(fault).toBeInstanceOf(HubAccessFault);
    expect((fault as Error).message).toContain('ann/tiny has no revision v2');
  });

  it('is found by its short name, wherever the hub has it', async () => {
    expect((await get('distilgpt2')).fault).toBeNull();
    expect((await findModel(nodeProject({ root: session.root }), 'distilbert/distilgpt2'))!.path).toBe(
      join(session.root, 'models/distilgpt2'),
    );
  });

  it('is found by the address of its page', async () => {
    expect((await get(`https://huggingface.co/${name}`)).fault).toBeNull();
    expectWhole();
    expect((await get(`https://huggingface.co/${name}/tree/v1`)).fault).toBeNull();
    expect((await findModel(nodeProject({ root: session.root }), `${name}@v1`))!.path).toBe(
      join(session.root, 'models/ann/tiny@v1'),
    );
    const { fault } = await get(`https://huggingface.co/datasets/${name}`);
    expect((fault as Error).message).toContain(
      'There is no model https://huggingface.co/datasets/ann/tiny to download',
    );
  });

  it('with an unknown name is refused with the nearest one', async () => {
    const { fault } = await get('124m');
    expect(fault).toBeInstanceOf(SettingFault);
    expect((fault as Error).message).toContain('did you mean 124M?');
    expect(session.server.hub.asked).toEqual([]);
  });

  it('sends the token to the hub only, not to the host of a redirect', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_test');
    expect((await get()).fault).toBeNull();
    expect(new Set(session.server.hub.asked.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer hf_test']),
    );
    expect(asksForWeights().map(({ authorization }) => authorization)).toEqual([null]);
  });
});

describe('a connection that breaks off', () => {
  it('at any byte resumes there, with the same file', async () => {
    const bytes = session.repository.files['model.safetensors'].length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes - 1 }), async (at) => {
        session.root = temporaryFolder();
        session.server.storage.asked.length = 0;
        session.server.storage.trouble(weightsPath, cut(at));
        const { lines } = await get();
        expectWhole();
        // Not always the second line: the request for the list of files may have met the connection that was cut before.
        expect(lines.join('\n')).toMatch(
          /^The connection to 127\.0\.0\.1:\d+ broke off: .+\. Trying again in 1 s \(try 2 of 3\)\.$/m,
        );
        const md5 = `"${hashOf('md5', session.repository.files['model.safetensors'])}"`;
        const [first, second] = asksForWeights();
        expect(first.range).toBeNull();
        expect(second).toMatchObject({ range: `bytes=${at}-`, ifRange: md5 });
      }),
      { numRuns: 8 },
    );
  });

  it('again and again ends the download, and the next call resumes it', async () => {
    session.server.storage.trouble(weightsPath, cut(9000), cut(9000), cut(9000));
    const { fault, lines } = await get();
    expect(fault).toBeInstanceOf(DownloadFault);
    expect(lines.at(-1)).toMatch(
      /^tpdne: Downloading model\.safetensors failed: the connection .* 3 times in a row\. To resume the download, run the same command later\.$/,
    );
    expectNothing();
    expect(await findModel(nodeProject({ root: session.root }), name)).toBeNull();
    const there = readFileSync(join(partial(), 'model.safetensors')).length;
    expect(there).toBe(27_000);
    const before = asksForWeights().length;
    const second = await get();
    expectWhole();
    expect(second.lines[0]).toMatch(/: \d+ kB\. Resuming: \d+ kB are already here\.$/);
    expect(asksForWeights()[before].range).toBe(`bytes=${there}-`);
  });

  it('starts over if the server has other content by then', async () => {
    session.server.storage.trouble(weightsPath, cut(9000), (response, content) => {
      response.writeHead(200, { etag: '"new"', 'content-length': content.length }).end(content);
    });
    const { lines } = await get();
    expect(lines).toContain('Downloading model.safetensors from the start: the server has another version of it.');
    expectWhole();
  });

  it('starts over if the downloaded part is longer than the file on the server', async () => {
    session.server.storage.trouble(weightsPath, cut(9000), status(416));
    expect((await get()).fault).toBeNull();
    expectWhole();
  });

  it('that stalls is given up and retried', async () => {
    session.server.storage.trouble(weightsPath, stallAt(5000));
    const { lines } = await get(name, { retryPolicy: impatient });
    expect(lines[1]).toMatch(
      /^The connection to .* broke off: nothing arrived for too long \(5,000 bytes of model\.safetensors are downloaded\)\. Trying/,
    );
    expectWhole();
    expect(asksForWeights()[1].range).toBe('bytes=5000-');
  });
});

describe('a server in trouble', () => {
  it('is asked again after the time that it names', async () => {
    session.server.storage.trouble(weightsPath, status(429, { 'retry-after': '1' }), status(500));
    session.server.hub.trouble(/revision/, status(503));
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

  it('that asks for a long pause is reported', async () => {
    session.server.storage.trouble(weightsPath, status(429, { 'retry-after': '7200' }));
    const { lines } = await get();
    expect(lines.at(-1)).toContain('answers 429 Too Many Requests, and asks to wait 120 minutes.');
  });

  it('that cannot be reached is reported', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    expect((await get()).lines.at(-1)).toMatch(
      /^tpdne: ann\/tiny was not downloaded: the hub at http:\/\/127\.0\.0\.1:9 cannot be reached \(.+\)\.$/,
    );
  });
});

describe('the disk', () => {
  it('without enough space is noticed before the download', async () => {
    const { fault, lines } = await get(name, { freeBytes: async () => 1e6 });
    expect(fault).toBeInstanceOf(DiskSpaceFault);
    expect(lines).toEqual([
      expect.stringMatching(/^tpdne: ann\/tiny needs 17 MB more, and the disk of .* has 1 MB left\. Free some space/),
    ]);
    expect(asksForWeights()).toEqual([]);
  });
});

describe('a proxy in the environment', () => {
  it('is used for all hosts except those in NO_PROXY', async () => {
    const proxy = await localProxy({ 'hub.example:80': session.server.address });
    vi.stubEnv('HTTP_PROXY', proxy.address);
    vi.stubEnv('HF_ENDPOINT', 'http://hub.example');
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect((await get()).fault).toBeNull();
    expectWhole();
    expect(new Set(proxy.requests.map(({ host }) => host))).toEqual(new Set(['hub.example:80']));
  });

  it('that is not an address is reported', async () => {
    vi.stubEnv('HTTP_PROXY', 'no address');
    expect((await get()).lines.at(-1)).toContain('HTTPS_PROXY or HTTP_PROXY is not the address of a proxy');
  });
});

it('an interruption keeps what was downloaded', async () => {
  session.server.storage.trouble(weightsPath, stallAt(5000));
  const stop = new AbortController();
  const got = get(name, { signal: stop.signal });
  while (!existsSync(join(partial(), 'model.safetensors'))) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect((await got).fault).toBe(stop.signal.reason);
  expectNothing();
  expect((await get()).fault).toBeNull();
  expectWhole();
});
