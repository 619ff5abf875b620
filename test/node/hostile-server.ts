import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

type Hostility = (request: IncomingMessage, response: ServerResponse) => void;

/** Sends the same piece until the connection closes. */
function endless(response: ServerResponse, piece: Buffer): void {
  const send = () => {
    while (!response.destroyed) if (!response.write(piece)) return void response.once('drain', send);
  };
  send();
}

const megabyte = Buffer.alloc(2 ** 20, ' ');
/** Two gigabytes of spaces in two megabytes. */
const bomb = Buffer.concat(Array.from({ length: 2048 }, () => gzipSync(megabyte)));

/** What a server may do to a client instead of answering. */
export const hostilities: Readonly<Record<string, Hostility>> = {
  'a body without an end': (_, response) => endless(response, megabyte),
  'an error with a body without an end': (_, response) => {
    response.writeHead(400, { 'content-type': 'text/plain' });
    endless(response, megabyte);
  },
  'a body that drips': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  'nothing at all': () => {},
  'a body that breaks off': (_, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"a":');
    setTimeout(() => response.destroy(), 20);
  },
  'a bomb of gzip': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(bomb);
  },
  'what is no gzip': (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end('no gzip');
  },
  'a redirect to itself': (request, response) => void response.writeHead(302, { location: request.url! }).end(),
  'a redirect to a file': (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  'a redirect to no address': (_, response) => void response.writeHead(302, { location: 'http://[' }).end(),
  'a redirect to nowhere': (_, response) => void response.writeHead(302).end(),
  'a web page': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><p>Log in</p>');
  },
  'invalid UTF-8': (_, response) => void response.end(Buffer.of(0xff, 0xfe, 0xc0, 0x80)),
  'headers without an end': (_, response) => {
    for (let i = 0; i < 1000; i++) response.setHeader(`x-${i}`, 'y'.repeat(1000));
    response.end('{}');
  },
  'a reset connection': (request) => request.socket.resetAndDestroy(),
  'JSON of another kind': (_, response) => void response.end('[null,{"id":"x"},5]'),
  'JSON that is nested too deep': (_, response) => void response.end('['.repeat(200_000)),
};

/** A server on this machine that behaves so, for the running test. `asked` has its requests. */
export async function hostileServer(hostility: Hostility) {
  const asked: IncomingMessage[] = [];
  const server = createServer({ maxHeaderSize: 2 ** 16 }, (request, response) => {
    asked.push(request);
    hostility(request, response);
  });
  return { address: await listening(server), asked };
}

/** A server below HTTP; returns its address as a URL. */
export async function socketServer(act: (socket: Socket) => void): Promise<string> {
  return listening(createSocketServer((socket) => act(socket.on('error', () => {}))));
}

async function listening(server: Server | SocketServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
