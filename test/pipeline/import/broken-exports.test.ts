import { describe, expect, it } from 'vitest';
import { placed } from '../samples/place.ts';
import { wordpressFile, wordpressItem } from '../samples/wordpress.ts';

import { imported, refusal } from './imported.ts';

describe('a broken export', () => {
  const twoItems = wordpressFile(
    wordpressItem({ title: 'One', slug: 'one', content: 'First.' }),
    wordpressItem({ title: 'Two', slug: 'two', content: 'Second.' }),
  );
  const xml = (text: string | Uint8Array) => placed({ 'export.xml': text }, 'export.xml');

  it('without posts is refused', async () => {
    expect(await refusal(xml(wordpressFile()))).toMatch(/There is no post to learn from/);
    expect(await refusal(placed({ 'g.json': '{"db":[{"meta":{},"data":{"posts":[]}}]}' }, 'g.json'))).toMatch(
      /no post/,
    );
    expect(await refusal(placed({ 'a.csv': 'title,text\n' }, 'a.csv'))).toMatch(/no post/);
    expect(await refusal(placed({ 'a.jsonl': '' }, 'a.jsonl'))).toMatch(/no post/);
  });

  it('that breaks off gives the posts before the break, and its line', async () => {
    const { posts, reasons } = await imported(xml(twoItems.slice(0, twoItems.indexOf('Second.') + 3)));
    expect(Object.keys(posts)).toEqual(['2021-03-14-one.md']);
    expect(reasons).toEqual([expect.stringMatching(/^line 46: the file ends here, in the middle/)]);
  });

  it('that is not XML is refused, with the line', async () => {
    const { reasons } = await imported(xml(twoItems.replace('</rss>', '</item></rss>')));
    expect(reasons).toEqual([expect.stringMatching(/^line \d+: it is not well-formed XML: unexpected close tag/)]);
  });

  it('with characters that XML forbids, and HTML entities, is still read', async () => {
    const item = wordpressItem({ title: 'A', slug: 'a', content: 'One\u0008 two.' }).replace(
      '<![CDATA[A]]>',
      'Tea&nbsp;&amp; toast',
    );
    const { posts } = await imported(xml(`\n${wordpressFile(item)}`));
    expect(posts['2021-03-14-a.md']).toMatch(/^title: "Tea & toast"$/m);
  });

  it('with its own entities is refused before they are expanded', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${twoItems.slice(twoItems.indexOf('<rss')).replace('First.', '&b;')}`;
    expect(await refusal(xml(bomb))).toMatch(/declares its own entities/);
    const file = bomb.replace(/<!ENTITY a[^>]*>/, '<!ENTITY a SYSTEM "file:///etc/passwd">');
    expect(await refusal(xml(file))).toMatch(/declares its own entities/);
  });

  it('is read in the encoding that it declares, or that is given', async () => {
    const latin = (declaration: string) =>
      Buffer.from(twoItems.replace(/<\?xml[^>]*>/, declaration).replace('First.', 'Crêpe.'), 'latin1');
    const told = await imported(xml(latin('<?xml version="1.0" encoding="ISO-8859-1"?>')));
    expect(told.posts['2021-03-14-one.md']).toContain('Crêpe.');
    expect(await refusal(xml(latin('<?xml version="1.0"?>')))).toMatch(/not text in utf-8/);
    const given = await imported(xml(latin('<?xml version="1.0"?>')), { encoding: 'latin1' });
    expect(given.posts['2021-03-14-one.md']).toContain('Crêpe.');
  });

  it('of Ghost that is not JSON, or has no posts, is refused', async () => {
    expect(await refusal(placed({ 'g.json': '{"db": [{"data": {\n"posts": [' }, 'g.json'))).toMatch(
      /line 2: it is not valid JSON/,
    );
    expect(await refusal(placed({ 'g.json': '{"db": [{"data": {}}]}' }, 'g.json'))).toMatch(/no "posts" table/);
  });

  it('that is a page instead of a feed is refused', async () => {
    const page =
      '<!DOCTYPE html><html><head><title>Sign in</title></head><body><rss-reader></rss-reader></body></html>';
    expect(await refusal(placed({ 'feed.xml': page }, 'feed.xml'))).toMatch(
      /does not look like a supported export or feed/,
    );
  });

  it('with an unclosed quote is refused, with the line', async () => {
    expect(await refusal(placed({ 'a.csv': 'title,text\na,"never\nends' }, 'a.csv'))).toMatch(
      /line \d: it is not a table/,
    );
  });

  it('with endlessly nested HTML keeps its text', async () => {
    const deep = wordpressFile(
      wordpressItem({ title: 'Deep', slug: 'deep', content: `${'<div>'.repeat(20_000)}Far down.` }),
      wordpressItem({ title: 'One', slug: 'one', content: 'First.' }),
    );
    const { posts } = await imported(xml(deep));
    expect(Object.keys(posts)).toEqual(['2021-03-14-deep.md', '2021-03-14-one.md']);
    expect(posts['2021-03-14-deep.md']).toMatch(/\n\nFar down\.\n$/);
  });
});
