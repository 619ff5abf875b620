import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { renderText } from '../../../src/blog/corpus/render-text.ts';
import { markdownTree } from '../../../src/blog/markdown/markdown-tree.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** The text of a body without front matter; a note fails the test. */
function textOf(body: string, source = 'a.md'): string {
  return plainText(readPost(source, body), (note) => {
    throw new Error(note);
  });
}

describe('plain text of Markdown', () => {
  it.each<[string, string, string]>([
    [
      'headings and paragraphs',
      '# One\n\nTwo\nlines, *stressed* and **strong**.\n\nThree\n=====\n',
      'One\n\nTwo lines, stressed and strong.\n\nThree',
    ],
    ['list items', '- a\n- b\n  - c\n\n3. d\n4. e\n', '- a\n- b\n  - c\n\n3. d\n4. e'],
    ['items of paragraphs', '- a\n\n  more\n- b\n', '- a\n\n  more\n\n- b'],
    ['tasks', '- [ ] a\n- [x] b\n', '- [ ] a\n- [x] b'],
    ['quotes', '> a\n>\n> b\n>> c\n', '> a\n>\n> b\n>\n> > c'],
    ['tables', '| a | *b* |\n|---|---|\n| 1 | [2](x) |\n', 'a | b\n1 | 2'],
    [
      'code',
      'See `a  < b`:\n\n```js\nif (a) {\n\n  b(`<p>`, "&amp;");\n}\n```\n\n    indented\n',
      'See a < b:\n\nif (a) {\n\n  b(`<p>`, "&amp;");\n}\n\nindented',
    ],
    ['code in an item', '1. a\n\n   ```\n   x\n\n   y\n   ```\n', '1. a\n\n   x\n\n   y'],
    [
      'links',
      '[a](http://x.org "t"), [b][r], <http://y.org>, www.z.org\n\n[r]: http://x.org\n',
      'a, b, http://y.org, www.z.org',
    ],
    ['links with broken addresses', '> [a](http://x.org/y/\n> z/w), `[b](http://x .org)`', '> a, [b](http://x .org)'],
    ['images, which leave nothing', 'a ![alt](x.png) b\n\n![alone](y.png)\n\n[![linked](z.png)](z)', 'a b'],
    ['entities and escapes', 'Tea &amp; &lt;milk&gt; &copy;&nbsp;\\*me\\* &#8217;', 'Tea & <milk> © *me* ’'],
    ['line breaks', 'one  \ntwo\\\nthree<br>four', 'one\ntwo\nthree\nfour'],
    ['rules, which leave nothing', 'a\n\n---\n\nb', 'a\n\nb'],
    [
      'footnotes',
      'Tea[^1] and milk[^m].\n\n[^1]: Black.\n[^m]: Cold.\n',
      'Tea[1] and milk[2].\n\n[1] Black.\n[2] Cold.',
    ],
    ['deletions', '~~a~~ b', 'a b'],
    ['characters that are not seen', 'so\u00ADft\u200B \uFEFFend', 'soft end'],
  ])('%s', (_, markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });

  it.each<[string, string, string]>([
    ['tags', '<p class="x">One <b>two</b></p>\n\nThree <span style="a">four</span>', 'One two\n\nThree four'],
    ['powers', '10<sup>6</sup> m<sup>-2</sup>, the 1<sup>st</sup>', '10⁶ m⁻², the 1st'],
    ['indices', 'H<sub>2</sub>O, x<sub>1</sub><sub>2</sub>, 101<sub>2</sub>, a<sub>max</sub>', 'H2O, x1₂, 101₂, amax'],
    ['indices in bold', '**1**<sub>2</sub> <b>10<sup>3</sup></b>', '1₂ 10³'],
    [
      'comments',
      'One\n\n<!--more-->\n\ntwo <!-- not\nseen --> three\n\n<!-- {% raw %} ` -->\n\nfour',
      'One\n\ntwo three\n\nfour',
    ],
    [
      'scripts and styles',
      'One\n\n<script>\nalert(1);\n\n2;\n</script>\n\n<style>p { x }</style>\n\ntwo',
      'One\n\ntwo',
    ],
    ['lists', '<ul>\n<li>a</li>\n<li>b<ol start="3"><li>c</li></ol></li>\n</ul>', '- a\n- b\n  3. c'],
    [
      'tables',
      '<table><caption>T</caption><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1<br>2</td><td></td></tr></table>',
      'T\n\na | b\n1 2 |',
    ],
    ['code', '<pre><code>a\n  b &lt; c\n</code></pre>', 'a\n  b < c'],
    ['Markdown between tags', '<div>\n\n*One* [two](x)\n\n</div>\n', 'One two'],
    ['links around blocks', '<a href="x"><h2>One</h2><p>two</p></a>', 'One\n\ntwo'],
    ['figures', '<figure><img src="x" alt="alt"><figcaption>Caption</figcaption></figure>', 'Caption'],
    ['frames', 'a\n\n<iframe src="x">no frames</iframe>\n\nb <svg><text>t</text></svg> c', 'a\n\nb c'],
    ['quotes', '<blockquote><p>a</p><cite>b</cite></blockquote> <q>c</q>', '> a\n>\n> b\n\n“c”'],
    ['definitions', '<dl><dt>Tea</dt><dd>Hot.</dd></dl>', 'Tea\n\nHot.'],
    ['a hidden element', '<p hidden>a</p><p>b</p>', 'b'],
    ['an element left open', 'a\n\n<div><p>b\n\nc', 'a\n\nb\n\nc'],
  ])('HTML: %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });
});

describe('template tags', () => {
  it.each<[string, string, string]>([
    [
      'Liquid',
      'One {{ page.title | escape }} two {% if x %}three{% endif %}.\n\n{% include a.html\n  b="c" %}\n\nfour',
      'One two three.\n\nfour',
    ],
    [
      'Liquid in an address',
      '[a]({{ site.url }}/x), [b]({% post_url 2019-01-01-b %}), ![c]({{ "/d" | url }}) [e][f]\n\n[f]: {{ site.url }}',
      'a, b, e',
    ],
    ['Liquid in HTML', '<a {% if x %}class="y"{% endif %} href={{ z }}>a</a>', 'a'],
    ['a line of Liquid within a paragraph', 'one\n{% comment %} not\nseen {% endcomment %}\ntwo', 'one two'],
    ['raw blocks', '{% raw %}\nUse {{ x }} and {% y %}.\n{% endraw %}\nOk', 'Use {{ x }} and {% y %}. Ok'],
    [
      'highlight blocks',
      'a\n{% highlight ruby linenos %}\nputs "*x*"\n\n~~~\n  {{ y }}\n{% endhighlight %}\nb',
      'a\n\nputs "*x*"\n\n~~~\n  {{ y }}\n\nb',
    ],
    ['shortcodes', 'a {{< figure src="x }} y" >}} b\n\n{{% note %}}\nc *d*\n{{% /note %}}', 'a b\n\nc d'],
    ['highlight of Hugo', '{{< highlight go "hl_lines=1" >}}\nif a < b {\n{{< /highlight >}}', 'if a < b {'],
    ['comments of Nunjucks', 'a {# not\nseen #} b', 'a b'],
    [
      'attributes of kramdown',
      '* TOC\n{:toc}\n\na\n{: .wide #x}\n\n[b](c){:target="_blank"}\n\n## d {#e}',
      'a\n\nb\n\nd',
    ],
    ['notes of Docusaurus', ':::note[Careful]\n\na\n\n:::', 'Careful\n\na'],
    ['imports', "import X from '../x';\n\na\n\nimport is a word.", 'a\n\nimport is a word.'],
    [
      'raw blocks in code',
      '`{% raw %}{{ x }}{% endraw %}`\n\n```\na {%- raw -%}{{{% endraw %} {% y %}\n```',
      '{{ x }}\n\na {{ {% y %}',
    ],
    ['a raw block that begins in code', '```\n{% raw %}\n{{ x }}\n```\n{% endraw %}\ny', '{{ x }}\n\ny'],
    ['a link left open', 'a <a href="http://x.org>b</a> c', 'a b c'],
    ['a lone brace', 'a {% b\n\nc %} d {{ e\n\nf }} g', 'a {% b\n\nc %} d {{ e\n\nf }} g'],
  ])('%s', (_, markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });

  it.each<[string, string, string]>([
    ['a fence', '```html\n{{ x }} {% if y %} {{< z >}}\n{% y %}\n```', '{{ x }} {% if y %} {{< z >}}\n{% y %}'],
    ['a fence of tildes', '~~~\n```\n{{ x }}\n~~~', '```\n{{ x }}'],
    ['a longer fence', '````\n```\n{{ x }}\n```\n{{ y }}\n````\n{{ z }}', '```\n{{ x }}\n```\n{{ y }}'],
    ['a fence in an item', '- ```\n  {{ x }}\n  ```', '- {{ x }}'],
    ['a fence in a quote', '> ```\n> {{ x }}\n> ```', '> {{ x }}'],
    ['a fence left open', 'a\n\n```\n{{ x }}', 'a\n\n{{ x }}'],
    ['backticks', 'Use `{{ x }}` or ``{% ` %}``.', 'Use {{ x }} or {% ` %}.'],
    ['backticks over two lines', 'a `{{ x\ny }}` b', 'a {{ x y }} b'],
  ])('stay in %s', (_, markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });

  it('go after an escaped backtick', () => {
    expect(textOf('a \\` {{ x }} `b`')).toBe('a ` b');
  });
});

describe('text full of opening marks', () => {
  it.each(['`', '``` ', '{{', '{% ', '{% raw %}', '<!--', '[a](http://', '{# ', '> ', '\n:::', '<a href="'])(
    '%j, a thousand times, takes no time',
    (beginning) => {
      const text = `a ${beginning.repeat(1000)}\n\nthe end`;
      const start = performance.now();
      expect(withoutTemplateTags(text)).toMatch(/the end$/);
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});

describe('MDX', () => {
  it('is read without imports, exports, expressions and components', () => {
    const body = [
      "import Chart from './chart';",
      'export const x = {\n  y: 1,\n};',
      '# One {x.y}',
      '<Note title="n">\n  Two *three*\n\n  - four\n</Note>',
      '<Chart data={x} />',
      '{/* not seen */}',
      "<ul><li>five{' '}<Badge>six</Badge></li></ul>",
      '```js\nimport a from "b";\n<Chart {x} />\n```',
    ].join('\n\n');
    expect(textOf(body, 'a.mdx')).toBe('One\n\nTwo three\n\n- four\n\n- five six\n\nimport a from "b";\n<Chart {x} />');
  });

  it('that is invalid is read as Markdown, and reported', () => {
    const notes: string[] = [];
    const post = readPost(
      'posts/a.mdx',
      'import A from "a";\n\nexport const x = {\n  y,\n};\n\nOne <br> two { three {/* no */}\n\n<Note>four</Note>',
    );
    expect(plainText(post, (note) => notes.push(note))).toBe('One\ntwo { three\n\nfour');
    expect(notes).toEqual([expect.stringMatching(/^posts\/a\.mdx is not valid MDX and was read as Markdown: \S/)]);
  });
});

describe('the title', () => {
  const titled = (title: string, body: string) => plainText(readPost('a.md', `---\ntitle: ${title}\n---\n${body}`));

  it('is the first line, with its entities decoded', () => {
    expect(titled('"Tea &amp; <em>milk</em>"', 'One')).toBe('Tea & milk\n\nOne');
  });

  it('is not Markdown', () => {
    expect(titled('"1. A *list*"', 'One')).toBe('1. A *list*\n\nOne');
  });

  it('is not written twice', () => {
    expect(titled('Tea', '# Tea\n\nOne')).toBe('Tea\n\nOne');
    expect(titled('Tea', 'Teatime')).toBe('Tea\n\nTeatime');
  });
});

describe('a .txt file', () => {
  it('is not read as Markdown', () => {
    expect(textOf('\n1 * 2 * 3  \n  <b> {{ x }}\n\n', 'a.txt')).toBe('1 * 2 * 3\n  <b> {{ x }}');
  });
});

describe('the title of a plain text', () => {
  it('reads as HTML would show it, with or without possible marks', () => {
    const words = [
      ...[
        'Rain',
        'tea',
        '雨',
        'é',
        '7',
        ' ',
        '  ',
        '\u00A0',
        "'",
        '"',
        '’',
        '.',
        '...',
        ':',
        ': ',
        ':tea:',
        '!',
        '--',
        '—',
        '?',
      ],
      ...[
        '(',
        ')',
        '[',
        ']',
        '*',
        '_',
        '&amp;',
        '&',
        '<b>',
        '<',
        '>',
        '{{ a }}',
        '{: .a}',
        '::',
        'www.a.org',
        '#',
        '^',
        '=',
        '\u00AD',
      ],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 8 }), (chosen) => {
        const title = `a${chosen.join('')}`;
        const post = { ...readPost('a.md', ''), title };
        expect(plainText(post)).toBe(renderText(markdownTree(`<p>${title.replace(/\s+/g, ' ')}</p>`)));
      }),
      { numRuns: 1000 },
    );
  });
});
