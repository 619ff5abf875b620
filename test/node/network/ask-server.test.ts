import { expect, test } from 'vitest';
import { askServer } from '../../../src/node/network/ask-server.ts';
import { BlogRefusedFault, UnreachableFault } from '../../../src/project/publishing-tools.ts';
import { hostileServer, hostilities } from '../hostile-server.ts';
import { impatient } from './quick-retries.ts';

const question = { headers: { authorization: 'Basic secret' }, credentials: 'Check them.', body: { title: 'Tea' } };
const ask = (method: 'GET' | 'POST', address: string) => {
  const { body, ...rest } = question;
  const asked = method === 'GET' ? { ...rest, method, address } : { ...rest, body, method, address };
  return askServer(asked, { retryPolicy: impatient, deadlineMs: 10_000 });
};

const troubles: Readonly<Record<string, (typeof hostilities)[string]>> = {
  'answers 429': (_, response) => void response.writeHead(429, { 'retry-after': '0' }).end(),
  'answers 502': (_, response) => void response.writeHead(502).end('<h1>no</h1>'),
  'answers 503': (_, response) => void response.writeHead(503).end(),
  'resets the connection': hostilities['a reset connection'],
  'breaks off': hostilities['a body that breaks off'],
  'says nothing': hostilities['nothing at all'],
};

test.each(Object.keys(troubles))('a GET is repeated when the server %s', async (name) => {
  const { address, asked } = await hostileServer((request, response) => {
    if (asked.length < 3) troubles[name](request, response);
    else response.end('{"posts":[]}');
  });
  expect(await ask('GET', address)).toEqual({ posts: [] });
  expect(asked).toHaveLength(3);
});

test.each(Object.keys(troubles))('a POST is sent once, even when the server %s', async (name) => {
  const { address, asked } = await hostileServer(troubles[name]);
  await expect(ask('POST', address)).rejects.toThrow(UnreachableFault);
  expect(asked).toHaveLength(1);
});

test.each(['GET', 'POST'] as const)(
  'a %s that is refused is sent once, and the password is not shown',
  async (method) => {
    const { address, asked } = await hostileServer(
      (_, response) => void response.writeHead(401).end('{"message":"no"}'),
    );
    const fault = await ask(method, address).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(BlogRefusedFault);
    expect((fault as Error).message).toMatch(/answers 401 Unauthorized \(no\)\. Check them\.$/);
    expect((fault as Error).stack).not.toContain('secret');
    expect(asked).toHaveLength(1);
  },
);

test.each([301, 302, 307, 308])('a redirect %i is not followed', async (status) => {
  const other = await hostileServer((_, response) => void response.end('{}'));
  const { address } = await hostileServer((_, response) => {
    response.writeHead(status, { location: `${other.address}/x` }).end();
  });
  await expect(ask('POST', address)).rejects.toThrow(`leads to ${other.address}/x`);
  expect(other.asked).toEqual([]);
});
