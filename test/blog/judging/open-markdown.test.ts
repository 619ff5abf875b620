import { describe, expect, test } from 'vitest';
import { DraftJudge } from '../../../src/blog/judging/draft-judge.ts';
import { openMarkdown } from '../../../src/blog/judging/open-markdown.ts';
import { dialectWith, portableDialect, unknownDialect } from '../../../src/blog/markdown/dialect.ts';

const code = 'def foo(x)\n  a = [1, 2\n  puts *x, `y\n  <div>\nend';
const complete: readonly [string, string][] = [
  ['a highlight block of Liquid at the end', `Here it is:\n\n{% highlight ruby %}\n${code}\n{% endhighlight %}\n`],
  [
    'one in the middle, with line numbers',
    `Here:\n\n{% highlight js linenos %}\n${code}\n{% endhighlight %}\n\nDone.\n`,
  ],
  ['one with trimmed white space', `Here:\n\n{%- highlight ruby -%}\n${code}\n{%- endhighlight -%}\n`],
  ['an include with marks in its values', 'See this:\n\n{% include figure.html src="a*b.png" caption="x_y" %}\n'],
  ['an include on several lines', 'See this:\n\n{% include figure.html\n   src="a*b.png"\n   caption="x_y" %}\n'],
  ['a raw block around fenced code', `So:\n\n{% raw %}\n\`\`\`\n${code}\n\`\`\`\n{% endraw %}\n`],
  ['a comment of Liquid', 'Here.\n\n{% comment %}\nNot *done yet\n{% endcomment %}\n'],
  ['a shortcode of Hugo', 'Below:\n\n{{< figure src="a.png" caption="x_y" >}}\n'],
  ['a highlight shortcode of Hugo', `Below:\n\n{{< highlight go >}}\n${code}\n{{< /highlight >}}\n`],
  ['a shortcode around Markdown', 'Below:\n\n{{% notice tip %}}\nUse *it*.\n{{% /notice %}}\n'],
  ['set and comments of Nunjucks', '{% set x = "<b>" %}\n\nHello there.\n\n{# a *comment #}\n'],
  ['an output', 'The end is:\n\n{{ page.last | markdownify }}\n'],
];

describe('a text is complete with', () => {
  test.each(complete)('%s, where its site is unknown', (_, markdown) => {
    expect(openMarkdown(markdown, unknownDialect)).toEqual([]);
  });
});

describe('a text is unfinished', () => {
  test.each([
    ['around a tag', 'It was *very {% include a.html %} late.\n', ['emphasis that is never closed']],
    ['after a block', `{% highlight ruby %}\n${code}\n{% endhighlight %}\n\nAnd then the\n`, ['its last sentence']],
    ['within a tag', 'See this:\n\n{% include figure.html src="a', ['its last sentence']],
    ['within a line that ends with a tag', 'And then the old {{ site.title }}\n', ['its last sentence']],
    [
      'between the tags of a shortcode',
      '{{% notice tip %}}\nUse *it.\n{{% /notice %}}\n',
      ['emphasis that is never closed'],
    ],
  ])('%s', (_, markdown, open) => {
    expect(openMarkdown(markdown, unknownDialect)).toEqual(open);
  });

  test('with what looks like a tag, where nothing is one', () => {
    expect(openMarkdown(complete[0][1], portableDialect)).not.toEqual([]);
    expect(openMarkdown('The end is:\n\n{{ page.last }}\n', portableDialect)).toEqual(['its last sentence']);
    expect(openMarkdown('The end is:\n\n{{ page.last }}\n')).toEqual(['its last sentence']);
  });
});

test('a post is judged by the dialect of its site', () => {
  const judge = DraftJudge.of([{ source: 'a.md', extension: '.md', body: 'A cup stood there. It was warm.' }]);
  const post = { source: 'b.md', extension: '.md', body: 'The end is:\n\n{{< figure src="a.png" >}}\n' };
  expect(judge.judge(post).open).toEqual([]);
  expect(judge.judge({ ...post, dialect: dialectWith('shortcodes', 'goldmark') }).open).toEqual([]);
  expect(judge.judge({ ...post, dialect: dialectWith('none', 'marked') }).open).toEqual(['its last sentence']);
});
