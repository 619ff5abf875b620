import { describe, expect, test } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { remotePost } from '../../../src/blog/publishing/remote-post.ts';
import { Fault } from '../../../src/fault.ts';
import { askServer } from '../../../src/node/network/ask-server.ts';
import { GhostBlog } from '../../../src/node/publishing/ghost.ts';
import { WordpressBlog } from '../../../src/node/publishing/wordpress.ts';
import { BlogRefusedFault, UnreachableFault } from '../../../src/project/publishing-tools.ts';
import { hostileServer, hostilities, socketServer } from '../hostile-server.ts';
import { quick } from '../network/quick-retries.ts';
import { ghostApiKey } from './fake-ghost.ts';
import { localServer } from './local-server.ts';

const question = { method: 'GET', headers: { authorization: 'Basic secret' }, credentials: 'Check them.' } as const;

/** The outcome of a request, its duration, and the growth of memory. */
async function asked(address: string, deadlineMs = 1500) {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const error = await askServer({ ...question, address }, { deadlineMs, retryPolicy: { ...quick, tries: 1 } }).then(
    (answer) => answer,
    (fault: unknown) => fault,
  );
  return { error, ms: performance.now() - started, grown: process.memoryUsage().rss - before };
}

describe('a server that answers with', () => {
  const { 'JSON of another kind': _, ...others } = hostilities;
  test.each(Object.keys(others))('%s is reported in one sentence, in time and memory', async (name) => {
    const { address, asked: requests } = await hostileServer(hostilities[name]);
    const { error, ms, grown } = await asked(`${address}/x`);
    expect(error).toBeInstanceOf(Fault);
    expect([BlogRefusedFault, UnreachableFault].some((kind) => error instanceof kind)).toBe(true);
    expect((error as Fault).message).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/x: .*\.$/s);
    expect((error as Fault).message).not.toMatch(/secret/);
    expect(ms).toBeLessThan(8000);
    expect(grown).toBeLessThan(300 * 2 ** 20);
    expect(requests).toHaveLength(1);
  });
});

test.each([
  ['no HTTP', 'hello\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 5\r\n\r\n{}{}{}'],
  ['a line of status without an end', `HTTP/1.1 200 ${'x'.repeat(200_000)}`],
  ['TLS in place of HTTP', Buffer.of(0x15, 3, 1, 0, 2, 2, 40)],
])('a server that speaks %s is reported in one sentence', async (_, text) => {
  const address = await socketServer((socket) => socket.once('data', () => socket.end(text)));
  const { error } = await asked(`${address}/x`);
  expect(error).toBeInstanceOf(UnreachableFault);
});

test('a server without TLS at an https: address is reported in one sentence', async () => {
  const address = await socketServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
  const { error } = await asked(address.replace('http:', 'https:'));
  expect(error).toBeInstanceOf(UnreachableFault);
});

test('a reason of a million characters takes a moment', async () => {
  const message = `${'. '.repeat(500_000)}x`;
  const address = await localServer(() => ({ status: 400, body: { message, errors: [null] } }));
  const { error, ms } = await asked(address);
  expect(error).toBeInstanceOf(BlogRefusedFault);
  expect((error as Fault).message.length).toBeLessThan(2000);
  expect(ms).toBeLessThan(3000);
});

const text = '---\ntitle: Tea\ncategories: [Cups]\ntags: [green]\n---\nSome tea.\n';
const post = remotePost(readPost('tea.md', text), { date: new Date('2026-07-01T07:00:00Z'), asDraft: false });
const answers = [
  null,
  5,
  'text',
  [],
  {},
  [null],
  [5],
  [{}],
  { posts: null },
  { posts: 'x' },
  { posts: [null] },
  { posts: [{}] },
  [{ id: 'x', name: 5 }],
  [{ id: 1, name: '&#99999999;&#1114112;' }],
  { id: 'x' },
  { title: null, link: 5 },
];

describe.each(answers)('a blog that answers everything with %j', (answer) => {
  test.each(['ghost', 'wordpress'])('%s: an unexpected answer is refused', async (kind) => {
    const address = await localServer(() => ({ status: 200, body: JSON.stringify(answer) }));
    const now = () => new Date('2026-07-01T07:00:00Z');
    const blog =
      kind === 'ghost'
        ? new GhostBlog({ address, key: ghostApiKey, source: 'html', now })
        : new WordpressBlog({ address, user: 'ann', password: 'x y z' });
    for (const doing of [() => blog.find('tea'), () => blog.request(post), () => blog.create(post)]) {
      const outcome = await doing().catch((fault: unknown) => fault);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BlogRefusedFault);
    }
  });
});
