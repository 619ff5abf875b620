import { lines, type Sample } from './sample.ts';

const lexical = {
  root: {
    type: 'root',
    children: [
      {
        type: 'extended-heading',
        tag: 'h2',
        children: [
          { type: 'extended-text', text: 'Why ', format: 0 },
          { type: 'extended-text', text: 'now', format: 2 },
        ],
      },
      {
        type: 'paragraph',
        children: [
          { type: 'extended-text', text: 'Because the ', format: 0 },
          { type: 'link', url: '__GHOST_URL__/roof/', children: [{ type: 'extended-text', text: 'roof', format: 1 }] },
          { type: 'extended-text', text: ' leaks.', format: 0 },
        ],
      },
      { type: 'image', src: '__GHOST_URL__/content/images/roof.jpg', alt: 'The roof', caption: 'In <em>March</em>' },
      { type: 'codeblock', code: 'rain() {\n  drip\n}', language: 'bash' },
      { type: 'embed', url: 'https://video.example/1', html: '<iframe src="https://video.example/1"></iframe>' },
      { type: 'bookmark', url: 'https://other.example', metadata: { title: 'Other' } },
      {
        type: 'list',
        listType: 'number',
        start: 1,
        children: [{ type: 'listitem', children: [{ type: 'text', text: 'ladder' }] }],
      },
      { type: 'callout', calloutText: 'Mind the <b>gap</b>.', calloutEmoji: '!' },
    ],
  },
};

const mobiledoc = {
  version: '0.3.1',
  markups: [['em'], ['a', ['href', 'https://ink.example/']]],
  atoms: [['soft-return', '', {}]],
  cards: [
    ['markdown', { markdown: 'Ink is *wet*.\n\n- blue\n- black' }],
    ['code', { code: 'let ink = 1;', language: 'js' }],
    ['embed', { html: '<iframe></iframe>' }],
    ['hr', {}],
  ],
  sections: [
    [1, 'h3', [[0, [], 0, 'Bottles']]],
    [
      1,
      'p',
      [
        [0, [], 0, 'See '],
        [0, [1], 0, 'the '],
        [0, [0], 2, 'shop'],
        [1, [], 0, 0],
        [0, [], 0, 'today.'],
      ],
    ],
    [10, 0],
    [10, 1],
    [10, 2],
    [3, 'ul', [[[0, [], 0, 'one']], [[0, [], 0, 'two']]]],
  ],
};

const post = (fields: object) => ({ type: 'post', status: 'published', visibility: 'public', ...fields });

export const ghostSample: Sample = {
  input: 'shed.ghost.2024-05-01.json',
  files: {
    'shed.ghost.2024-05-01.json': JSON.stringify({
      db: [
        {
          meta: { exported_on: 1714557600000, version: '5.82.2' },
          data: {
            posts: [
              post({
                id: 'a',
                title: 'The roof',
                slug: 'the-roof',
                published_at: '2024-03-02T09:30:00.000Z',
                lexical: JSON.stringify(lexical),
                html: '<p>no</p>',
                custom_excerpt: 'It leaks.',
              }),
              post({
                id: 'b',
                title: 'Ink',
                slug: 'ink',
                published_at: '2018-11-05T00:00:00.000Z',
                mobiledoc: JSON.stringify(mobiledoc),
              }),
              post({
                id: 'c',
                title: 'Old',
                slug: 'old',
                published_at: 1388534400000,
                html: '<p>From <code>before</code>.</p><div class="kg-card kg-bookmark-card"><a href="x">y</a></div>',
              }),
              post({
                id: 'd',
                title: 'Oldest',
                slug: 'oldest',
                published_at: '2013-10-01 08:00:00',
                markdown: 'Just *so*.',
              }),
              post({ id: 'e', title: 'Later', slug: 'later', status: 'scheduled', html: '<p>x</p>' }),
              post({ id: 'f', title: 'Never', slug: 'never', status: 'draft', html: '<p>x</p>' }),
              post({ id: 'g', title: 'About', slug: 'about', type: 'page', html: '<p>x</p>' }),
              post({ id: 'h', title: 'Torn', slug: 'torn', lexical: '{"root":' }),
            ],
            tags: [
              { id: 1, name: 'House', slug: 'house', visibility: 'public' },
              { id: 2, name: '#import-2019', slug: 'hash-import-2019', visibility: 'internal' },
              { id: 3, name: 'Weather', slug: 'weather', visibility: 'public' },
            ],
            posts_tags: [
              { post_id: 'a', tag_id: 3, sort_order: 1 },
              { post_id: 'a', tag_id: 1, sort_order: 0 },
              { post_id: 'a', tag_id: 2, sort_order: 2 },
            ],
            users: [{ id: 1, name: 'Mara' }],
          },
        },
      ],
    }),
  },
  posts: {
    '2024-03-02-the-roof.md': lines(
      '---',
      'title: "The roof"',
      'date: 2024-03-02T09:30:00Z',
      'tags: ["House", "Weather"]',
      'description: "It leaks."',
      '---',
      '',
      '## Why *now*',
      '',
      'Because the [**roof**](/roof/) leaks.',
      '',
      '![The roof](/content/images/roof.jpg)',
      '',
      'In *March*',
      '',
      '```bash',
      'rain() {',
      '  drip',
      '}',
      '```',
      '',
      '1. ladder',
      '',
      '> Mind the **gap**.',
    ),
    '2018-11-05-ink.md': lines(
      '---',
      'title: "Ink"',
      'date: 2018-11-05T00:00:00Z',
      '---',
      '',
      '### Bottles',
      '',
      'See [the *shop*](https://ink.example/)\\',
      'today.',
      '',
      'Ink is *wet*.',
      '',
      '- blue',
      '- black',
      '',
      '```js',
      'let ink = 1;',
      '```',
      '',
      '- one',
      '- two',
    ),
    '2014-01-01-old.md': lines('---', 'title: "Old"', 'date: 2014-01-01T00:00:00Z', '---', '', 'From `before`.'),
    '2013-10-01-oldest.md': lines('---', 'title: "Oldest"', 'date: 2013-10-01T08:00:00', '---', '', 'Just *so*.'),
  },
  leftOut: { draft: 2, page: 1, broken: 1 },
};

const story = (
  title: string,
  body: string,
  footer = '',
) => `<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${title}</title><style>* {font-family: Georgia}</style></head><body><article class="h-entry">
<header>
<h1 class="p-name">${title}</h1>
</header>
<section data-field="subtitle" class="p-summary">
How it was built
</section>
<section data-field="body" class="e-content">
<section name="1a2b" class="section section--body section--first"><div class="section-divider"><hr class="section-divider"></div><div class="section-content"><div class="section-inner sectionLayout--insetColumn">${body}</div></div></section>
</section>
<footer>${footer}<p>Exported from Medium on May 1, 2024.</p></footer></article></body></html>`;

export const mediumSample: Sample = {
  input: 'medium-export.zip',
  files: {
    'medium-export.zip': {
      zip: {
        'README.html': '<html><body>Your archive</body></html>',
        'profile/profile.html': '<html><body><h3>Mara</h3></body></html>',
        'posts/2019-03-10_A-Shelf-for-Keys-1a2b3c4d5e6f.html': story(
          'A Shelf for Keys',
          '<h3 name="e1" id="e1" class="graf graf--h3 graf--leading graf--title">A Shelf for Keys</h3><h4 name="e2" class="graf graf--h4 graf--subtitle">How it was built</h4><p name="e3" class="graf graf--p">Nine keys, <strong class="markup--strong">one</strong> shelf.</p><figure name="e4" class="graf graf--figure"><img class="graf-image" data-image-id="1*x.png" src="https://cdn.example/1*x.png"><figcaption class="imageCaption">The shelf</figcaption></figure><pre data-code-block-mode="1" data-code-block-lang="javascript" name="e5" class="graf graf--pre graf--preV2"><span class="pre--content">const keys = 9;<br>hang(keys);</span></pre><div name="e6" class="graf graf--mixtapeEmbed"><a href="https://other.example">Other<br><em>other.example</em></a></div><figure class="graf graf--figure graf--iframe"><script src="https://gist.example/1.js"></script></figure>',
          '<p>By <a href="https://medium.example/@mara" class="p-author h-card">Mara</a> on <a href="https://medium.example/p/1a2b3c4d5e6f"><time class="dt-published" datetime="2019-03-10T17:21:33.120Z">March 10, 2019</time></a>.</p><p><a href="https://medium.example/@mara/a-shelf-for-keys-1a2b3c4d5e6f" class="p-canonical">Canonical link</a></p>',
        ),
        'posts/2019-04-01_I-agree--and-so-does-my-aunt--9f8e7d6c5b4a.html': story(
          'I agree, and so does my aunt.',
          '<p name="c1" class="graf graf--p graf--leading">I agree, and so does my aunt. Keys need a shelf.</p>',
        ),
        'posts/draft_A-Box-for-Screws-0a0b0c0d0e0f.html': story(
          'A Box for Screws',
          '<h3 class="graf graf--h3 graf--title">A Box for Screws</h3><p class="graf graf--p">One day.</p>',
        ),
      },
    },
  },
  posts: {
    '2019-03-10-a-shelf-for-keys.md': lines(
      '---',
      'title: "A Shelf for Keys"',
      'date: 2019-03-10T17:21:33Z',
      'description: "How it was built"',
      'canonical_url: "https://medium.example/@mara/a-shelf-for-keys-1a2b3c4d5e6f"',
      '---',
      '',
      'Nine keys, **one** shelf.',
      '',
      '![](https://cdn.example/1*x.png)',
      '',
      'The shelf',
      '',
      '```javascript',
      'const keys = 9;',
      'hang(keys);',
      '```',
    ),
  },
  leftOut: { comment: 1, draft: 1, 'other file': 2 },
};

export const substackSample: Sample = {
  input: 'substack.zip',
  files: {
    'substack.zip': {
      zip: {
        'posts.csv': [
          'post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url',
          '101.first-letter,2022-06-07T08:00:00.000Z,true,2022-06-07T08:01:00.000Z,,newsletter,everyone,First letter,"Hello, all",',
          '102.second,,FALSE,,,newsletter,only_paid,Second,,',
          '103.a-talk,2022-07-01T08:00:00.000Z,true,,,podcast,everyone,A talk,,https://audio.example/1.mp3',
          '104.lost,2022-08-01T08:00:00.000Z,TRUE,,,newsletter,everyone,Lost,,',
          '105.about,2022-08-01T08:00:00.000Z,true,,,page,everyone,About,,',
          '',
        ].join('\n'),
        'posts/101.first-letter.html':
          '<p>Good <em>morning</em>.</p><div class="subscription-widget-wrap" data-attrs="{}"><div class="subscription-widget show-subscribe"><div class="preamble"><p>Thanks for reading!</p></div><form class="subscription-widget-subscribe"><input type="email"></form></div></div><div class="captioned-image-container"><figure><a class="image-link" href="https://cdn.example/big.png"><div class="image2-inset"><img src="https://cdn.example/mill.png" alt="A mill"><div class="image-link-expand"><svg></svg></div></div></a><figcaption class="image-caption">The mill</figcaption></figure></div><pre><code class="language-sql">select 1;</code></pre><p class="button-wrapper" data-attrs="{}"><a class="button primary" href="https://x.substack.example/share">Share</a></p><h2>Then</h2><p>More.</p>',
        'posts/102.second.html': '<p>x</p>',
        'posts/103.a-talk.html': '<p>x</p>',
        'posts/105.about.html': '<p>x</p>',
        'posts/106.stray.html': '<p>x</p>',
      },
    },
  },
  posts: {
    '2022-06-07-first-letter.md': lines(
      '---',
      'title: "First letter"',
      'date: 2022-06-07T08:00:00Z',
      'description: "Hello, all"',
      '---',
      '',
      'Good *morning*.',
      '',
      '[![A mill](https://cdn.example/mill.png)](https://cdn.example/big.png)',
      '',
      'The mill',
      '',
      '```sql',
      'select 1;',
      '```',
      '',
      '## Then',
      '',
      'More.',
    ),
  },
  leftOut: { draft: 1, 'other type': 1, empty: 1, page: 1, 'no post': 1 },
};

export const writeAsSample: Sample = {
  input: 'writer.json',
  files: {
    'writer.json': JSON.stringify({
      username: 'writer',
      collections: [
        {
          alias: 'quay',
          title: 'Quay',
          public: true,
          url: 'https://quay.example/',
          posts: [
            {
              id: 'a1b2c3',
              slug: 'a-bollard',
              appearance: 'norm',
              created: '2020-03-04T05:06:07Z',
              title: 'A bollard',
              body: 'It is *iron*.',
              tags: ['quay', 'iron'],
              views: 3,
            },
            { id: 'd4e5f6', slug: 'none', appearance: 'norm', created: '2020-03-05T05:06:07Z', body: '' },
          ],
        },
      ],
      posts: [{ id: 'g7h8', appearance: 'norm', created: '2020-03-06T05:06:07Z', body: 'Not in a blog.' }],
    }),
  },
  posts: {
    '2020-03-04-a-bollard.md': lines(
      '---',
      'title: "A bollard"',
      'date: 2020-03-04T05:06:07Z',
      'tags: ["quay", "iron"]',
      'canonical_url: "https://quay.example/a-bollard"',
      '---',
      '',
      'It is *iron*.',
    ),
  },
  leftOut: { empty: 1, draft: 1 },
};

const bear = (fields: object) =>
  JSON.stringify({ version: 2, type: 'net.daringfireball.markdown', 'net.shinyfrog.bear': fields });

export const textBundlesSample: Sample = {
  input: 'notes.bearbk',
  files: {
    'notes.bearbk': {
      zip: {
        'Bear/A kettle.textbundle/text.md':
          '# A kettle\n#kitchen #things/of iron#\n\nIt sings. See #steam.\n\n![](assets/kettle.png)\n',
        'Bear/A kettle.textbundle/info.json': bear({ creationDate: '2021-02-03T04:05:06Z', trashed: 0 }),
        'Bear/A kettle.textbundle/assets/kettle.png': 'x',
        'Bear/Old.textbundle/text.txt': 'Thrown away.\n',
        'Bear/Old.textbundle/info.json': bear({ trashed: true }),
        'Bear/A scene.textbundle/text.md': 'x\n',
        'Bear/A scene.textbundle/info.json': '{"version": 2, "type": "com.quoteunquoteapps.fountain"}',
        'Bear/Plain.textbundle/text.markdown': 'No #heading here.\n',
        'Bear/Plain.textbundle/info.json': '{"version": 1}',
      },
    },
  },
  posts: {
    '2021-02-03-a-kettle.md': lines(
      '---',
      'title: "A kettle"',
      'date: 2021-02-03T04:05:06Z',
      'tags: ["kitchen", "things/of iron", "steam"]',
      '---',
      '',
      'It sings. See #steam.',
      '',
      '![](assets/kettle.png)',
    ),
    'plain.md': lines('---', 'title: "Plain"', '---', '', 'No #heading here.'),
  },
  leftOut: { deleted: 1, 'other format': 1, attachment: 1 },
};
