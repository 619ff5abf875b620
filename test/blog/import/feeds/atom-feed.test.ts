import { describe, expect, it, test } from 'vitest';
import { onlyPost as onlyPostOf, readDocument } from '../read-document.ts';

const atom = 'http://www.w3.org/2005/Atom';
const xhtml = 'http://www.w3.org/1999/xhtml';

const feed = (entries: string, more = '') => `<feed xmlns="${atom}" ${more}><title>F</title>${entries}</feed>`;

const onlyPost = (text: string) => onlyPostOf(text, 'an Atom feed');

test.each([
  ['application/octet-stream', 'other format'],
  ['image/png', 'other format'],
  ['text/plain', null],
  ['application/xhtml+xml', null],
  ['html', null],
])('content of type %s: %s', async (type, because) => {
  const entry = `<entry><title>A</title><content type="${type}">QUFB</content></entry>`;
  const { counts } = await readDocument(feed(entry));
  expect(counts).toEqual(because === null ? {} : { [because]: 1 });
});

describe('one post in the forms that Atom allows', () => {
  const whole = {
    title: 'A walk',
    slug: 'a-walk',
    date: '2020-01-02T03:04:05Z',
    tags: ['shore'],
    link: 'https://f.example/a-walk/',
    description: null,
    body: 'We *walked*.',
  };
  const html = '&lt;p&gt;We &lt;em&gt;walked&lt;/em&gt;.&lt;/p&gt;';
  const entry = (content = `<content type="html">${html}</content>`, title = '<title>A walk</title>') =>
    `<entry>${title}<id>urn:1</id><link href="https://f.example/a-walk/"/><updated>2020-01-02T03:04:05Z</updated><category term="shore"/>${content}</entry>`;
  const prefixed = (text: string, prefix: string) => text.replace(/<(\/?)(?=\w)/g, `<$1${prefix}:`);
  const inline = `<div xmlns="${xhtml}"><p>We <em>walked</em>.</p></div>`;

  test.each([
    ['without a prefix', feed(entry())],
    ['with a prefix', prefixed(feed(entry()), 'a').replace('xmlns=', 'xmlns:a=')],
    [
      'with a prefix, after a declaration and comments',
      `<?xml version="1.0"?>\n<!-- x --><?y z?>${prefixed(feed(entry()), 'atom').replace('xmlns=', 'xmlns:atom=')}`,
    ],
    [
      'with single quotes, and another attribute first',
      feed(entry()).replace(`xmlns="${atom}"`, `xml:lang='en'\n  xmlns='${atom}'`),
    ],
    ['without a namespace declaration', feed(entry()).replace(`xmlns="${atom}"`, '')],
    ['with XHTML', feed(entry(`<content type="xhtml">${inline}</content>`))],
    [
      'with XHTML with a prefix',
      feed(entry(`<content type="xhtml">${prefixed(inline, 'h').replace('xmlns=', 'xmlns:h=')}</content>`)),
    ],
    ['with XHTML declared by media type', feed(entry(`<content type="application/xhtml+xml">${inline}</content>`))],
    ['with HTML in CDATA', feed(entry('<content type="html"><![CDATA[<p>We <em>walked</em>.</p>]]></content>'))],
    ['with undeclared HTML', feed(entry(`<content>${html}</content>`))],
    ['with HTML declared by media type', feed(entry(`<content type="text/html">${html}</content>`))],
    [
      'with a title in XHTML',
      feed(entry(undefined, `<title type="xhtml"><div xmlns="${xhtml}">A <b>walk</b></div></title>`)),
    ],
    ['with a title in HTML', feed(entry(undefined, '<title type="html">A &lt;b&gt;walk&lt;/b&gt;</title>'))],
    ['with its text in its summary', feed(entry(`<summary type="html">${html}</summary>`))],
    [
      'in draft 0.3',
      feed(
        entry()
          .replace('updated>', 'modified>')
          .replace('</updated>', '</modified>')
          .replace('type="html"', 'type="text/html" mode="escaped"'),
      ).replace(atom, 'http://purl.org/atom/ns#'),
    ],
    [
      'in draft 0.3 with XHTML',
      feed(
        entry(`<content type="application/xhtml+xml" mode="xml">${inline}</content>`).replace(/updated>/g, 'issued>'),
      ).replace(atom, 'http://purl.org/atom/ns#'),
    ],
    [
      'in draft 0.3 in Base64',
      feed(entry(`<content type="text/html" mode="base64">${btoa('<p>We <em>walked</em>.</p>')}</content>`)).replace(
        atom,
        'http://purl.org/atom/ns#',
      ),
    ],
  ])('%s', async (_, text) => {
    expect(await onlyPost(text)).toEqual(whole);
  });

  it('in pieces of one character', async () => {
    const { posts } = await readDocument(prefixed(feed(entry()), 'a').replace('xmlns=', 'xmlns:a='), 'feed.xml', 1);
    expect(posts[0]).toMatchObject({ title: 'A walk', slug: 'a-walk', tags: ['shore'] });
  });
});

describe('the data of an entry', () => {
  const entry = (more: string) => feed(`<entry><title>T</title><content>Some words.</content>${more}</entry>`);

  test.each([
    [
      '<link rel="alternate" type="application/json" href="https://f.example/a.json"/><link href="https://f.example/a"/>',
      'https://f.example/a',
    ],
    ['<link rel="self" href="https://f.example/a.atom"/><link rel="replies" href="https://f.example/a#c"/>', null],
    ['<link xml:base="https://f.example/x/" href="../a"/>', 'https://f.example/a'],
    [
      '<link href="http://feeds.example/~3/x"/><fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">http://f.example/a</fb:origLink>',
      'http://f.example/a',
    ],
  ])('%s leads to %s', async (links, link) => {
    expect((await onlyPost(entry(links))).link).toBe(link);
  });

  it('is relative to the xml:base of the feed and of each element', async () => {
    const post = await onlyPost(
      feed(
        `<entry xml:base="2020/"><title>T</title><link href="a"/><content type="html" xml:base="/img/">&lt;img src="b.png"&gt; &lt;a href="#c"&gt;c&lt;/a&gt;</content></entry>`,
        'xml:base="https://f.example/blog/"',
      ),
    );
    expect(post).toMatchObject({
      link: 'https://f.example/blog/2020/a',
      body: '![](https://f.example/img/b.png) [c](#c)',
    });
  });

  test.each([
    ['xmlns:app="http://www.w3.org/2007/app"', 'app', 'yes', true],
    ['xmlns:app="http://purl.org/atom/app#"', 'app', 'yes', true],
    ['xmlns:p="http://www.w3.org/2007/app"', 'p', ' yes ', true],
    ['', 'app', 'yes', true],
    ['xmlns:app="http://www.w3.org/2007/app"', 'app', 'no', false],
    ['xmlns:app="urn:other"', 'app', 'yes', false],
  ])('with %s, <%s:draft>%s means draft: %s', async (declared, prefix, value, draft) => {
    const text = entry(
      `<${prefix}:control ${declared}><${prefix}:draft>${value}</${prefix}:draft></${prefix}:control>`,
    );
    expect((await readDocument(text)).posts[0].draft).toBe(draft);
  });

  test.each([
    ['<content src="https://f.example/a.html" type="text/html"/>', { excerpt: 1 }],
    ['<content type="html"></content><summary>It went on…</summary>', { excerpt: 1 }],
    ['<summary>It went on [...]</summary>', { excerpt: 1 }],
    ['', { empty: 1 }],
    [
      '<content>x</content><thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="urn:0"/>',
      { comment: 1 },
    ],
  ])('%s is left out as %j', async (content, counts) => {
    const read = await readDocument(feed(`<entry><title>T</title>${content}</entry>`));
    expect([read.posts.length, read.counts]).toEqual([0, counts]);
  });

  it('counts deleted entries', async () => {
    const { counts } = await readDocument(
      feed('<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:1"/>'),
    );
    expect(counts).toEqual({ deleted: 1 });
  });
});
