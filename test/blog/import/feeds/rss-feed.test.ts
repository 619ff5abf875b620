import { describe, expect, it, test } from 'vitest';
import { documentSource } from '../../../../src/blog/import/post-sources.ts';
import { onlyPost as onlyPostOf, readDocument } from '../read-document.ts';

const rss = (items: string, namespaces = '') =>
  `<?xml version="1.0"?><rss version="2.0" ${namespaces}><channel><title>F</title><link>https://f.example/</link>${items}</channel></rss>`;

const text = (words: string) => `<description>${words}</description>`;

const onlyPost = (text: string) => onlyPostOf(text, 'an RSS feed');

describe('one post in the forms that RSS allows', () => {
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
  const [content, dc] = ['http://purl.org/rss/1.0/modules/content/', 'http://purl.org/dc/elements/1.1/'];
  const item = (c: string, d: string) =>
    `<item><title>A walk</title><link>https://f.example/a-walk/</link><${d}date>2020-01-02T03:04:05Z</${d}date><${d}subject>shore</${d}subject><${c}encoded>${html}</${c}encoded></item>`;

  test.each([
    ['with the usual prefixes', rss(item('content:', 'dc:'), `xmlns:content="${content}" xmlns:dc="${dc}"`)],
    ['with others', rss(item('c:', 'x:'), `xmlns:c="${content}" xmlns:x="${dc}"`)],
    [
      'with prefixes usually used for something else',
      rss(item('dc:', 'content:'), `xmlns:dc="${content}" xmlns:content="${dc}"`),
    ],
    ['with undeclared prefixes', rss(item('content:', 'dc:'))],
    [
      'with namespaces declared in the item',
      rss(item('c:', 'd:').replace('<item>', `<item xmlns:c="${content}" xmlns:d="${dc}">`)),
    ],
    [
      'with namespaces declared in each element',
      rss(
        item('', '')
          .replace('<date>', `<date xmlns="${dc}">`)
          .replace('<subject>', `<subject xmlns="${dc}">`)
          .replace('<encoded>', `<encoded xmlns="${content}">`),
      ),
    ],
    [
      'with a namespace without its last character',
      rss(item('c:', 'x:'), `xmlns:c="${content.slice(0, -1)}" xmlns:x="${dc}"`),
    ],
    [
      'with a namespace for RSS itself',
      rss(item('c:', 'x:'), `xmlns="http://backend.userland.com/rss2" xmlns:c="${content}" xmlns:x="${dc}"`),
    ],
    [
      'with an unknown namespace for RSS itself',
      rss(item('c:', 'x:'), `xmlns="urn:mine" xmlns:c="${content}" xmlns:x="${dc}"`),
    ],
    [
      'in RDF',
      `<?xml version="1.0"?><!-- made by hand --><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:c="${content}" xmlns:x="${dc}"><channel rdf:about="https://f.example/"><title>F</title><link>https://f.example/</link></channel>${item('c:', 'x:')}</rdf:RDF>`,
    ],
    [
      'in RDF whose RSS has a prefix',
      `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/" xmlns:c="${content}" xmlns:x="${dc}">${item('c:', 'x:').replace(/<(\/?)(item|title|link)>/g, '<$1rss:$2>')}</r:RDF>`,
    ],
    [
      'with a doctype, a stylesheet and a comment before it',
      `<?xml version="1.0"?>\n<?xml-stylesheet href="x.css"?><!-- <rss> --><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">${rss(item('content:', 'dc:')).replace(/^<\?xml.*?\?>/, '')}`,
    ],
    ['with blank lines before it', `\n\n  ${rss(item('content:', 'dc:'))}`],
    [
      'with its text in two pieces',
      rss(item('content:', 'dc:').replace(html, '<![CDATA[<p>We <em>wal]]><![CDATA[ked</em>.</p>]]>')),
    ],
    [
      'with its text partly escaped',
      rss(item('content:', 'dc:').replace(html, '&lt;p&gt;We <![CDATA[<em>walked</em>.]]>&lt;/p&gt;')),
    ],
    [
      'with its date after its text',
      rss(item('content:', 'dc:').replace(/(<dc:date>.*<\/dc:date>)(.*)(<\/item>)/, '$2$1$3')),
    ],
  ])('%s', async (_, feed) => {
    expect(await onlyPost(feed)).toEqual(whole);
  });

  it('in pieces of one character', async () => {
    const { posts } = await readDocument(rss(item('content:', 'dc:')), 'feed.xml', 1);
    expect(posts[0]).toMatchObject({ title: 'A walk', slug: 'a-walk', tags: ['shore'] });
  });
});

describe('the address of a post', () => {
  test.each([
    ['its link', '<link>https://f.example/a</link><guid>https://f.example/b</guid>', 'https://f.example/a'],
    ['its guid', '<guid>https://f.example/b</guid>', 'https://f.example/b'],
    ['not a guid that says it is not a permalink', '<guid isPermaLink="false">https://f.example/b</guid>', null],
    ['not a guid of another kind', '<guid>tag:f.example,2020:1</guid>', null],
    [
      "FeedBurner's original one",
      '<link>http://feeds.example/~r/f/~3/x/</link><fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">http://f.example/c</fb:origLink>',
      'http://f.example/c',
    ],
    ['a link relative to the site', '<link>/2020/a</link>', 'https://f.example/2020/a'],
    ['not the Atom link to the feed itself', '<atom:link rel="self" href="https://f.example/feed"/>', null],
    [
      'an empty link, and a guid',
      '<link></link><guid isPermaLink="true">https://f.example/b</guid>',
      'https://f.example/b',
    ],
  ])('is %s', async (_, elements, link) => {
    expect((await onlyPost(rss(`<item>${elements}${text('Some words.')}</item>`))).link).toBe(link);
  });
});

describe('addresses in a post', () => {
  const body =
    '&lt;a href="b"&gt;b&lt;/a&gt; &lt;a href="#c"&gt;c&lt;/a&gt; &lt;img src="/d.png"&gt; &lt;a href="mailto:e"&gt;e&lt;/a&gt;';

  test.each([
    [
      'its own',
      rss(`<item><link>https://f.example/2020/a</link>${text(body)}</item>`),
      '[b](https://f.example/2020/b) [c](#c) ![](https://f.example/d.png) <e>',
    ],
    [
      'xml:base',
      rss(`<item xml:base="https://g.example/x/"><link>https://f.example/2020/a</link>${text(body)}</item>`),
      '[b](https://g.example/x/b) [c](#c) ![](https://g.example/d.png) <e>',
    ],
    [
      'the site',
      rss(`<item>${text(body)}</item>`),
      '[b](https://f.example/b) [c](#c) ![](https://f.example/d.png) <e>',
    ],
    ['nothing known', `<rss><channel><item>${text(body)}</item></channel></rss>`, '[b](b) [c](#c) ![](/d.png) <e>'],
  ])('are relative to %s', async (_, feed, expected) => {
    expect((await onlyPost(feed)).body).toBe(expected);
  });
});

describe('an excerpt is told from a full post', () => {
  const link = (words: string) => `&lt;a href="https://f.example/a"&gt;${words}&lt;/a&gt;`;

  test.each([
    ['It went on [&#8230;]', 'excerpt'],
    ['It went on [...]', 'excerpt'],
    ['It went on [&amp;hellip;]', 'excerpt'],
    ['&lt;p&gt;It went on [&amp;#8230;]&lt;/p&gt;', 'excerpt'],
    ['It went on (…)', 'excerpt'],
    [`It went on… ${link('Continue reading')}`, 'excerpt'],
    [`It went on. ${link('Continue reading &lt;span&gt;A walk&lt;/span&gt; &amp;rarr;')}`, 'excerpt'],
    [`It went on ${link('(more...)')}`, 'excerpt'],
    [`It went on ${link('Read more »')}`, 'excerpt'],
    [`&lt;p&gt;It went on&lt;/p&gt;&lt;p&gt;${link('Weiterlesen')} »&lt;/p&gt;`, 'excerpt'],
    [`It went on ${link('Lire la suite')}`, 'excerpt'],
    [`It went on ${link('続きを読む')}`, 'excerpt'],
    ['It went on... Read more', 'excerpt'],
    ['It went on [Read more…]', 'excerpt'],
    [`It went on [&#8230;] &lt;p&gt;The post ${link('A walk')} appeared first on ${link('F')}.&lt;/p&gt;`, 'excerpt'],
    ['And so it went on...', 'post'],
    ['And so it went on…', 'post'],
    ['“And so it went on…”', 'post'],
    ['&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;And so on...&lt;/p&gt;', 'post'],
    ['I wish that I had read more.', 'post'],
    ['I went to bed to read on', 'post'],
    [`It is all in ${link('the long article')}.`, 'post'],
    [`I have ${link('more sheep')} than that.`, 'post'],
    [`It went on, and ${link('read more')} is what I did then, all night.`, 'post'],
    ['', 'empty'],
    ['&lt;p&gt; &amp;nbsp; &lt;/p&gt;', 'empty'],
    ['&lt;img src="a.png"&gt;', 'post'],
    ['&lt;script&gt;x()&lt;/script&gt;', 'empty'],
  ])('%s: %s', async (words, expected) => {
    const { posts, counts } = await readDocument(rss(`<item><title>A walk</title>${text(words)}</item>`));
    expect([...posts.map(() => 'post'), ...Object.keys(counts)]).toEqual([expected]);
  });

  const cut = (words: string) => `<item><title>T</title>${text(words)}</item>`;
  const sentence = 'The clock in the hall was late by some minutes that day, and nobody who came in from the rain';

  it('by the same length of several that end in dots', async () => {
    const ends = [' said...', ' saw it...', ' told...'];
    const { posts, counts } = await readDocument(
      rss(`${ends.map((end) => cut(sentence + end)).join('')}${cut('A short one.')}`),
    );
    expect([posts.length, counts]).toEqual([1, { excerpt: 3 }]);
  });

  it('not by dots at the end of texts with different lengths', async () => {
    const texts = ['Hm...', 'And then we waited for the ferry until it was dark…', `${sentence} said...`];
    const { posts, counts } = await readDocument(rss(texts.map(cut).join('')));
    expect([posts.length, counts]).toEqual([3, {}]);
  });

  it('by dots if others have their full content', async () => {
    const full = '<item><title>T</title><content:encoded>All of it.</content:encoded></item>';
    const { posts, counts } = await readDocument(rss(cut(`${sentence}...`) + full));
    expect([posts.length, counts]).toEqual([1, { excerpt: 1 }]);
  });
});

describe('other things that feeds contain', () => {
  it('is a post without a title', async () => {
    const feed = rss(`<item><title></title><guid>https://f.example/2020/01/02/123</guid>${text('Up early.')}</item>`);
    expect(await onlyPost(feed)).toMatchObject({ title: null, slug: '123', body: 'Up early.' });
  });

  it('is the written summary', async () => {
    const item = '<item><title>Talk</title><enclosure url="https://f.example/1.mp3" length="1" type="audio/mpeg"/>';
    const { posts, counts } = await readDocument(
      rss(`${item}<itunes:summary>We talk of boats.</itunes:summary></item>${item}</item>`),
    );
    expect(posts.map(({ markdown }) => markdown())).toEqual(['We talk of boats.']);
    expect(counts).toEqual({ empty: 1 });
  });

  it('is a date as written', async () => {
    const dates = ['Sun, 10 Mar 19 08:30:00 GMT', 'Sun, 10 Mar 2019 08:30:00 CET', 'some day'];
    const items = dates.map((date) => `<item><pubDate>${date}</pubDate>${text('x')}</item>`).join('');
    expect((await readDocument(rss(items))).posts.map(({ date }) => date)).toEqual(dates);
  });
});

describe('a truncated feed', () => {
  test.each(['<item><title>b</title><description>x', '<item', '<item><title><![CDATA[b', '<!-- ', ''])(
    'yields everything before %j',
    async (end) => {
      const whole = rss(`<item><title>a</title>${text('x...')}</item>`);
      const { posts, fault } = await readDocument(whole.replace('</channel></rss>', end));
      expect(posts.map(({ title }) => title)).toEqual(['a']);
      expect(fault?.message).toContain('line 1: the file ends here, in the middle');
    },
  );
});

describe('a file that contains a feed', () => {
  test.each([
    ['<html><head></head><body><rss></rss></body></html>', undefined],
    ['<!doctype html><html><body><p>About <rss></p></body></html>', undefined],
    ['<opml version="2.0"><body><outline text="x"/></body></opml>', undefined],
    ['<svg xmlns="http://www.w3.org/2000/svg"></svg>', undefined],
  ])('%s is %s', (head, name) => {
    expect(documentSource('x.xml', head)?.name).toBe(name);
  });
});
