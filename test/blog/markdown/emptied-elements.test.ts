import { describe, expect, it } from 'vitest';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { unknownDialect } from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const loop = '{% for post in site.posts %}\n{{ post.title }}\n{% endfor %}';
const portable = (body: string) => portableMarkdown(readPost('a.md', body), () => {});

/** Each must be gone without a trace. */
const emptied: readonly (readonly [name: string, html: string])[] = [
  ['a box around a loop', `<div>\n${loop}\n</div>`],
  ['a box around a loop on one line', '<div>{% for p in site.posts %}{{ p.title }}{% endfor %}</div>'],
  [
    'a box around a loop with blank lines',
    '<div class="all">\n\n{% for p in x %}\n\n{{ p.title }}\n\n{% endfor %}\n\n</div>',
  ],
  [
    'a list of items',
    '<ul>\n{% for p in x %}\n  <li><a href="{{ p.url }}">{{ p.title }}</a></li>\n{% endfor %}\n</ul>',
  ],
  ['a list of items that are not closed', '<ol>\n{% for p in x %}\n  <li>{{ p.title }}\n{% endfor %}\n</ol>'],
  ['a paragraph', '<p>{% include a.html %}</p>'],
  ['a paragraph that is not closed', '<div><p>{% include a.html %}</div>'],
  ['a heading', '<h2>{{ page.title }}</h2>'],
  ['nested boxes', '<section>\n<div class="x">\n{% include a.html %}\n</div>\n</section>'],
  ['nested boxes with blank lines', '<div>\n\n<div>\n\n{% include a.html %}\n\n</div>\n\n</div>'],
  ['boxes in a row', '<div>{{ x }}</div>\n<div>{{ y }}</div>'],
  ['a figure', '<figure>{% picture a.png %}<figcaption>{{ x }}</figcaption></figure>'],
  ['a shortcode', '<div>{{< youtube x >}}</div>'],
  ['details', '<details><summary>{{ x }}</summary>\n\n{% include y %}\n\n</details>'],
  ['definitions', '<dl>{% for x in y %}<dt>{{ x }}</dt><dd>{{ x }}</dd>{% endfor %}</dl>'],
  ['a table', '<table>\n{% for x in y %}\n<tr><td>{{ x }}</td><td>{{ x }}</td></tr>\n{% endfor %}\n</table>'],
  ['a picture and a link of tags', '<p align="center">\n  <a href="{{ x }}"><img src="{{ y }}"></a>\n</p>'],
  ['a line break and a comment', '<div>{% include x %}<br><!-- here --></div>'],
  [
    'punctuation between tags',
    '<ul>\n{% for p in x %}\n<li><a href="{{ p.url }}">{{ p.title }}</a> ({{ p.year }}) – {{ p.x }}.</li>\n{% endfor %}\n</ul>',
  ],
  ['capitals', '<DIV>{% include x %}</DIV>'],
  ['a box of Markdown', '<div markdown="1">\n{% include x %}\n</div>'],
];

/** What stays: with other text, or written empty. */
const kept: readonly (readonly [name: string, html: string, markdown: string])[] = [
  ['text', '<div>{% include x %} text</div>', '<div> text</div>'],
  ['text after an inner box', '<div><p>{% include x %}</p>text</div>', '<div>text</div>'],
  [
    'text of a loop',
    '<ul>\n{% for x in y %}\n<li>{{ x }} is seen</li>\n{% endfor %}\n</ul>',
    '<ul>\n<li> is seen</li>\n</ul>',
  ],
  ['other items', '<ul>\n<li>a</li>\n<li>{{ x }}</li>\n</ul>', '<ul>\n<li>a</li>\n</ul>'],
  [
    'a row with other cells',
    '<table>\n<tr><td>{{ x }}</td><td>b</td></tr>\n</table>',
    '<table>\n<tr><td></td><td>b</td></tr>\n</table>',
  ],
  ['a header row', '<table><tr><th>a</th></tr><tr><td>{{ x }}</td></tr></table>', '<table><tr><th>a</th></tr></table>'],
  ['a picture', '<div>{% include x %}<img src="x.png"></div>', '<div><img src="x.png"></div>'],
  ['a picture of the site', '<div><img src="{{ base }}/x.png"></div>', '<div><img src="/x.png"></div>'],
  ['an emoji', '<div>{% include x %} 🎉</div>', '<div> 🎉</div>'],
  ['punctuation without a tag', '{% x %}\n\n<p>…</p>', '<p>…</p>'],
  ['a rule', '<div>{% include x %}<hr></div>', '<div><hr></div>'],
  ['the text of a link', 'see <a href="{{ x }}">the <b>kettle</b></a>', 'see the <b>kettle</b>'],
  ['a link to a path below a tag', '<a href="{{ x }}/a">b</a>', '<a href="/a">b</a>'],
  ['code', '<div>{% include x %}`a`</div>', '<div>`a`</div>'],
  ['a box in code', '{% x %}\n\n`<div>{% raw %}{{ x }}{% endraw %}</div>`', '`<div>{{ x }}</div>`'],
  ['a box in a fence', '{% x %}\n\n```html\n<div>{{ x }}</div>\n```', '```html\n<div>{{ x }}</div>\n```'],
  ['what was written empty', '{% x %}\n\n<div id="map"></div>', '<div id="map"></div>'],
  ['a box around what was written empty', '<div>{% x %}<i class="icon"></i></div>', '<div><i class="icon"></i></div>'],
  ['a box with a tag for a class', '<div class="{{ x }}"></div>', '<div class=""></div>'],
  ['the end of another box', '{% x %}</div>\n\ntext', '</div>\n\ntext'],
  ['a box that is not closed', '<div>{% x %}\n\ntext', '<div>\n\ntext'],
];

describe('HTML elements without their template tags', () => {
  it.each(emptied)('%s is gone', (_, html) => {
    expect(portable(html)).toBe('');
    expect(portable(`one\n\n${html}\n\ntwo`)).toBe('one\n\ntwo');
  });

  it.each(emptied.filter(([, html]) => !html.includes('\n\n') && !/markdown=|^<ol|^<h2/.test(html)))(
    '%s within a paragraph is gone',
    (_, html) => {
      expect(portable(`one ${html.replace(/\n */g, '')} two`).replace(/ +/g, ' ')).toBe('one two');
    },
  );

  it.each(kept)('%s stays', (_, html, markdown) => {
    expect(portable(html)).toBe(markdown);
    expect(portable(markdown)).toBe(markdown);
  });

  it('takes time in proportion to the length', () => {
    for (const html of ['<div>', '</div>', '<div></p>', '<div>{{ x }}', '<b>{{ x }}</b>', '<td>{{ x }}<tr></td>']) {
      const text = `{{ x }}${html.repeat(100_000)}`;
      const started = performance.now();
      withoutTemplateTags(text, unknownDialect);
      expect(performance.now() - started).toBeLessThan(15_000);
    }
  });
});
