import { describe, expect, it, test } from 'vitest';
import { readDocument } from '../read-document.ts';

const [wp, content] = ['http://wordpress.org/export/1.2/', 'http://purl.org/rss/1.0/modules/content/'];

const file = (items: string, version = '1.2') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:excerpt="${wp.replace('1.2', version)}excerpt/" xmlns:content="${content}" xmlns:wp="${wp.replace('1.2', version)}"><channel><title>F</title>${items}</channel></rss>`;

const item = (more: string, body = 'Some words.') =>
  `<item><title>A</title><link>https://f.example/?p=1</link><content:encoded><![CDATA[${body}]]></content:encoded><excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>${more}</item>`;

describe('an item of an export', () => {
  test.each([
    ['<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>', 'post'],
    ['<wp:status><![CDATA[publish]]></wp:status>', 'post'],
    ['', 'post'],
    ['<wp:is_sticky>1</wp:is_sticky><wp:post_name></wp:post_name>', 'post'],
    ['<wp:status>draft</wp:status>', 'it is a draft'],
    ['<wp:status>pending</wp:status>', 'it is waiting for review'],
    ['<wp:status>future</wp:status>', 'it is scheduled for later'],
    ['<wp:status>archive</wp:status>', 'it is not published (its status is archive)'],
    ['<wp:status>private</wp:status>', 'private: it is private.'],
    ['<wp:status>trash</wp:status>', 'deleted: it is in the trash.'],
    ['<wp:status>auto-draft</wp:status>', "no post: WordPress's editor created it, and it was never saved."],
    ['<wp:status>inherit</wp:status>', 'no post: it is an earlier version, or a part, of another post.'],
    ['<wp:post_password><![CDATA[x]]></wp:post_password>', 'private: it has a password.'],
    ['<wp:post_password></wp:post_password>', 'post'],
    ['<wp:post_type>page</wp:post_type>', 'page: it is a page, not a post.'],
    ['<wp:post_type>attachment</wp:post_type>', 'attachment: attachments are not posts.'],
    ['<wp:post_type>nav_menu_item</wp:post_type>', 'other type: items of type nav_menu_item are not posts.'],
    ['<wp:post_type>recipe</wp:post_type>', 'other type: items of type recipe are not posts.'],
  ])('with %s is %s', async (more, expected) => {
    const { source, posts, leftOut } = await readDocument(file(item(more)));
    expect(source).toBe("WordPress's export file");
    const shown = [
      ...posts.map((post) => (post.draft ? post.draftBecause : 'post')),
      ...leftOut.map((out) => `${out.leftOut}: ${out.reason}`),
    ];
    expect(shown).toEqual([expected]);
  });

  it('of another type is counted with others of that type', async () => {
    const types = ['recipe', 'attachment', 'recipe', 'revision', 'attachment', 'attachment'];
    const items = types.map((type) => item(`<wp:post_type>${type}</wp:post_type><wp:comment/>`)).join('');
    const { leftOut } = await readDocument(file(items));
    expect(leftOut.map(({ count, reason }) => [count, reason])).toEqual([
      [6, 'comments were written by others.'],
      [2, 'items of type recipe are not posts.'],
      [3, 'attachments are not posts.'],
      [1, 'items of type revision are not posts.'],
    ]);
  });

  test.each(['1.0', '1.1', '1.2', '1.3'])('in version %s of the format has all its fields', async (version) => {
    const { posts } = await readDocument(file(item('<wp:post_name>a-name</wp:post_name>'), version));
    expect(posts[0]).toMatchObject({
      slug: 'a-name',
      description: 'In short.',
      canonicalUrl: 'https://f.example/?p=1',
    });
    expect(posts[0].markdown()).toBe('Some words.');
  });

  it('may have any prefixes', async () => {
    const other = file(item('<wp:post_name>a-name</wp:post_name><wp:status>draft</wp:status>'))
      .replace(/([<:/])wp\b(?=[:=])/g, '$1w')
      .replace(/([<:/])excerpt\b(?=[:=])/g, '$1content2')
      .replace(/([<:/])content\b(?=[:=])/g, '$1excerpt');
    expect(other).toContain('<excerpt:encoded><![CDATA[Some words.');
    const { posts } = await readDocument(other);
    expect(posts[0]).toMatchObject({ slug: 'a-name', description: 'In short.', draft: true });
    expect(posts[0].markdown()).toBe('Some words.');
  });

  test.each([
    ['<category domain="category" nicename="a-b"><![CDATA[A &amp; B]]></category>', ['A & B'], []],
    ['<category domain="category" nicename="r-d"><![CDATA[R&D]]></category>', ['R&D'], []],
    ['<category domain="post_tag" nicename="x"><![CDATA[x]]></category>', [], ['x']],
    [
      '<category domain="tag" nicename="x"><![CDATA[x]]></category><category domain="tag"><![CDATA[x]]></category>',
      [],
      ['x'],
    ],
    ['<category><![CDATA[A]]></category><category domain="category" nicename="a"><![CDATA[A]]></category>', ['A'], []],
    ['<category domain="category" nicename="uncategorized"><![CDATA[Allgemein]]></category>', [], []],
    ['<category domain="post_format" nicename="post-format-aside"><![CDATA[Aside]]></category>', [], []],
  ])('with %s is filed under it', async (categories, names, tags) => {
    const { posts } = await readDocument(file(item(categories)));
    expect([posts[0].categories, posts[0].tags]).toEqual([names, tags]);
  });

  test.each([
    ['2021-03-14 08:05:00', '2021-03-14 07:05:00', '2021-03-14 07:05:00Z'],
    ['2021-03-15 00:30:00', '2021-03-14 22:30:00', '2021-03-15 00:30:00+02:00'],
    ['2021-03-13 20:30:00', '2021-03-14 02:00:00', '2021-03-13 20:30:00-05:30'],
    ['2021-03-14 08:05:00', '0000-00-00 00:00:00', '2021-03-14 08:05:00'],
    ['2021-03-18 08:05:00', '2021-03-14 07:05:00', '2021-03-14 07:05:00Z'],
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00', null],
  ])('of %s (%s in UTC) has the date %s', async (own, utc, expected) => {
    const dates = `<wp:post_date>${own}</wp:post_date><wp:post_date_gmt>${utc}</wp:post_date_gmt>`;
    expect((await readDocument(file(item(dates)))).posts[0].date).toBe(expected);
  });
});

describe('the footnotes of a post', () => {
  const reference = (id: string, number: number) =>
    `<sup data-fn="${id}" class="fn"><a href="#${id}" id="${id}-link">${number}</a></sup>`;
  const body = `<!-- wp:paragraph -->\n<p>The pier is old${reference('aa', 1)} and long ${reference('bb', 2)}, very old${reference('aa', 1)}.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->`;
  const metadata = (value: string, key = 'footnotes') =>
    `<wp:postmeta><wp:meta_key><![CDATA[${key}]]></wp:meta_key><wp:meta_value><![CDATA[${value}]]></wp:meta_value></wp:postmeta>`;
  const texts = JSON.stringify([
    { content: 'Built in <em>1850</em>.', id: 'aa' },
    { content: '<p>Ask the keeper.</p><p>He counts.</p>', id: 'bb' },
  ]);

  it('become Markdown footnotes', async () => {
    const { posts, leftOut } = await readDocument(file(item(metadata('x', '_edit_last') + metadata(texts), body)));
    expect(leftOut).toEqual([]);
    expect(posts[0].markdown()).toBe(
      'The pier is old[^1] and long[^2], very old[^1].\n\n[^1]: Built in *1850*.\n\n[^2]: Ask the keeper.\n\n    He counts.',
    );
  });

  test.each([
    ['[{"content":"Built', 'its footnotes are not a JSON list; the post was imported without them.'],
    ['{}', 'its footnotes are not a JSON list; the post was imported without them.'],
    ['[{"content":"x","id":"aa"}]', '1 of its footnotes have no text in the file; the post was imported without them.'],
    ['[1, null, {"id":"aa"}]', '2 of its footnotes have no text in the file; the post was imported without them.'],
    ['', '2 of its footnotes have no text in the file; the post was imported without them.'],
  ])('that are %s are reported', async (value, reason) => {
    const { posts, leftOut } = await readDocument(file(item(metadata(value), body)));
    expect(leftOut).toEqual([{ leftOut: 'broken', where: 'line 1 (A)', reason, count: 1 }]);
    expect(posts[0].markdown()).toMatch(/^The pier is old(?:\[\^1\])? and long ?, very old/);
  });
});

describe('a post typed in Markdown', () => {
  test.each([
    ['A *post* with a [link](https://a.example).\n\n## A heading\n\n- one\n- two'],
    ['Some text.\n\n```js\nlet a = [1];\n```'],
    ['![A boat](/boat.png)\n\nAfter it.'],
  ])('is not changed: %j', async (body) => {
    expect((await readDocument(file(item('', body)))).posts[0].markdown()).toBe(body);
  });

  test.each([
    ['Only *stars* here', 'Only \\*stars\\* here'],
    ['<p>Some [link](https://a.example)</p>', 'Some \\[link]\\(https://a.example)'],
    ['# 1 of many\nand on', '# 1 of many\\\nand on'],
  ])('counts as one only if nothing else explains it: %j', async (body, expected) => {
    expect(
      (await readDocument(file(item('', body)))).posts[0].markdown().replace(/^\\#|\\(?=:)/g, (mark) => mark.slice(1)),
    ).toBe(expected);
  });

  it('loses teaser marks and shortcodes', async () => {
    const body = '## A\n\nOne.\n\n<!--more-->\n\n[gallery ids="1"]\n\nTwo [sic].';
    expect((await readDocument(file(item('', body)))).posts[0].markdown()).toBe('## A\n\nOne.\n\nTwo [sic].');
  });
});
