import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, test } from 'vitest';
import { fetchDocument } from '../../../src/node/network/fetch-document.ts';
import { DownloadFault } from '../../../src/project/download-events.ts';
import { hostileServer, hostilities } from '../hostile-server.ts';
import { quick } from './quick-retries.ts';

const textOf = async (address: string) =>
  new TextDecoder().decode((await fetchDocument(address, { retryPolicy: quick })).bytes);

describe.each(Object.keys(hostilities))('a feed that is %s', (name) => {
  it('ends in one sentence or a few bytes, in time and memory', async () => {
    const { address } = await hostileServer(hostilities[name]);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const outcome = await fetchDocument(`${address}/feed`, { deadlineMs: 1500, retryPolicy: quick }).catch(
      (fault: unknown) => fault,
    );
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(DownloadFault);
      expect(outcome.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/feed was not downloaded: .*\.$/s);
    } else expect((outcome as { bytes: Uint8Array }).bytes.length).toBeLessThan(1e6);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  });
});

type Trouble = (request: IncomingMessage, response: ServerResponse) => void;

test.each<[string, Trouble]>([
  ['answers 429', (_, response) => void response.writeHead(429, { 'retry-after': '0' }).end()],
  ['answers 503', (_, response) => void response.writeHead(503).end()],
  ['resets the connection', hostilities['a reset connection']],
  ['breaks off', hostilities['a body that breaks off']],
])('a server that %s is asked again', async (_, trouble) => {
  const { address, asked } = await hostileServer((request, response) => {
    if (asked.length < 3) return trouble(request, response);
    response.end('<rss/>');
  });
  expect(await textOf(address)).toBe('<rss/>');
  expect(asked).toHaveLength(3);
});

test('a server is asked again when it said, not sooner', async () => {
  const { address, asked } = await hostileServer((_, response) => {
    if (asked.length === 1) response.writeHead(503, { 'retry-after': '1' });
    response.end('<rss/>');
  });
  const started = performance.now();
  expect(await textOf(address)).toBe('<rss/>');
  expect(performance.now() - started).toBeGreaterThan(950);
});

test('a server that asks for a long pause is reported', async () => {
  const { address, asked } = await hostileServer((_, response) => {
    response.writeHead(429, { 'retry-after': '7200' }).end();
  });
  await expect(textOf(address)).rejects.toThrow(/answers 429 .*asks to wait 120 minutes/);
  expect(asked).toHaveLength(1);
});

test.each([404, 401, 410])('a server that answers %i is not asked again', async (status) => {
  const { address, asked } = await hostileServer((_, response) => void response.writeHead(status).end());
  await expect(textOf(address)).rejects.toThrow(`answers ${status}`);
  expect(asked).toHaveLength(1);
});

test('an interruption ends the pauses', async () => {
  const { address } = await hostileServer((_, response) => void response.writeHead(503).end());
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const slow = { ...quick, firstPauseMs: 60_000, longestPauseMs: 60_000 };
  const outcome = fetchDocument(address, { signal: stop.signal, retryPolicy: slow });
  await expect(outcome).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
