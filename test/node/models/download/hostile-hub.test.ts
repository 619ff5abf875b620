import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Fault } from '../../../../src/fault.ts';
import { remoteSource } from '../../../../src/node/models/download/remote-source.ts';
import { HttpClient } from '../../../../src/node/network/client.ts';
import { DownloadFault } from '../../../../src/project/download-events.ts';
import { hostileServer, hostilities } from '../../hostile-server.ts';
import { impatient } from '../../network/quick-retries.ts';
import type { Trouble } from './fake-hub.ts';
import { hubSession, weightsPath } from './hub-session.ts';

const session = hubSession();
const { cut, get, asksForWeights, expectWhole, partial } = session;

/** A part of the content with any Content-Range. */
const part =
  (range: (first: number, bytes: number) => string, from: (first: number) => number): Trouble =>
  (response, content, request) => {
    const first = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1]);
    const sent = content.subarray(from(first));
    response.writeHead(206, { 'content-range': range(first, content.length), 'content-length': sent.length }).end(sent);
  };

describe('the rest of a file that broke off, where the server', () => {
  test.each<[string, Trouble]>([
    [
      'sends later bytes',
      part(
        (first, all) => `bytes ${first + 9}-${all - 1}/${all}`,
        (first) => first + 9,
      ),
    ],
    [
      'sends earlier bytes',
      part(
        (first, all) => `bytes ${first - 9}-${all - 1}/${all}`,
        (first) => first - 9,
      ),
    ],
    [
      'sends the beginning',
      part(
        (_, all) => `bytes 0-${all - 1}/${all}`,
        () => 0,
      ),
    ],
    [
      'gives another size',
      part(
        (first, all) => `bytes ${first}-${all}/${all + 1}`,
        (first) => first,
      ),
    ],
    [
      'gives no range',
      part(
        () => '',
        (first) => first,
      ),
    ],
    [
      'gives the range in other units',
      part(
        (first, all) => `items ${first}-${all - 1}/${all}`,
        (first) => first,
      ),
    ],
    [
      'gives an invalid range',
      part(
        () => 'bytes */*',
        (first) => first,
      ),
    ],
  ])('%s, is not used, and the file is still whole', async (_, trouble) => {
    session.server.storage.trouble(weightsPath, cut(9000), trouble);
    const { fault, lines } = await get();
    expect(fault).toBeNull();
    expect(lines.join('\n')).toMatch(
      /Downloading model\.safetensors from the start: the server sent a part that was not requested/,
    );
    expect(asksForWeights().map(({ range }) => range)).toEqual([null, expect.stringMatching(/^bytes=\d+-$/), null]);
    expectWhole();
  });

  test('does not know the size of the whole, is used', async () => {
    session.server.storage.trouble(
      weightsPath,
      cut(9000),
      part(
        (first, all) => `bytes ${first}-${all - 1}/*`,
        (first) => first,
      ),
    );
    const { fault, lines } = await get();
    expect(fault).toBeNull();
    expect(lines.join('\n')).not.toContain('from the start');
    expect(asksForWeights().map(({ range }) => range)).toEqual([null, expect.stringMatching(/^bytes=\d+-$/)]);
    expectWhole();
  });

  test('lies about the part, is caught by the checksum', async () => {
    session.server.storage.trouble(
      weightsPath,
      cut(9000),
      part(
        (first, all) => `bytes ${first}-${all - 1}/${all}`,
        (first) => first - 9,
      ),
    );
    const { fault, lines } = await get();
    expect(fault).toBeNull();
    expect(lines.join('\n')).toMatch(/sent more than the|checksum of model\.safetensors is/);
    expectWhole();
  });
});

describe('reading a part of a remote file', () => {
  const content = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
  async function readFrom(range: (first: number) => [string, number]) {
    const { address } = await hostileServer((request, response) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!;
      const [header, from] = range(Number(first));
      response.writeHead(206, { 'content-range': header });
      response.end(content.subarray(from, from + Number(last) - Number(first) + 1));
    });
    const client = new HttpClient(400);
    try {
      const file = { name: 'x.gguf', address, bytes: 1000, checksum: null, version: '1' };
      return await remoteSource(file, client).read(100, 50);
    } finally {
      await client.close();
    }
  }

  test('returns the requested part', async () => {
    expect(await readFrom((first) => [`bytes ${first}-${first + 49}/1000`, first])).toEqual(
      new Uint8Array(content.subarray(100, 150)),
    );
  });

  test.each<[string, (first: number) => [string, number]]>([
    ['of another place', (first) => [`bytes ${first + 1}-${first + 50}/1000`, first + 1]],
    ['of the beginning', () => ['bytes 0-49/1000', 0]],
    ['without a place', (first) => ['', first]],
    ['that is too short', (first) => [`bytes ${first}-${first + 49}/1000`, 990]],
  ])('refuses a part %s', async (_, range) => {
    await expect(readFrom(range)).rejects.toThrow('the server sent a part of x.gguf that was not requested');
  });
});

describe('a hub that answers with', () => {
  test.each(Object.keys(hostilities))('%s is reported in one sentence, in time', async (name) => {
    const { address } = await hostileServer(hostilities[name]);
    vi.stubEnv('HF_ENDPOINT', address);
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    const { fault } = await get('ann/tiny', {
      retryPolicy: impatient,
      signal: AbortSignal.timeout(name === 'a body that drips' ? 2000 : 20_000),
    });
    expect(fault).not.toBeNull();
    if (name !== 'a body that drips') expect(fault).toBeInstanceOf(Fault);
    expect((fault as Error).message).not.toMatch(/hf_secret/);
  });

  test('a list that continues at another host does not send the token there', async () => {
    const other = await hostileServer((_, response) => void response.end('[]'));
    const hub = await hostileServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url!.includes('/tree/')) response.setHeader('link', `<${other.address}/next>; rel="next"`);
      response.end(
        request.url!.includes('/tree/') ? '[]' : JSON.stringify({ id: 'ann/tiny', _id: '1', sha: 'a'.repeat(40) }),
      );
    });
    vi.stubEnv('HF_ENDPOINT', hub.address);
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    const { fault } = await get();
    expect(fault).toBeInstanceOf(DownloadFault);
    expect((fault as Error).message).toMatch(/list of files at http:\/\/127\.0\.0\.1:\d+/);
    expect(hub.asked[0].headers.authorization).toBe('Bearer hf_secret');
    expect(other.asked).toEqual([]);
  });

  test('an endless list of empty pages is given up', async () => {
    const hub = await hostileServer((request, response) => {
      response.setHeader('link', `<http://${request.headers.host}${request.url}>; rel="next"`);
      response.setHeader('content-type', 'application/json');
      response.end(
        request.url!.includes('/tree/') ? '[]' : JSON.stringify({ id: 'ann/tiny', _id: '1', sha: 'a'.repeat(40) }),
      );
    });
    vi.stubEnv('HF_ENDPOINT', hub.address);
    const { fault } = await get();
    expect((fault as Error).message).toMatch(/The list of files at .* has no end/);
    expect(hub.asked.length).toBeLessThan(300);
  });

  test('a file that is redirected to another host does not send the token there', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    expect((await get()).fault).toBeNull();
    expect(asksForWeights().every(({ authorization }) => authorization === null)).toBe(true);
    expect(readFileSync(join(partial(), '..', 'tiny', 'config.json'), 'utf8')).toContain('gpt2');
  });
});
