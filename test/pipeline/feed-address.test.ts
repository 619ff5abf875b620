import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ImportEvent, importPosts } from '../../src/index.ts';
import { NoFeedFault } from '../../src/pipeline/corpus/post-inputs.ts';
import { DownloadFault } from '../../src/project/download-events.ts';
import { quick } from '../node/network/quick-retries.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { atomSample, rssSample } from './samples/feeds.ts';

const rss = rssSample.files['feed.xml'] as string;

/** A local server, and the paths that were requested. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const listening = createServer((request, response) => {
    asked.push(request.url!);
    answer(request, response);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listening.close());
  return { address: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked };
}

async function importFrom(address: string, signal?: AbortSignal) {
  const events: ImportEvent[] = [];
  const given = { posts: [address], out: join(temporaryFolder(), 'posts') };
  for await (const event of importPosts(given, { signal, retryPolicy: quick })) events.push(event);
  return events.at(-1);
}

describe('the address of a feed', () => {
  it('is downloaded, and nothing else is', async () => {
    const { address, asked } = await server((_, response) => response.end(rss));
    expect(await importFrom(`${address}/feed`)).toMatchObject({ type: 'imported', written: 2 });
    expect(asked).toEqual(['/feed']);
  });

  it('may declare its encoding', async () => {
    const { address } = await server((_, response) => {
      response.setHeader('content-type', 'application/atom+xml; charset=iso-8859-1');
      response.end(
        Buffer.from(
          (atomSample.files['atom.xml'] as string).replace(/<\?xml[^>]*>/, '').replace('Silence', 'Crêpe'),
          'latin1',
        ),
      );
    });
    expect(await importFrom(address)).toMatchObject({ written: 2 });
  });

  it('is not followed to another address, which is reported', async () => {
    const { address, asked } = await server((_, response) => {
      response.writeHead(301, { location: '/other' });
      response.end();
    });
    await expect(importFrom(`${address}/feed`)).rejects.toThrow(
      /leads to http:\/\/127\.0\.0\.1:\d+\/other; if that is what you want/,
    );
    expect(asked).toEqual(['/feed']);
  });

  it('of a page is refused, with the feeds that the page names', async () => {
    const page =
      '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>';
    const { address } = await server((_, response) => response.end(page));
    const failure = await importFrom(address).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoFeedFault);
    expect((failure as Error).message).toBe(
      `${address} is an HTML page, not a feed; the page names ${address}/feed.xml.`,
    );
  });

  it.each([
    [(response: ServerResponse) => response.writeHead(404).end('no'), /answers 404/],
    [(response: ServerResponse) => response.destroy(), /was not downloaded/],
    [
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': '9999' }).write('<rss', () => response.destroy()),
      /broke off/,
    ],
  ])('reports why it gives nothing (%#)', async (answer, message) => {
    const { address } = await server((_, response) => void answer(response));
    const failure = await importFrom(address).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DownloadFault);
    expect((failure as Error).message).toMatch(message);
  });

  it('is refused if it is not a feed', async () => {
    const { address } = await server((_, response) => response.end('hello'));
    await expect(importFrom(address)).rejects.toThrow(/is not an RSS, Atom or JSON feed/);
  });

  it('can be interrupted', async () => {
    const { address } = await server(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(importFrom(address, stop.signal)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
