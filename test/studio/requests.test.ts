import { expect, test } from 'vitest';
import { Answerer } from '../../src/studio/requests/answerer.ts';
import { Asker } from '../../src/studio/requests/asker.ts';
import type { AnswerMessage } from '../../src/studio/requests/request-messages.ts';

/** Both sides, with what passes between them. */
function connected(fetch: (request: Request) => Response | Promise<Response>) {
  const answers: AnswerMessage[] = [];
  const answerer = new Answerer(fetch, (message) => {
    answers.push(message);
    asker.take(structuredClone(message));
  });
  const asker: Asker = new Asker((message) => answerer.take(structuredClone(message)), 'It has ended.');
  return { asker, answers };
}

test('a request arrives with its method, path, type and body, and its answer with status, type and body', async () => {
  const { asker } = connected(async (request) => {
    const { method, url, headers } = request;
    const seen = [
      method,
      new URL(url).pathname,
      new URL(url).search,
      headers.get('content-type'),
      await request.text(),
    ];
    return Response.json(seen, { status: 201 });
  });
  const answer = await asker.ask({ method: 'POST', path: '/api/x?a=b', contentType: 'application/json', body: '{}' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-type')).toMatch('application/json');
  expect(await answer.json()).toEqual(['POST', '/api/x', '?a=b', 'application/json', '{}']);
  expect(asker.isIdle).toBe(true);
});

test('bytes of a file arrive as they are', async () => {
  const bytes = new Uint8Array([0, 255, 200, 10]);
  const { asker } = connected(async (request) => new Response(await request.arrayBuffer()));
  const answer = await asker.ask({ method: 'POST', path: '/', body: new Blob([bytes]) });
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});

test('an answer comes piece by piece, and ends when nobody reads it any more', async () => {
  let [sent, isCancelled] = [0, false];
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        pull: (controller) => controller.enqueue(new Uint8Array([++sent])),
        cancel: () => {
          isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
  const { asker } = connected(async () => new Response(body()));
  const answer = await asker.ask({ method: 'GET', path: '/' });
  const reader = answer.body!.getReader();
  expect((await reader.read()).value).toEqual(new Uint8Array([1]));
  await reader.cancel();
  await expect.poll(() => isCancelled).toBe(true);
  expect(asker.isIdle).toBe(true);
});

test('a signal ends a request before its answer, and after it has begun', async () => {
  const [early, late] = [new AbortController(), new AbortController()];
  let heard: AbortSignal | null = null;
  const { asker } = connected((request) => {
    if (request.url.endsWith('/late')) return new Response(new ReadableStream());
    heard = request.signal;
    return new Promise<Response>(() => {});
  });
  const waiting = asker.ask({ method: 'GET', path: '/early', signal: early.signal });
  early.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(heard!.aborted).toBe(true);
  const answer = await asker.ask({ method: 'GET', path: '/late', signal: late.signal });
  const reading = answer.text();
  late.abort(new Error('no more'));
  await expect(reading).rejects.toThrow('no more');
  expect(asker.isIdle).toBe(true);
});

test('once the other side has ended, what was asked is answered with 503, and what had begun ends', async () => {
  const { asker } = connected((request) =>
    request.url.endsWith('/begun') ? new Response(new ReadableStream()) : new Promise<Response>(() => {}),
  );
  const begun = await asker.ask({ method: 'GET', path: '/begun' });
  const waiting = asker.ask({ method: 'GET', path: '/waiting' });
  asker.end();
  expect(await begun.text()).toBe('');
  const answer = await waiting;
  expect([answer.status, await answer.text()]).toEqual([503, 'It has ended.']);
});

test('a request that cannot be answered ends, so that nobody waits for it', async () => {
  const { asker } = connected(() => Promise.reject(new Error('broken')));
  expect((await asker.ask({ method: 'GET', path: '/' })).status).toBe(503);
});
