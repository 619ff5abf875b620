import { describe, expect, it, test } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { type RemotePicture, type RemotePost, remotePost } from '../../../src/blog/publishing/remote-post.ts';
import { GhostBlog, GhostKeyFault, ghostToken } from '../../../src/node/publishing/ghost.ts';
import { WordpressBlog } from '../../../src/node/publishing/wordpress.ts';
import { BlogRefusedFault, UnreachableFault } from '../../../src/project/publishing-tools.ts';
import { quick } from '../network/quick-retries.ts';
import { fakeGhost, ghostApiKey, ghostKey } from './fake-ghost.ts';
import { fakeWordpress, wordpressUser } from './fake-wordpress.ts';
import { localServer } from './local-server.ts';

const now = () => new Date('2026-07-01T07:00:01.500Z');

function post(some: Partial<RemotePost> = {}): RemotePost {
  const text = [
    '---',
    'title: Tea & cake',
    'description: How we drink it.',
    'categories: ["Tea & Cake", Elsewhere]',
    'tags: [Green, new tag]',
    '---',
    'Some *tea*, and {% raw %}{{ cups }}{% endraw %}.',
    '',
    '```js',
    'let a = 1 < 2;',
    '```',
    '',
  ].join('\n');
  return { ...remotePost(readPost('q/tea-cake.md', text), { date: now(), asDraft: false }), ...some };
}

/** With bytes that are no text, and some that look like the end of a form. */
const picture: RemotePicture = {
  name: 'tea "1".png',
  type: 'image/png',
  bytes: new Uint8Array([0x89, 0x50, 0, 255, 13, 10, 45, 45, 116, 13, 10]),
  alt: 'Tea & cake',
};

describe('Ghost', () => {
  const blogAt = (address: string, some: { key?: string; source?: 'html' | 'lexical' } = {}) =>
    new GhostBlog({ address, key: ghostApiKey, source: 'html', now, ...some });

  it('gets a post as HTML, with a token that its own library accepts', async () => {
    const ghost = await fakeGhost({ now });
    const blog = blogAt(`${ghost.address}/`);
    expect(await blog.find('tea-cake')).toBeNull();
    expect(await blog.create(post())).toEqual({ title: 'Tea & cake', address: `${ghost.address}/tea-cake/` });
    expect(await blog.find('tea-cake')).toMatchObject({ title: 'Tea & cake' });
    expect(ghost.posts).toMatchObject([
      {
        title: 'Tea & cake',
        slug: 'tea-cake',
        html: expect.stringContaining('<pre><code class="language-js">let a = 1 &#x3C; 2;\n</code></pre>'),
        status: 'published',
        published_at: '2026-07-01T07:00:01.500Z',
        custom_excerpt: 'How we drink it.',
        tags: [{ name: 'Tea & Cake' }, { name: 'Elsewhere' }, { name: 'Green' }, { name: 'new tag' }],
        url: `${ghost.address}/tea-cake/`,
      },
    ]);
    expect(ghost.posts[0].html).toContain('<p>Some <em>tea</em>, and {{ cups }}.</p>');
  });

  it('gets the picture of a post first, as a form with a file', async () => {
    const ghost = await fakeGhost({ now });
    const blog = blogAt(ghost.address);
    expect((await blog.request(post({ picture }))).notes).toEqual(['The picture tea "1".png is uploaded first.']);
    await blog.create(post({ picture }));
    expect(ghost.pictures).toEqual([{ name: 'tea _1_.png', type: 'image/png', bytes: Buffer.from(picture.bytes) }]);
    expect(ghost.posts[0]).toMatchObject({
      feature_image: `${ghost.address}/content/images/tea _1_.png`,
      feature_image_alt: 'Tea & cake',
    });
    await blog.create(post());
    expect(ghost.posts[1]).not.toHaveProperty('feature_image');
  });

  it('gets a draft, or one card of Markdown, on request', async () => {
    const ghost = await fakeGhost({ now });
    await blogAt(`${ghost.address}/ghost/`, { source: 'lexical' }).create(post({ asDraft: true }));
    const [made] = ghost.posts;
    expect(made).toMatchObject({ status: 'draft' });
    expect(made).not.toHaveProperty('published_at');
    const { children } = JSON.parse(made.lexical as string).root;
    expect(children).toEqual([{ type: 'markdown', version: 1, markdown: post().markdown }]);
  });

  it('refuses a token with another key, an expired one, and one from a wrong clock, and never shows the key', async () => {
    const ghost = await fakeGhost({ now });
    const otherSecret = `${ghostKey.id}:${'cd'.repeat(32)}`;
    const otherId = `${ghostKey.id.slice(0, -1)}3:${ghostKey.secret}`;
    const at = (minutes: number) => () => new Date(now().getTime() + minutes * 60_000);
    const cases: [{ key?: string; now?: () => Date }, string][] = [
      [{ key: otherSecret }, 'invalid signature'],
      [{ key: otherId }, 'Unknown Admin API Key'],
      [{ now: at(-6) }, 'jwt expired'],
    ];
    for (const [some, message] of cases) {
      const options = { address: ghost.address, source: 'html', key: ghostApiKey, now, ...some } as const;
      const created = new GhostBlog(options).create(post());
      await expect(created).rejects.toThrow(BlogRefusedFault);
      await expect(created).rejects.toThrow(message);
      await expect(created).rejects.toThrow('GHOST_ADMIN_API_KEY is the key of this blog');
      await created.catch((fault: Error) =>
        expect(`${fault.message}${fault.stack}`).not.toMatch(/(ab){8}|(cd){8}|eyJ/),
      );
    }
    expect(ghost.posts).toEqual([]);
  });

  test.each(['', 'abc', `${ghostKey.id}:xyz`, `${ghostKey.id}${ghostKey.secret}`, `${ghostKey.id}:abc`])(
    'the key %j is refused before any request',
    (key) => {
      expect(() => ghostToken(key, now())).toThrow(GhostKeyFault);
      expect(() => blogAt('https://blog.example', { key })).toThrow(GhostKeyFault);
    },
  );
});

describe('WordPress', () => {
  const blogAt = (address: string, password = wordpressUser.password) =>
    new WordpressBlog({ address, user: wordpressUser.user, password });

  it('gets the picture of a post first, with its text', async () => {
    const wordpress = await fakeWordpress();
    const blog = new WordpressBlog({ address: wordpress.address, ...wordpressUser });
    expect((await blog.request(post({ picture }))).notes).toContain('The picture tea "1".png is uploaded first.');
    expect(wordpress.media).toEqual([]);
    await blog.create(post({ picture }));
    const bytes = Buffer.from(picture.bytes);
    expect(wordpress.media).toEqual([{ name: 'tea--1-.png', type: 'image/png', bytes, alt_text: 'Tea & cake' }]);
    expect(wordpress.posts[0]).toMatchObject({ featured_media: 1 });
  });

  it('gets a post with the ids of its categories and tags; new tags are created', async () => {
    const wordpress = await fakeWordpress();
    const blog = blogAt(wordpress.address);
    expect(await blog.find('tea-cake')).toBeNull();
    const request = await blog.request(post());
    expect(request.body).toMatchObject({ categories: [3], tags: [7] });
    expect(request.notes).toEqual([
      'The blog has no category "Elsewhere", so the post is published without it.',
      'The tag "new tag" is new to the blog.',
    ]);
    expect(wordpress.terms.tags).toHaveLength(5);
    expect(await blog.create(post())).toEqual({ title: 'Tea & cake', address: `${wordpress.address}/?p=1` });
    expect(wordpress.terms.tags.at(-1)).toEqual({ id: 25, name: 'new tag' });
    expect(wordpress.posts).toEqual([
      expect.objectContaining({
        slug: 'tea-cake',
        status: 'publish',
        date_gmt: '2026-07-01T07:00:01',
        excerpt: 'How we drink it.',
        categories: [3],
        tags: [7, 25],
      }),
    ]);
    expect(await blog.find('tea-cake')).toEqual({ title: 'Tea & cake', address: `${wordpress.address}/?p=1` });
  });

  it('gets a draft on request, and finds it again; a tag of nearly the same name is used', async () => {
    const wordpress = await fakeWordpress();
    const blog = blogAt(wordpress.address);
    await blog.create(post({ asDraft: true, tags: ['green-house'], categories: [] }));
    expect(wordpress.posts[0]).toMatchObject({ status: 'draft', tags: [8] });
    expect(wordpress.posts[0]).not.toHaveProperty('date_gmt');
    expect(wordpress.posts[0]).not.toHaveProperty('categories');
    expect(await blog.find('tea-cake')).not.toBeNull();
  });

  it('finds categories and tags by the names that WordPress stores, and creates none twice', async () => {
    const wordpress = await fakeWordpress();
    const { body, notes } = await blogAt(wordpress.address).request(
      post({
        categories: ['R&D', 'tea & cake', 'R & D'],
        tags: ["D'Artagnan", 'd’Artagnan', "Rock 'n' Roll", '1 < 2', 'GREEN', 'greens', '&'],
      }),
    );
    expect(body).toMatchObject({ categories: [4, 3], tags: [9, 10, 11, 7] });
    expect(notes).toEqual([
      'The blog has no category "R & D", so the post is published without it.',
      'The tag "greens" is new to the blog.',
      'The tag "&" is new to the blog.',
    ]);
  });

  it('refuses a wrong password, and no message shows it', async () => {
    const wordpress = await fakeWordpress();
    const created = blogAt(wordpress.address, 'hunter2 hunter2').create(post());
    await expect(created).rejects.toThrow(BlogRefusedFault);
    await expect(created).rejects.toThrow('WORDPRESS_APPLICATION_PASSWORD');
    await created.catch((fault: Error) => expect(`${fault.message}${fault.stack}`).not.toMatch(/hunter2|Basic/));
    expect(wordpress.posts).toEqual([]);
  });
});

describe('any server', () => {
  const wordpressAt = (address: string) =>
    new WordpressBlog({ address, user: 'ann', password: 'secret' }, { retryPolicy: quick });

  it('is not followed to another address, which would get the password', async () => {
    let visits = 0;
    const elsewhere = await localServer(() => ({ status: 200, body: [visits++] }));
    const here = await localServer(() => ({ status: 301, body: '', headers: { location: `${elsewhere}/x` } }));
    await expect(wordpressAt(here).find('tea')).rejects.toThrow(
      `leads to ${elsewhere}/x; give the address that it leads to.`,
    );
    expect(visits).toBe(0);
  });

  it('is reported as unreachable if it is busy or away', async () => {
    const busy = await localServer(() => ({ status: 503, body: '<h1>no</h1>' }));
    await expect(wordpressAt(busy).find('tea')).rejects.toThrow(UnreachableFault);
    await expect(wordpressAt('http://127.0.0.1:1').find('tea')).rejects.toThrow(UnreachableFault);
  });

  it('must answer with JSON', async () => {
    const page = await localServer(() => ({ status: 200, body: '<!doctype html>' }));
    await expect(wordpressAt(page).find('tea')).rejects.toThrow('not with JSON');
  });

  it('gets no password over an unencrypted connection, unless it is this computer', () => {
    expect(() => wordpressAt('http://blog.example')).toThrow('give its https address');
    expect(() => wordpressAt('http://localhost.blog.example')).toThrow(BlogRefusedFault);
    expect(() => wordpressAt('https://blog.example')).not.toThrow();
    expect(() => wordpressAt('http://localhost:2368')).not.toThrow();
  });
});
