import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Listening, listenOnLoopback, PortFault } from '../../../src/node/serve/listen.ts';

let stop = new AbortController();
const open: Listening[] = [];
afterEach(async () => {
  stop.abort();
  await Promise.all(open.splice(0).map(({ closed }) => closed));
  stop = new AbortController();
});

async function listen(answer: (request: Request) => Response | Promise<Response>, port = 0): Promise<Listening> {
  const listening = await listenOnLoopback({ fetch: answer, port, signal: stop.signal });
  open.push(listening);
  return listening;
}

it('answers on 127.0.0.1, on a free port if that is asked, and gives a request as it came', async () => {
  const seen: string[] = [];
  const { port } = await listen(async (request) => {
    seen.push(request.method, request.headers.get('host')!, await request.text());
    return new Response('ok');
  });
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('chunked'));
      controller.close();
    },
  });
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  expect(await (await fetch(`http://127.0.0.1:${port}/`, init)).text()).toBe('ok');
  expect(seen).toEqual(['POST', `127.0.0.1:${port}`, 'chunked']);
});

it('says that a port is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await expect(listen(() => new Response(), port)).rejects.toThrow(PortFault);
  await expect(listen(() => new Response(), port)).rejects.toThrow(`Port ${port} is taken by another program.`);
  other.close();
});

it('aborts the signal of a request whose client hangs up', async () => {
  let begun = () => {};
  const isBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const aborted = new Promise<void>((resolve) => {
    void listen((request) => {
      request.signal.addEventListener('abort', () => resolve());
      begun();
      return new Promise(() => {});
    }).then(({ port }) => {
      const client = connect(port, '127.0.0.1', () => client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
      void isBegun.then(() => client.destroy());
    });
  });
  await aborted;
});

it('ends when it is stopped, though a client keeps its connection', async () => {
  const { port, closed } = await listen(() => new Response('ok'));
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  stop.abort();
  await closed;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

it('ends at once if it was stopped before', async () => {
  stop.abort();
  await (await listen(() => new Response())).closed;
});
