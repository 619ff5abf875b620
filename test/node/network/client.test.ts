import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { HttpClient, type HttpRequest } from '../../../src/node/network/client.ts';
import { NetworkError, TransientError } from '../../../src/node/network/network-error.ts';
import { hostileServer, hostilities } from '../hostile-server.ts';

let client: HttpClient;
beforeEach(() => {
  client = new HttpClient(400);
});
afterEach(() => client.close());

test.each<[string, HttpRequest, RegExp]>([
  ['a body without an end', { maxBytes: 1_000_000 }, /has more than 1,000,000 bytes/],
  ['a bomb of gzip', { maxBytes: 1_000_000 }, /has more than 1,000,000 bytes/],
  ['a body that drips', { deadlineMs: 300 }, /did not end within 0\.3 seconds/],
  ['nothing at all', { deadlineMs: 200 }, /did not answer within 0\.2 seconds/],
  ['a redirect to itself', { followsRedirects: true }, /redirects in circles or to an invalid address/],
  ['a redirect to a file', { followsRedirects: true }, /redirects in circles or to an invalid address/],
])('%s is an error that another try would not help', async (name, request, message) => {
  const { address } = await hostileServer(hostilities[name]);
  const error = await client.send(address, request).then(
    (answer) => answer.bytes().catch((fault: unknown) => fault),
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).not.toBeInstanceOf(TransientError);
  expect((error as Error).message).toMatch(message);
});

test.each([
  ['nothing at all', /nothing arrived for too long/],
  ['a body that breaks off', /broke off/],
  ['a reset connection', /could not be reached/],
])('%s is transient', async (name, message) => {
  const { address } = await hostileServer(hostilities[name]);
  const bytes = client.send(address, {}).then((answer) => answer.bytes());
  await expect(bytes).rejects.toThrow(TransientError);
  await expect(bytes).rejects.toThrow(message);
});

test('an answer within its limits is complete', async () => {
  const { address, asked } = await hostileServer((_, response) => {
    response.writeHead(201, { 'x-mine': 'yes' });
    response.end('{"a":1}');
  });
  const answer = await client.send(address, { maxBytes: 7, deadlineMs: 5000 });
  expect([answer.status, answer.headers.get('x-mine'), answer.address]).toEqual([201, 'yes', `${address}/`]);
  expect(new TextDecoder().decode(await answer.bytes())).toBe('{"a":1}');
  expect(asked[0].headers['user-agent']).toBe('tpdne');
});

test('the reason of a signal is passed on, before and after the headers', async () => {
  const silent = await hostileServer(hostilities['nothing at all']);
  const dripping = await hostileServer(hostilities['a body that drips']);
  for (const { address } of [silent, dripping]) {
    const stop = new AbortController();
    const bytes = client.send(address, { signal: stop.signal, deadlineMs: 5000 }).then((answer) => answer.bytes());
    const reason = new Error('stopped');
    setTimeout(() => stop.abort(reason), 50);
    await expect(bytes).rejects.toBe(reason);
  }
});

describe('credentials', () => {
  const authorization = 'Bearer secret';

  it('stay behind when a redirect leads to another host', async () => {
    const other = await hostileServer((_, response) => void response.end('there'));
    const first = await hostileServer((request, response) => {
      const location = request.url === '/' ? '/again' : `${other.address}/x`;
      response.writeHead(302, { location }).end();
    });
    const answer = await client.send(first.address, { headers: { authorization }, followsRedirects: true });
    expect(new TextDecoder().decode(await answer.bytes())).toBe('there');
    expect(first.asked.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization]);
    expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('go nowhere else by default', async () => {
    const { address, asked } = await hostileServer((_, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    const answer = await client.send(address, { headers: { authorization } });
    await answer.discard();
    expect([answer.status, asked.length]).toEqual([302, 1]);
  });
});
