import { describe, expect, it } from 'vitest';
import { ghostExport } from '../../../../src/blog/import/ghost/ghost.ts';
import type { ImportedPost } from '../../../../src/blog/import/post-source.ts';

async function postOf(fields: object): Promise<ImportedPost> {
  const posts = [{ id: 1, title: 'T', type: 'post', status: 'published', ...fields }];
  async function* text() {
    yield JSON.stringify({ db: [{ data: { posts } }] });
  }
  for await (const item of ghostExport.read(text(), 'g.json')) if (!('leftOut' in item)) return item;
  throw new Error('There is no post.');
}

const inLexical = (...children: object[]) => ({ lexical: JSON.stringify({ root: { type: 'root', children } }) });
const inMobiledoc = (name: string, card: object) => ({
  mobiledoc: JSON.stringify({ version: '0.3.1', markups: [], atoms: [], cards: [[name, card]], sections: [[10, 0]] }),
});

/** The cards of Ghost 5 with their fields, and what a reader sees of them. */
const cards: readonly (readonly [name: string, card: object, markdown: string])[] = [
  ['image', { src: '/a.png', alt: 'A', caption: 'At <em>sea</em>' }, '![A](/a.png)\n\nAt *sea*'],
  [
    'gallery',
    { images: [{ src: '/a.png' }, { src: '/b.png', alt: 'B' }], caption: 'Two' },
    '![](/a.png)\n\n![B](/b.png)\n\nTwo',
  ],
  [
    'before-after',
    { beforeImage: { src: '/a.png' }, afterImage: { src: '/b.png' }, caption: 'Then' },
    '![](/a.png)\n\n![](/b.png)\n\nThen',
  ],
  ['markdown', { markdown: 'One *two*' }, 'One *two*'],
  ['html', { html: '<p>One <b>two</b></p>' }, 'One **two**'],
  [
    'header',
    {
      header: 'Big',
      subheader: 'and <i>small</i>',
      buttonEnabled: true,
      buttonText: 'Go',
      buttonUrl: 'https://x.example/',
    },
    '## Big\n\n### and *small*\n\n[Go](https://x.example/)',
  ],
  ['header', { header: 'Big', buttonEnabled: false, buttonText: 'Go', buttonUrl: 'https://x.example/' }, '## Big'],
  ['callout', { calloutEmoji: '💡', calloutText: 'Mind the <b>gap</b>.' }, '> Mind the **gap**.'],
  ['toggle', { heading: 'Why?', content: '<p>Because.</p><p>So.</p>' }, '**Why?**\n\nBecause.\n\nSo.'],
  [
    'product',
    {
      productTitle: 'A boat',
      productDescription: '<p>It floats.</p>',
      productButtonEnabled: true,
      productButton: 'Buy',
      productUrl: 'https://x.example/',
    },
    '#### A boat\n\nIt floats.\n\n[Buy](https://x.example/)',
  ],
  ['button', { buttonText: 'Read on', buttonUrl: 'https://x.example/' }, '[Read on](https://x.example/)'],
  [
    'file',
    { src: '/a.pdf', fileTitle: 'The plan', fileCaption: 'All of it', fileName: 'a.pdf' },
    '#### The plan\n\nAll of it',
  ],
  ['audio', { src: '/a.mp3', title: 'A song' }, 'A song'],
  ['video', { src: '/a.mp4', caption: 'A boat' }, 'A boat'],
  [
    'bookmark',
    { url: 'https://x.example/', metadata: { title: 'Theirs', description: 'x' }, caption: 'Read <b>this</b>' },
    'Read **this**',
  ],
  ['embed', { url: 'https://x.example/', html: '<iframe></iframe>', caption: 'A talk' }, 'A talk'],
  [
    'signup',
    { header: 'Join', subheader: 'It is free', disclaimer: 'No spam', buttonText: 'Subscribe' },
    '## Join\n\nIt is free\n\nNo spam',
  ],
  [
    'call-to-action',
    { textValue: '<p>Come along.</p>', showButton: true, buttonText: 'Go', buttonUrl: 'https://x.example/' },
    'Come along.\n\n[Go](https://x.example/)',
  ],
  ['email', { html: '<p>Only in mails.</p>' }, ''],
  ['email-cta', { html: '<p>Only in mails.</p>', buttonText: 'Go' }, ''],
  ['paywall', {}, ''],
  ['transistor', { accentColor: '#000' }, ''],
];

describe("Ghost's cards", () => {
  it.each([
    ...cards,
    ['codeblock', { code: 'a = 1', language: 'js', caption: 'One' }, '```js\na = 1\n```\n\nOne'] as const,
  ])('in Lexical: %s', async (type, card, markdown) => {
    expect((await postOf(inLexical({ type, ...card }))).markdown()).toBe(markdown);
  });

  it.each([...cards, ['code', { code: 'a = 1', language: 'js' }, '```js\na = 1\n```'] as const])(
    'in Mobiledoc: %s',
    async (name, card, markdown) => {
      expect((await postOf(inMobiledoc(name, card))).markdown()).toBe(markdown);
    },
  );
});

describe("the format of a Ghost post's text", () => {
  const html = '<p>Whole.</p>';
  const paragraph = (text: string) => ({ type: 'paragraph', children: [{ type: 'extended-text', text, format: 0 }] });
  it.each([
    ['Lexical', { ...inLexical(paragraph('New.')), html }, 'New.', []],
    [
      'broken Lexical',
      { lexical: '{"root": {', html },
      'Whole.',
      [expect.stringMatching(/^its field lexical is not valid JSON: .*; its field html is used\.$/)],
    ],
    [
      'Lexical that is not a document',
      { lexical: '7', html },
      'Whole.',
      ['its field lexical is not a document; its field html is used.'],
    ],
    [
      'empty Lexical',
      { ...inLexical(paragraph('')), html },
      'Whole.',
      ['its field lexical is empty; its field html is used.'],
    ],
    [
      'Lexical without a root',
      { lexical: '{}', html },
      'Whole.',
      ['its field lexical is empty; its field html is used.'],
    ],
    [
      'broken Mobiledoc',
      { mobiledoc: '{', html },
      'Whole.',
      [expect.stringMatching(/^its field mobiledoc is not valid JSON/)],
    ],
    [
      'broken Lexical above Mobiledoc',
      { lexical: '{', ...inMobiledoc('markdown', { markdown: 'Older.' }), html },
      'Older.',
      [expect.stringMatching(/; its field mobiledoc is used\.$/)],
    ],
    ['Lexical of a picture', { ...inLexical({ type: 'image', src: '/a.png' }), html }, '![](/a.png)', []],
    ['only Markdown', { markdown: 'Oldest.', html: '' }, 'Oldest.', []],
    ['only text', { plaintext: 'Only this.' }, 'Only this.', []],
  ])('%s', async (_, fields, markdown, notes) => {
    const post = await postOf(fields);
    expect(post.markdown()).toBe(markdown);
    expect(post.notes).toEqual(notes);
  });

  it('is an error if there is no other format', async () => {
    const post = await postOf({ lexical: '{' });
    expect(() => post.markdown()).toThrow(/its field lexical is not valid JSON/);
  });
});
