import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

/** An inline element, and how its text is written in Markdown. */
const inlines: readonly (readonly [open: string, close: string, written: (text: string) => string])[] = [
  ['<b>', '</b>', (text) => `**${text}**`],
  ['<strong>', '</strong>', (text) => `**${text}**`],
  ['<i>', '</i>', (text) => `*${text}*`],
  ['<em>', '</em>', (text) => `*${text}*`],
  ['<mark>', '</mark>', (text) => `*${text}*`],
  ['<u>', '</u>', (text) => `*${text}*`],
  ['<s>', '</s>', (text) => `~~${text}~~`],
  ['<strike>', '</strike>', (text) => `~~${text}~~`],
  ['<del>', '</del>', (text) => `~~${text}~~`],
  ['<ins>', '</ins>', (text) => text],
  ['<font color="red">', '</font>', (text) => text],
  ['<span>', '</span>', (text) => text],
  ['<small>', '</small>', (text) => text],
  ['<big>', '</big>', (text) => text],
  ['<sub>', '</sub>', (text) => text],
  ['<sup>', '</sup>', (text) => text],
  ['<abbr>', '</abbr>', (text) => text],
  ['<cite>', '</cite>', (text) => text],
  ['<dfn>', '</dfn>', (text) => text],
  ['<label>', '</label>', (text) => text],
  ['<code>', '</code>', (text) => `\`${text}\``],
  ['<kbd>', '</kbd>', (text) => `\`${text}\``],
  ['<samp>', '</samp>', (text) => `\`${text}\``],
  ['<tt>', '</tt>', (text) => `\`${text}\``],
  ['<var>', '</var>', (text) => `\`${text}\``],
  ['<a href="/u">', '</a>', (text) => `[${text}](/u)`],
  ['<a name="u">', '</a>', (text) => text],
  ['<b style="font-weight:normal">', '</b>', (text) => text],
  ['<i style="font-style: normal">', '</i>', (text) => text],
  ['<span style="font-weight:700">', '</span>', (text) => `**${text}**`],
  ['<span style="font-weight: BOLD !important">', '</span>', (text) => `**${text}**`],
  ['<span style="font-style:italic">', '</span>', (text) => `*${text}*`],
  ['<span style="text-decoration:line-through">', '</span>', (text) => `~~${text}~~`],
  ['<b><i>', '</i></b>', (text) => `***${text}***`],
  ['<my-box>', '</my-box>', (text) => text],
];

/** A block, and its Markdown with the texts within marked. */
const blocks: readonly (readonly [html: string, markdown: (mark: (text: string) => string) => string])[] = [
  ['<p>one</p><p>two</p>', (m) => `${m('one')}\n\n${m('two')}`],
  ['one<p>two</p>three', (m) => `${m('one')}\n\n${m('two')}\n\n${m('three')}`],
  ['<ul><li>one</li><li>two</li></ul>', (m) => `- ${m('one')}\n- ${m('two')}`],
  ['<ol><li>one</li><li>two</li></ol>', (m) => `1. ${m('one')}\n2. ${m('two')}`],
  ['<blockquote>one<p>two</p></blockquote>', (m) => `> ${m('one')}\n>\n> ${m('two')}`],
  ['<h2>one</h2><h3>two</h3>', (m) => `## ${m('one')}\n\n### ${m('two')}`],
  ['<table><tr><th>one</th></tr><tr><td>two</td></tr></table>', (m) => `| ${m('one')} |\n| - |\n| ${m('two')} |`],
  ['<pre>one\ntwo</pre>', () => '```\none\ntwo\n```'],
  ['<div>one</div><div>two</div>', (m) => `${m('one')}\n\n${m('two')}`],
  ['one<hr>two', (m) => `${m('one')}\n\n---\n\n${m('two')}`],
  ['<figure>one<figcaption>two</figcaption></figure>', (m) => `${m('one')}\n\n${m('two')}`],
  ['<details><summary>one</summary>two</details>', (m) => `${m('one')}\n\n${m('two')}`],
  ['<dl><dt>one</dt><dd>two</dd></dl>', (m) => `- ${m('one')}\n\n  ${m('two')}`],
];

describe.each(blocks)('around %s', (html, markdown) => {
  it.each(inlines)('%s moves to the text inside', (open, close, written) => {
    expect(markdownOfHtml(`<p>a</p>${open}${html}${close}<p>z</p>`)).toBe(`a\n\n${markdown(written)}\n\nz`);
  });
});

describe('an unclosed inline element', () => {
  it.each([
    ['<p><i>A line.</p><blockquote>A quotation.</blockquote>After it.', '*A line.*\n\n> *A quotation.*\n\n*After it.*'],
    ['<p>a <b>b<p>c</b> d', 'a **b**\n\n**c** d'],
    ['<b>a<ul><li>b<li>c</ul>d', '**a**\n\n- **b**\n- **c**\n\n**d**'],
    ['<ul><li><i>a</li><li>b</li></ul>', '- *a*\n- *b*'],
    ['<p><font><b>a</font><p>b</p>', '**a**\n\n**b**'],
    ['<a href="/u">a<p>b</p><a href="/v">c</a>', '[a](/u)\n\n[b](/u)\n\n[c](/v)'],
    ['<h2>Title<p>Text.</p><p>More text.</p>'.replace('Text.', 'Text. '.repeat(80)), /^## Title\n\nText\. Text\./],
  ])('%s', (html, markdown) => {
    if (typeof markdown === 'string') expect(markdownOfHtml(html)).toBe(markdown);
    else expect(markdownOfHtml(html)).toMatch(markdown);
  });
});

describe('an element keeps its text', () => {
  it.each([
    ['quotations of paragraphs', '<q><p>a</p><p>b</p></q>', '"a\n\nb"'],
    ['quotations', '<p>She said <q>come</q>.</p>', 'She said "come".'],
    ['readings', '<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>', '漢字(かんじ)'],
    ['readings without brackets', '<p><ruby>漢<rt>かん</rt></ruby></p>', '漢(かん)'],
    ['MathML with its source', '<p>So <math alttext="x^2"><mi>x</mi></math>.</p>', 'So $x^2$.'],
    ['MathML without', '<p>So <math><mi>x</mi><mo>=</mo><mn>1</mn></math>.</p>', 'So x=1.'],
    [
      'KaTeX',
      '<p><span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>E</mi></mrow><annotation encoding="application/x-tex">E=m</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">E=m</span></span></p>',
      '$E=m$',
    ],
    ['MathJax', '<p><span class="MathJax_Preview">E</span><script type="math/tex">E=m</script></p>', '$E=m$'],
    ['code with backticks', '<p><code>a `b` ``c``</code></p>', '``` a `b` ``c`` ```'],
    ['code in parts', '<p><code>a <b>b</b> c</code></p>', '`a b c`'],
    ['code in lines', '<p><code>a<br>b</code></p>', '`a`\\\n`b`'],
    ['code with a link', '<p><code><a href="/u">a</a></code></p>', '[`a`](/u)'],
    ['code in adjacent parts', '<p><code>a</code><code>b</code></p>', '`ab`'],
    ['white space around code', '<p>a<code> b </code>c</p>', 'a `b` c'],
    ['lines of preformatted text', '<pre>a<br>b<span>c</span>\n  d</pre>', '```\na\nbc\n  d\n```'],
    [
      'links around a card',
      '<a href="/u"><h3>A</h3><p>b</p><img src="i.png"></a>',
      '### [A](/u)\n\n[b](/u)\n\n[![](i.png)](/u)',
    ],
    ['links that lead nowhere', '<p><a>a</a> <a href="">b</a> <a href="javascript:x()">c</a></p>', 'a b c'],
    ['links back from notes are removed', '<p>a <a class="footnote-backref" href="#r1">↩</a></p>', 'a'],
    ['video within a text is removed', '<p>a <video controls><source src="a.mp4">None.</video>b</p>', 'a b'],
    ['hidden content is removed', '<p>a <span hidden>b</span></p><div hidden>c</div>', 'a'],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});
