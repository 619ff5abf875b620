import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chromium, openPage } from './chromium.ts';
import { root } from './tpdne.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves the repository as it is, for the running test. */
async function serveRepository(): Promise<string> {
  const server = createServer(async ({ url = '' }, response) => {
    try {
      const content = await readFile(join(root, new URL(url, 'http://localhost').pathname));
      response.writeHead(200, { 'content-type': types[extname(url)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A program for the page: resolves to the text of its status line as soon as that begins with a word. */
const statusWith = (word: string) => `new Promise((resolve, reject) => {
  window.addEventListener('error', ({ message }) => reject(new Error(message)));
  window.addEventListener('unhandledrejection', ({ reason }) => reject(reason));
  const look = () => {
    const status = document.querySelector('#status')?.textContent ?? '';
    if (status.startsWith('${word}')) resolve(status);
    else setTimeout(look, 100);
  };
  look();
})`;

describe.skipIf(chromium === null)(`the page in examples/browser${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  test('loads the bundled model and writes a sentence', async () => {
    const evaluate = await openPage(`${await serveRepository()}/examples/browser/index.html`);
    expect(await evaluate(statusWith('Loaded'))).toMatch(/^Loaded the model in [\d.]+ s\.$/);
    await evaluate(`document.querySelector('button').click()`);
    expect(await evaluate(statusWith('Wrote'))).toMatch(/^Wrote \d+ tokens in [\d.]+ s\.$/);
    const text = String(await evaluate(`document.querySelector('#text').textContent`));
    expect(text).toMatch(/^The tide clock\b.{20}/s);
    expect(text).toMatch(/\b(the|and|of|to|is|in|a)\b/);
  });
});
