import { describe, expect, it } from 'vitest';
import { markdownForm } from '../../../src/blog/corpus/markdown-form.ts';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { embedEdits } from '../../../src/blog/import/html-embeds.ts';
import { portableMarkdown, portablePost } from '../../../src/blog/import/portable-markdown.ts';
import { postFile } from '../../../src/blog/import/post-file.ts';
import { type Dialect, dialectWith } from '../../../src/blog/markdown/dialect.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function importOf(body: string, dialect?: Dialect, name = 'a.md'): string {
  const post = readPost(name, body);
  return portableMarkdown(dialect === undefined ? post : { ...post, dialect }, () => {});
}

const embeds: readonly (readonly [name: string, markdown: string])[] = [
  ['a video within a line', '<video controls><source src="a.mp4">Your browser cannot play it.</video>'],
  ['a video in lines', '<video controls>\n<source src="a.mp4">\nYour browser cannot play it.\n</video>'],
  [
    'a video with empty lines',
    '<video controls>\n\n<source src="a.mp4">\n\nYour browser *cannot* play it.\n\n</video>',
  ],
  ['a video with a link', '<video src="a.mp4">[Download it](a.mp4)</video>'],
  ['a video in upper case', '<VIDEO SRC="a.mp4">No.</VIDEO>'],
  ['a video in a box', '<div class="wide"><video src="a.mp4">No.</video></div>'],
  ['a video in a figure', '<figure>\n<video src="a.mp4"></video>\n</figure>'],
  ['an audio', '<audio controls src="a.mp3">No <b>sound</b>.</audio>'],
  ['a frame', '<iframe src="https://x.example" width="1"></iframe>'],
  ['a frame with a text', '<iframe src="https://x.example">No *frames*.</iframe>'],
  ['a frame over several lines', '<iframe\n  src="https://x.example"\n  allow="a; b"\n></iframe>'],
  ['an object', '<object data="a.swf"><param name="b" value="c"><embed src="a.swf">No.</object>'],
  ['an embed', '<embed src="a.swf" />'],
  ['a script', '<script>\nlet a = "</b>";\n\nlet b;\n</script>'],
  ['a script within a line', '<script src="a.js"></script>'],
  ['a style', '<style>\n\np { color: red }\n\n</style>'],
  ['a drawing', '<svg width="1"><title>A</title><path d="M0 0"/></svg>'],
  ['a drawing in lines', '<svg>\n<text>a</text>\n<text>b</text>\n</svg>'],
  ['a formula', '<math><mi>x</mi><mo>=</mo><mn>1</mn></math>'],
  ['content for browsers without scripts', '<noscript><img src="pixel.gif"></noscript>'],
  ['a canvas', '<canvas id="a">No *canvas*.</canvas>'],
  ['a form', '<form action="/x"><input name="a"><button>Send</button></form>'],
  ['a template', '<template><p>a</p></template>'],
  ['a tweet', '<script async src="https://platform.example/widgets.js"></script>'],
  ['a comment', '<!-- not seen -->'],
  ['a comment of several lines', '<!--\nnot\n\nseen\n-->'],
  ['a linter comment', '<!-- markdownlint-disable MD033 -->'],
  ['the end of a teaser', '<!--more-->'],
  ['two embeds', '<video src="a"></video><audio src="b"></audio>'],
  ['an embed in an embed', '<object data="a"><iframe src="b">c</iframe></object>'],
  ['a component', '<Banner text="a" />'],
];

describe('Markdown of an import', () => {
  it.each(embeds)('has nothing of %s', (_, markdown) => {
    expect(importOf(`One.\n\n${markdown}\n\nTwo.`)).toBe('One.\n\nTwo.');
    expect(importOf(`- One.\n\n  ${markdown.replaceAll('\n', '\n  ')}\n\n- Two.`)).toMatch(/^- One\.\s+- Two\.$/);
  });

  it.each<[string, string, string]>([
    ['a video within a sentence', 'See <video src="a">no</video> here.', 'See  here.'],
    ['a comment within a sentence', 'See <!-- x --> here.', 'See  here.'],
    ['a comment at the end of a line', 'One  <!-- x -->\ntwo', 'One\ntwo'],
    [
      'a box around an embed and a text',
      '<div><iframe src="a"></iframe><p>Words.</p></div>',
      '<div><p>Words.</p></div>',
    ],
    ['a box that holds Markdown', '<div>\n<!-- x -->\n\n*a*\n\n</div>', '<div>\n\n*a*\n\n</div>'],
    ['an image in HTML', '<p><img src="a.png"><!-- x --></p>', '<p><img src="a.png"></p>'],
    ['elements in capitals', '<B>a</B> <IMG SRC="a.png"> b', '<B>a</B> <IMG SRC="a.png"> b'],
    ['an embed in code', '`<video>` and\n\n```\n<video>a</video>\n```', '`<video>` and\n\n```\n<video>a</video>\n```'],
    ['an unclosed embed', 'a <video src="x"> b', 'a  b'],
    ['a title twice', '# A\n\n# A\n\nb', 'b'],
    ['code at its beginning', '\n    a\n\nb', '    a\n\nb'],
    ['a link to a tag', 'See [*this*]({{ x }}).', 'See *this*.'],
  ])('of %s', (_, markdown, imported) => {
    const post = { ...readPost('a.md', `---\ntitle: A\n---\n${markdown}`) };
    expect(portableMarkdown(post, () => {})).toBe(imported);
  });
});

describe('links that mean nothing without the site, in an import', () => {
  const liquid = dialectWith('liquid', 'kramdown');
  const tera = dialectWith('tera', 'pulldown-cmark');
  const goldmark = dialectWith('shortcodes', 'goldmark');

  it.each<[string, Dialect, string, string]>([
    ['to a tag', liquid, 'See [the *oar*]({% post_url 2020-01-01-oar %}).', 'See the *oar*.'],
    ['to a part of a tag’s page', liquid, 'See [it]({% post_url 2020-01-01-oar %}#wood).', 'See it.'],
    [
      'with the tag below',
      liquid,
      'See [the oar][oar] and [a map](b).\n\n[oar]: {% post_url 2020-01-01-oar %}',
      'See the oar and [a map](b).',
    ],
    ['by its text', liquid, 'See [the *oar*].\n\n[the *oar*]: {% link oar.md %}\n', 'See the *oar*.'],
    [
      'by its text and brackets',
      liquid,
      '[Oar][] and [sail][].\n\n[oar]: {{ x }}\n[sail]: /s',
      'Oar and [sail][].\n\n[sail]: /s',
    ],
    ['with a label in other letters', liquid, 'See [it][The  Oar].\n\n[the oar]: {{ x }}', 'See it.'],
    ['as an image', liquid, 'One.\n\n![An oar][o]\n\nTwo.\n\n[o]: {{ x }}', 'One.\n\nTwo.'],
    ['with two definitions', liquid, '[a][o]\n\n[o]: /real\n[o]: {{ x }}', '[a][o]\n\n[o]: /real'],
    ['with a path after the tag', liquid, '[a][o]\n\n[o]: {{ site.url }}/oar', '[a][o]\n\n[o]: /oar'],
    ['to a file of Zola', tera, 'See [an *oar*](@/posts/oar.md).', 'See an *oar*.'],
    ['to a heading in a file of Zola', tera, 'See [an oar](@/posts/oar.md#wood "Wood").', 'See an oar.'],
    ['to a file of Zola below', tera, 'See [an oar][o].\n\n[o]: @/posts/oar.md', 'See an oar.'],
    ['to an address like those of Zola', goldmark, '[a](@/posts/oar.md)', '[a](@/posts/oar.md)'],
    ['to another person in Zola', tera, '[a](@jane) [b](/@/c) `[d](@/e.md)`', '[a](@jane) [b](/@/c) `[d](@/e.md)`'],
    ['to a page of Hugo below', goldmark, '[a][o]\n\n[o]: {{< ref "oar.md" >}}', 'a'],
  ])('%s', (_, dialect, markdown, imported) => {
    expect(importOf(markdown, dialect)).toBe(imported);
  });
});

describe('what an import wrote', () => {
  const dialects = {
    unknown: undefined,
    kramdown: dialectWith('liquid', 'kramdown'),
    goldmark: dialectWith('shortcodes', 'goldmark'),
    remark: dialectWith('none', 'remark'),
    'markdown-it': dialectWith('nunjucks', 'markdown-it'),
    mdx: dialectWith('mdx', 'mdx'),
    zola: dialectWith('tera', 'pulldown-cmark'),
  };
  const bodies = [
    ...embeds.map(([, markdown]) => markdown),
    'A title is {% raw %}{{ page.title }}{% endraw %} and `{{ x }}` in Liquid.',
    'A title is {{ .Title }}.\n\n    {{ range }}\n\nAnd {% y %} {# z #} {{< b >}}',
    'Write {{</* note */>}} and {{ "{{" }} there.',
    ':::note\nWords.\n:::\n\na :b[c] {: .x}',
    '!!! note "A"\n    b\n\n> [!NOTE]\n> c',
    'Term\n: meaning\n\n[[a|b]] %% c %% ==d==',
    '# A\n\n## B {#b}\n\nimport a from "b";',
    '{::comment}\na\n{:/comment}\n\n*[HTML]: a\n\n[TOC]',
    '<div markdown="1">\n*a*\n</div>\n\n<Note>b</Note>',
    '1. a\n\n       code\n\n2. b\n\n\n\n\nc  \nd\n',
  ];

  it.each(Object.entries(dialects))('is not changed by another import: %s', (_, dialect) => {
    for (const body of bodies) {
      const post = readPost('posts/a.md', `---\ntitle: A\n---\n${body}`);
      const first = postFile(portablePost(dialect === undefined ? post : { ...post, dialect }));
      const second = postFile(portablePost(readPost('posts/a.md', first.text)));
      expect(second.text).toBe(first.text);
    }
  });

  it.each(Object.entries(dialects))('reads like the post: %s', (_, dialect) => {
    for (const body of bodies) {
      const post = readPost('posts/a.md', `---\ntitle: A\n---\n${body}`);
      const known = dialect === undefined ? post : { ...post, dialect };
      const again = readPost('posts/a.md', postFile(portablePost(known)).text);
      const plain = (text: string) => text.replace(/[“”]/g, '"').replace(/\s+/g, ' ');
      expect(plain(plainText(again))).toBe(plain(plainText(known)));
    }
  });

  it('never repeats the title, however often it occurred', () => {
    expect(importOf('---\ntitle: A\n---\n# A\n\n# A\n\n# A\n\nb')).toBe('b');
  });

  it('says that templates are off only if it contains what looks like a tag', () => {
    const file = (body: string) => {
      const post = { ...readPost('a.md', `---\ntitle: A\n---\n${body}`), dialect: dialects.goldmark };
      return postFile(portablePost(post)).text;
    };
    expect(file('It is {{ .Title }}.')).toBe(
      '---\ntitle: "A"\nrender_with_liquid: false\n---\n\nIt is {{ .Title }}.\n',
    );
    expect(file('It is a title, `{{ .Title }}`.')).toBe('---\ntitle: "A"\n---\n\nIt is a title, `{{ .Title }}`.\n');
  });
});

describe('the Markdown form', () => {
  it('is that of an import: only what a reader sees', () => {
    const body =
      '{% include toc.html %}\n\nOne<!-- x --> *two*{: .y}.\n\n<iframe src="a"></iframe>\n\n{% include figure.html src="a.jpg" caption="Oak" %}';
    const post = { ...readPost('a.md', body), dialect: dialectWith('liquid', 'kramdown') };
    expect(markdownForm(post, () => 0)).toBe('One *two*.\n\n![](a.jpg)\n\nOak');
  });

  it('of MDX has no components, and reports invalid MDX', () => {
    expect(markdownForm(readPost('a.mdx', 'import A from "a";\n\n<A>One *two*.</A>'), () => 0)).toBe('One *two*.');
    const notes: string[] = [];
    markdownForm(
      readPost('a.mdx', 'One { two'),
      () => 0,
      (note) => notes.push(note),
    );
    expect(notes).toEqual([expect.stringMatching(/^a\.mdx is not valid MDX/)]);
  });
});

describe('unclosed embeds', () => {
  it.each([
    '<video>',
    '<video src="a"',
    'a <video> b ',
    '<!-- ',
    '<script>',
    '<embed ',
    '</video>',
    '<svg>a</svg>',
    '<Note>',
    '<video><audio>',
    '<p><iframe>',
  ])('%j take little time', (beginning) => {
    const pieces = Array.from({ length: 20_000 }, (_, i) => {
      return { value: beginning, position: at(i * beginning.length, beginning.length) };
    });
    const start = performance.now();
    embedEdits(pieces, beginning.repeat(20_000));
    embedEdits([{ value: beginning.repeat(20_000), position: at(0, 20_000 * beginning.length) }], '');
    expect(performance.now() - start).toBeLessThan(4000);
  });

  function at(start: number, length: number) {
    return { start: { line: 1, column: 1, offset: start }, end: { line: 1, column: 1, offset: start + length } };
  }
});

describe('the file name of an imported post', () => {
  it.each([
    ['2019-03-10', 'oak', '2019-03-10-oak'],
    ['2019-03-10', '2019/03/10/oak', '2019-03-10-oak'],
    ['2019-03-10T08:00:00Z', '2019-03-10-oak', '2019-03-10-oak'],
    ['2019-03-11', '2019/03/10/oak', '2019-03-11-2019-03-10-oak'],
    ['2019-03-10', '2019-03-10', '2019-03-10-oak'],
    ['2019-03-10', '2019-03-100-oaks', '2019-03-10-2019-03-100-oaks'],
  ])('has the date %s once before the slug %s', (date, slug, stem) => {
    const post = readPost('a.md', `---\ntitle: Oak\ndate: ${date}\nslug: ${slug}\n---\nOne.`);
    expect(postFile(portablePost(post)).stem).toBe(stem);
  });
});
