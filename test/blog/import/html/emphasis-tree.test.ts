import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textIn } from '../../../../src/blog/import/html/hast-search.ts';
import { htmlTree, markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { parseMarkdown } from '../../../../src/blog/markdown/markdown-tree.ts';

describe('emphasis in a paragraph', () => {
  it.each([
    ['a <b>b </b>c', 'a **b** c'],
    ['a<b> b</b> c', 'a **b** c'],
    ['a <b> b </b> c', 'a **b** c'],
    ['<b>Note: </b>bring', '**Note:** bring'],
    ['a <em>b\n</em>c', 'a *b* c'],
    ['a <em>b&nbsp;</em>c', 'a *b*\u00A0c'],
    ['a<em>&nbsp;b</em>', 'a\u00A0*b*'],
    ['a <del>b </del>c', 'a ~~b~~ c'],
    ['<b>a<br></b>b', '**a**\\\nb'],
    ['a<b><br>b</b>', 'a\\\n**b**'],
    ['<strong><br>after</strong>', '**after**'],
    ['<b>a<br>b</b>', '**a\\\nb**'],
    ['<b>a</b><br><b>b</b>', '**a**\\\n**b**'],
    ['<b>a<br><br>b</b>', '**a**\n\n**b**'],
    ['a <b></b>b', 'a b'],
    ['a<b> </b>b', 'a b'],
    ['a <b>&nbsp;</b> b', 'a \u00A0 b'],
    ['a <b><i></i></b>b', 'a b'],
    ['<b>a</b><b>b</b>', '**ab**'],
    ['<b>a</b> <b>b</b>', '**a** **b**'],
    ['<b>a <b>b</b></b>', '**a b**'],
    ['<em>a<i>b</i></em>', '*ab*'],
    ['<b><i>a</i></b>', '***a***'],
    ['<i><b>a</b></i>', '***a***'],
    ['<b>a <i>b</i></b>', '**a *b***'],
    ['<b><i>a</i> b</b>', '***a* b**'],
    ['<i>a <b>b</b></i> c', '*a **b*** c'],
    ['<b>a</b><i>b</i>', '**a***b*'],
    ['<i>a</i><b>b</b>', '*a***b**'],
    ['<b>a <i>b </i></b>c', '**a *b*** c'],
    ['<b><i>a </i>b</b>', '***a* b**'],
    ['<del><b>a</b></del>', '~~**a**~~'],
    ['<b><del>a</del></b> b', '**~~a~~** b'],
    ['<b><del>a</del></b>b', '**a**b'],
    ['in<b>side</b>out', 'in**side**out'],
    ['<b>H</b>ello', '**H**ello'],
    ['漢字<b>「強調」</b>です', '漢字「**強調**」です'],
    ['漢字<b>強調</b>です', '漢字**強調**です'],
    ['漢字<i>「斜」</i>', '漢字「*斜」*'],
    ['a<b>(b)</b>c', 'a(**b**)c'],
    ['a<b>(b)</b> c', 'a(**b)** c'],
    ['a <b>(b)</b> c', 'a **(b)** c'],
    ['a<b>...</b>b', 'a...b'],
    ['<b>a.</b>B', '**a**.B'],
    ['«<b>a</b>»', '«**a**»'],
    ['a<b>😀</b>b', 'a😀b'],
    ['a <b>😀</b> b', 'a **😀** b'],
    ['<b>2*3</b>', '**2\\*3**'],
    ['<b>*</b>', '**\\***'],
    ['<b><a href="/u">a</a></b>', '**[a](/u)**'],
    ['<a href="/u"><b>a</b></a>', '[**a**](/u)'],
    ['a<b><a href="/u">b</a></b>c', 'a[**b**](/u)c'],
    ['<b>see <a href="/u">a</a> now</b>', '**see [a](/u) now**'],
    ['a<a href="/u"> b </a>c', 'a [b](/u) c'],
    ['<a href="/u">a<br></a>b', '[a](/u)\\\nb'],
    ['<b><img src="i.png"></b>', '![](i.png)'],
    ['<b><img src="i.png"> a</b>', '![](i.png) **a**'],
    ['<b><code>a</code></b>', '**`a`**'],
    ['a<b><code>b</code></b>c', 'a`b`c'],
    ['<span style="font-weight:bold">a </span>b', '**a** b'],
    ['<b>a<span style="font-weight:normal"> b</span></b>', '**a** b'],
  ])('%s', (html, markdown) => {
    expect(markdownOfHtml(`<p>${html}</p>`)).toBe(markdown);
  });

  it.each([
    ['a heading', '<h2>a <b>b </b>c<br></h2>', '## a **b** c'],
    ['a heading with a break', '<h2>a<br>b</h2>', '## a b'],
    [
      'a cell',
      '<table><tr><th>a <b>b </b></th><th>c<b><br>d</b></th></tr></table>',
      '| a **b** | c **d** |\n| - | - |',
    ],
    ['an item', '<ul><li><b>a </b>b</li><li><i>c<br></i>d</li></ul>', '- **a** b\n- *c*\\\n  d'],
    ['a link', '<p><a href="/u"><b>a </b>b</a></p>', '[**a** b](/u)'],
    ['a quotation', '<blockquote><b>a </b>b</blockquote>', '> **a** b'],
  ])('within %s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});

const words = fc.constantFrom(
  'a',
  'b c',
  ' ',
  ' d',
  'e ',
  '(',
  ')',
  '.',
  '「',
  '」',
  '*',
  '_',
  '~',
  '!',
  '😀',
  '漢',
  '\u00A0',
  '1',
  '&lt;',
  'é',
);
const names = fc.constantFrom('b', 'i', 'em', 'strong', 'del', 'span', 'a', 'code', 's', 'small');
const inline = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    words,
    fc.constant('<br>'),
    fc.tuple(names, fc.array(tie('tree'), { maxLength: 4 })).map(([name, inner]) => {
      return `<${name}${name === 'a' ? ' href="/u"' : ''}>${inner.join('')}</${name}>`;
    }),
  ),
}));
const line = fc.array(inline.tree, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function textOfMarkdown(markdown: string): string {
  const text = (node: { type: string; value?: string; children?: unknown[] }): string => {
    if (node.type === 'break') return '\n';
    return node.value ?? (node.children ?? []).map((child) => text(child as typeof node)).join('');
  };
  return parseMarkdown(markdown)
    .children.map((block) => text(block))
    .join('\n');
}

describe('Markdown of any inline nodes', () => {
  it('shows the text that the page shows, and no character reference', () => {
    fc.assert(
      fc.property(line, (html) => {
        const markdown = markdownOfHtml(`<p>${html}</p>`);
        expect(spaced(textOfMarkdown(markdown))).toBe(spaced(textIn(htmlTree(`<p>${html}</p>`))));
        expect(markdown).not.toMatch(/&#/);
      }),
      { numRuns: 2000, seed: 4 },
    );
  });
});
