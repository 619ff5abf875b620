import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers one request instead of the server, which would have sent `content`. */
export type Trouble = (response: ServerResponse, content: Buffer, request: IncomingMessage) => void;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly authorization: string | null;
}

export async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The common part of servers of files: recorded requests, planned trouble, and ranges. */
export class FileServer {
  readonly asked: Asked[] = [];
  readonly #troubles: { readonly path: RegExp; readonly trouble: Trouble }[] = [];

  /** Answers the next requests with a matching path, in this order. */
  trouble(path: RegExp, ...troubles: readonly Trouble[]): void {
    this.#troubles.push(...troubles.map((trouble) => ({ path, trouble })));
  }

  /** Records a request. */
  note(request: IncomingMessage): void {
    const header = (name: string) => (request.headers[name] as string | undefined) ?? null;
    this.asked.push({
      method: request.method!,
      path: request.url!,
      range: header('range'),
      ifRange: header('if-range'),
      authorization: header('authorization'),
    });
  }

  /** Sends the content, or the requested part of it, or the next planned trouble. */
  send(request: IncomingMessage, response: ServerResponse, content: Buffer, headers: Record<string, string>): void {
    const next = this.#troubles.findIndex(({ path }) => path.test(request.url!));
    if (next >= 0) {
      this.#troubles.splice(next, 1)[0].trouble(response, content, request);
      return;
    }
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const ifRange = request.headers['if-range'];
    if (first !== undefined && (ifRange === undefined || ifRange === headers.etag)) {
      if (Number(first) >= content.length) {
        response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
        return;
      }
      const end = last ? Math.min(Number(last) + 1, content.length) : content.length;
      const range = `bytes ${first}-${end - 1}/${content.length}`;
      const part = content.subarray(Number(first), end);
      response.writeHead(206, { ...headers, 'content-range': range, 'content-length': part.length }).end(part);
      return;
    }
    response.writeHead(200, { ...headers, 'content-length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
  }
}

export interface FakeRepository {
  /** The files by name. Weights are stored with LFS. */
  files: Record<string, Buffer>;
  /** Whether its files are refused to everyone. */
  gated?: boolean;
}

export const commit = 'c0ffee'.padEnd(40, '0');

/** The parts of the hub that a download requests, with its large files on another host. Its address goes into HF_ENDPOINT. */
export async function fakeHub(
  repositories: Readonly<Record<string, FakeRepository>>,
  { storageElsewhere = null as string | null } = {},
) {
  const hub = new FileServer();
  const storage = new FileServer();
  const blobs = new Map<string, Buffer>();
  const storageAddress = await listen((request, response) => {
    storage.note(request);
    const content = blobs.get(request.url!.slice(1))!;
    storage.send(request, response, content, {
      etag: `"${hashOf('md5', content)}"`,
      'content-type': 'binary/octet-stream',
    });
  });
  const address = await listen((request, response) => {
    hub.note(request);
    const { pathname } = new URL(request.url!, 'http://hub');
    const json = (status: number, content: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
    };
    const [, name, kind, rest] =
      /^\/api\/models\/(.+?)\/(revision|tree)\/(.+)$/.exec(pathname) ??
      /^\/(.+?)\/(resolve)\/(.+)$/.exec(pathname) ??
      [];
    const repository = repositories[name];
    if (repository === undefined) {
      return json(401, { error: 'Invalid username or password.' }, { 'x-error-code': 'RepoNotFound' });
    }
    if (kind === 'revision') {
      const answer = Buffer.from(
        JSON.stringify({ _id: '1', id: name, sha: commit, private: false, gated: false, likes: 0 }),
      );
      if (!['HEAD', 'main', 'v1'].includes(decodeURIComponent(rest))) {
        return json(404, { error: 'Invalid rev id' }, { 'x-error-code': 'RevisionNotFound' });
      }
      return hub.send(request, response, answer, { 'content-type': 'application/json' });
    }
    if (kind === 'tree') {
      return json(
        200,
        Object.entries(repository.files).map(([path, content]) => entryOf(path, content)),
      );
    }
    if (repository.gated) return json(403, { error: 'Access is restricted' }, { 'x-error-code': 'GatedRepo' });
    const path = decodeURIComponent(rest.slice(commit.length + 1));
    const content = repository.files[path];
    const { oid, lfs } = entryOf(path, content);
    if (lfs === undefined) {
      return hub.send(request, response, content, {
        etag: `"${oid}"`,
        'x-repo-commit': commit,
        'content-type': 'text/plain',
      });
    }
    blobs.set(lfs.oid, content);
    const headers = { 'x-linked-etag': `"${lfs.oid}"`, 'x-linked-size': content.length, 'x-repo-commit': commit };
    response.writeHead(302, { ...headers, location: `${storageElsewhere ?? storageAddress}/${lfs.oid}` }).end();
  });
  return { address, hub, storage };
}

function entryOf(path: string, content: Buffer) {
  const size = content.length;
  if (!/\.(safetensors|bin|gguf)$/.test(path)) {
    const oid = createHash('sha1').update(`blob ${size}\0`).update(content).digest('hex');
    return { type: 'file', path, size, oid };
  }
  const oid = 'b'.repeat(40);
  return { type: 'file', path, size, oid, lfs: { oid: hashOf('sha256', content), size, pointerSize: 134 } };
}

export function hashOf(kind: string, content: Buffer): string {
  return createHash(kind).update(content).digest('hex');
}

/** Sends the beginning of the requested bytes, and closes the connection when that is on the disk. */
export function cutAt(bytes: number, path: () => string): Trouble {
  return (response, content, request) => {
    const [, first = '0'] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
    const part = content.subarray(Number(first));
    const range = `bytes ${first}-${content.length - 1}/${content.length}`;
    const headers = { 'content-length': part.length, etag: `"${hashOf('md5', content)}"` };
    response.writeHead(first === '0' ? 200 : 206, first === '0' ? headers : { ...headers, 'content-range': range });
    response.write(part.subarray(0, bytes));
    const watch = setInterval(() => {
      const there = existsSync(path()) ? statSync(path()).size : 0;
      if (there >= Math.min(Number(first) + bytes, content.length)) response.destroy();
    }, 5);
    response.on('close', () => clearInterval(watch));
  };
}

/** Sends the beginning, then stalls. */
export function stallAt(bytes: number): Trouble {
  return (response, content) => {
    response.writeHead(200, { 'content-length': content.length, etag: `"${hashOf('md5', content)}"` });
    response.write(content.subarray(0, bytes));
  };
}

export function status(code: number, headers: Record<string, string> = {}): Trouble {
  return (response) => response.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<h1>Oh no</h1>');
}

/** Other content under the same name, with the same size. */
export const damaged: Trouble = (response, content) => {
  const other = Buffer.from(content);
  other[other.length >> 1] ^= 1;
  response.writeHead(200, { 'content-length': other.length, etag: '"damaged"' }).end(other);
};
