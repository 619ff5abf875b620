import type { AddressInfo } from 'node:net';
import { Fault } from '../../fault.ts';

/** A port is taken, or may not be used. */
export class PortFault extends Fault {
  override readonly code: string = 'port';
}

export interface ListenOptions {
  /** Answers a request. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** 0: any that is free. */
  readonly port: number;
  /** Ends the server: no new connections, and open ones are closed once their answer is sent. */
  readonly signal: AbortSignal;
}

export interface Listening {
  readonly port: number;
  /** Resolves when the server has ended and all connections are closed. */
  readonly closed: Promise<void>;
}

/** Answers that are not sent by then are cut off. */
const MOST_CLOSING_MS = 1000;

/** Starts an HTTP server that only this computer can reach, on 127.0.0.1. Throws PortFault. */
export async function listenOnLoopback({ fetch, port, signal }: ListenOptions): Promise<Listening> {
  // Only a server needs it, and `tpdne --help` is faster without.
  const { createAdaptorServer } = await import('@hono/node-server');
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portFault(port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  // Before it may be closed: it then has none.
  const { port: chosen } = server.address() as AddressInfo;
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const close = () => {
    server.close();
    if (!('closeAllConnections' in server)) return;
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), MOST_CLOSING_MS);
    server.once('close', () => clearTimeout(late));
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
  return { port: chosen, closed };
}

function portFault(port: number, cause: NodeJS.ErrnoException): PortFault {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'is taken by another program'
      : cause.code === 'EACCES'
        ? 'may not be used by this user'
        : `cannot be used (${cause.message})`;
  return new PortFault(`Port ${port} ${why}. Give another one with --port, or 0 for any that is free.`, { cause });
}
