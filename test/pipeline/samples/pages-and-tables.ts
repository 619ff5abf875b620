import { lines, type Sample } from './sample.ts';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A gate | Fences</title>
<meta name="description" content="On gates."><meta property="article:published_time" content="2017-08-09T10:00:00+02:00">
<link rel="canonical" href="https://fence.example/a-gate/"></head>
<body><header><nav><a href="/">Home</a></nav></header>
<main><article><h1>A gate</h1><p class="post-meta">By Mara on <time datetime="2017-08-09">9 August</time></p>
<p>It swings<sup>1</sup>.</p>
<div class="highlight"><pre><code class="language-ruby"><span class="k">puts</span> 1
</code></pre></div>
<table><thead><tr><th>side</th><th>hinge</th></tr></thead><tbody><tr><td>left</td><td>yes</td></tr></tbody></table>
<p><img src="data:image/gif;base64,R0" data-src="gate.jpg" alt="Gate"></p>
<p>Filed under <a rel="tag" href="/tags/wood">wood</a>.</p>
<script>track()</script></article></main><footer>© Mara</footer></body></html>`;

const gate = lines(
  '---',
  'title: "A gate"',
  'date: 2017-08-09T10:00:00+02:00',
  'tags: ["wood"]',
  'description: "On gates."',
  'canonical_url: "https://fence.example/a-gate/"',
  '---',
  '',
  'It swings¹.',
  '',
  '```ruby',
  'puts 1',
  '```',
  '',
  '| side | hinge |',
  '| - | - |',
  '| left | yes |',
  '',
  '![Gate](gate.jpg)',
  '',
  'Filed under [wood](/tags/wood).',
);

export const htmlPageSample: Sample = {
  input: 'a-gate.html',
  files: { 'a-gate.html': page },
  posts: { '2017-08-09-a-gate.md': gate },
  leftOut: {},
};

export const htmlPagesSample: Sample = {
  input: '',
  files: {
    'index.html': '<html><body><article><p>a</p></article><article><p>b</p></article></body></html>',
    '2017/a-gate/index.html': page,
    '2017/list.html': '<html><body><article><p>a</p></article><article><p>b</p></article></body></html>',
    '2018-01-02-a-post.html':
      '<html><head><title>A post</title></head><body><div class="entry-content"><p>It stands.</p></div></body></html>',
    'style.css': 'p {}',
  },
  posts: {
    '2017-08-09-a-gate.md': gate,
    '2018-01-02-a-post.md': lines('---', 'title: "A post"', 'date: 2018-01-02', '---', '', 'It stands.'),
  },
  leftOut: { page: 2, 'other file': 1 },
};

export const csvSample: Sample = {
  input: 'posts.csv',
  files: {
    'posts.csv':
      '\uFEFFTitle;Date;Body;Tags\r\n"One; or two";2020-01-02;"First line.\r\n\r\nSecond ""line""."; a, b\r\n;;Untitled text;\r\nEmpty;2020-01-03;;\r\n',
  },
  posts: {
    '2020-01-02-one-or-two.md': lines(
      '---',
      'title: "One; or two"',
      'date: 2020-01-02',
      'tags: ["a", "b"]',
      '---',
      '',
      'First line.',
      '',
      'Second "line".',
    ),
    'post.md': lines('Untitled text'),
  },
  leftOut: { empty: 1 },
};

export const jsonLinesSample: Sample = {
  input: 'posts.jsonl',
  files: {
    'posts.jsonl': lines(
      '{"title": "Öl", "text": "Ein *Text*.", "date": "2020-02-03", "tags": ["a"]}',
      '"Only a text."',
      '{"title": "Broken", ',
      '{"html": "<p>As <b>HTML</b></p>", "url": "https://x.example/as-html"}',
      '{"text": "By a model.", "generated": true}',
      '{"text": "Later.", "draft": true}',
      '',
    ),
  },
  posts: {
    '2020-02-03-öl.md': lines('---', 'title: "Öl"', 'date: 2020-02-03', 'tags: ["a"]', '---', '', 'Ein *Text*.'),
    'post.md': lines('Only a text.'),
    'post-2.md': lines('---', 'canonical_url: "https://x.example/as-html"', '---', '', 'As **HTML**'),
  },
  leftOut: { broken: 1, generated: 1, draft: 1 },
};

export const jsonListSample: Sample = {
  input: 'posts.json',
  files: {
    'posts.json': lines(
      '{"posts": [',
      '  {"title": "A weir", "content": "Water *falls*.", "createdAt": 1581552000, "keywords": ["river"]},',
      '  {"title": "A sluice", "html": "<p>It is <b>shut</b>.</p>", "status": "draft"},',
      '  {"slug": "nothing"}',
      ']}',
    ),
  },
  posts: {
    '2020-02-13-a-weir.md': lines(
      '---',
      'title: "A weir"',
      'date: 2020-02-13T00:00:00Z',
      'tags: ["river"]',
      '---',
      '',
      'Water *falls*.',
    ),
  },
  leftOut: { draft: 1, empty: 1 },
};
