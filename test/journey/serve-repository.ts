import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './tpdne.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves the repository as it is, for the running test. */
export async function serveRepository(): Promise<string> {
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
