import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { askServer } from '../../../src/node/network/ask-server.ts';
import { HttpClient } from '../../../src/node/network/client.ts';
import { fetchDocument } from '../../../src/node/network/fetch-document.ts';
import { ProxyFault } from '../../../src/node/network/open-dispatcher.ts';
import { requestFile } from '../../../src/node/network/request-file.ts';
import { hostileServer, socketServer } from '../hostile-server.ts';
import { localProxy } from './local-proxy.ts';
import { impatient } from './quick-retries.ts';

beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

const json = { 'content-type': 'application/json' };
const question = { headers: { authorization: 'Basic secret' }, credentials: 'Check them.' };

/** Every use of the client, with what it makes of the answer '{"a":1}'. */
const uses: Readonly<Record<string, (address: string) => Promise<unknown>>> = {
  'a feed': async (address) => JSON.parse(String((await fetchDocument(address, { retryPolicy: impatient })).bytes)),
  'a question to a blog': (address) => askServer({ ...question, method: 'GET', address }, { retryPolicy: impatient }),
  'a post to a blog': (address) =>
    askServer({ ...question, method: 'POST', address, body: { title: 'Tea' } }, { retryPolicy: impatient }),
  'a file of a model': async (address) => {
    const client = new HttpClient(impatient.stallMs);
    try {
      return JSON.parse(String(Buffer.from(await (await requestFile(client, address, {})).bytes())));
    } finally {
      await client.close();
    }
  },
};

describe.each(Object.keys(uses))('%s', (use) => {
  const ask = uses[use];
  const answering = () => hostileServer((_, response) => void response.writeHead(200, json).end('{"a":1}'));

  it('goes through the proxy for http: addresses, without a tunnel', async () => {
    const { address, asked } = await answering();
    const proxy = await localProxy({ 'blog.example:80': address });
    vi.stubEnv('HTTP_PROXY', proxy.address);
    expect(await ask('http://blog.example/x?y=1')).toEqual({ a: 1 });
    expect(proxy.requests).toEqual([{ method: use === 'a post to a blog' ? 'POST' : 'GET', host: 'blog.example:80' }]);
    expect(asked.map(({ url }) => url)).toEqual(['/x?y=1']);
  });

  it('goes through a tunnel of the proxy for https: addresses', async () => {
    const { address } = await answering();
    const proxy = await localProxy({ 'blog.example:443': address });
    vi.stubEnv('HTTPS_PROXY', proxy.address);
    // The server behind the tunnel does not speak TLS.
    await expect(ask('https://blog.example/x')).rejects.toThrow('could not be reached');
    expect(new Set(proxy.requests.map(({ method, host }) => `${method} ${host}`))).toEqual(
      new Set(['CONNECT blog.example:443']),
    );
    expect(proxy.requests).toHaveLength(['a post to a blog', 'a file of a model'].includes(use) ? 1 : 3);
  });

  it.each([
    ['this computer', ''],
    ['a host in NO_PROXY', '127.0.0.1'],
  ])('does not go through the proxy to %s', async (_, exceptions) => {
    const { address } = await answering();
    const proxy = await localProxy({});
    vi.stubEnv('HTTP_PROXY', proxy.address);
    vi.stubEnv('NO_PROXY', exceptions);
    expect(await ask(address)).toEqual({ a: 1 });
    expect(proxy.requests).toEqual([]);
  });

  it('names a proxy that is not an address', async () => {
    vi.stubEnv('HTTPS_PROXY', 'proxy.example:8080');
    await expect(ask('https://blog.example/x')).rejects.toThrow(ProxyFault);
  });

  it.each(['http', 'https'])('is not repeated when the proxy does not allow an %s: address', async (scheme) => {
    const proxy = await localProxy({});
    vi.stubEnv('HTTP_PROXY', proxy.address);
    await expect(ask(`${scheme}://blog.example/x`)).rejects.toThrow('answers 403');
    expect(proxy.requests).toHaveLength(1);
  });
});

const badProxies: Readonly<Record<string, (socket: Socket) => void>> = {
  'never answers': () => {},
  'closes the connection': (socket) => socket.once('data', () => socket.end()),
  'resets the connection': (socket) => socket.once('data', () => socket.resetAndDestroy()),
  'does not speak HTTP': (socket) => socket.once('data', () => socket.end('hello\r\n\r\n')),
  'is busy': (socket) => socket.once('data', () => socket.end('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n')),
};

describe.each(['http', 'https'])('a proxy for %s: addresses', (scheme) => {
  test.each(Object.keys(badProxies))('that %s is given up, and may be tried again', async (name) => {
    let connections = 0;
    const address = await socketServer((socket) => {
      connections++;
      badProxies[name](socket);
    });
    vi.stubEnv('HTTP_PROXY', address);
    const started = performance.now();
    const asked = fetchDocument(`${scheme}://blog.example/x`, { retryPolicy: impatient });
    await expect(asked).rejects.toThrow(/^http.* was not downloaded: .*, 3 times in a row\.$/);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(connections).toBeLessThanOrEqual(3);
  });
});
