import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { blocksOf } from '../../../../src/blog/import/wordpress/wordpress-paragraphs.ts';
import { processorMs } from '../../../processor-ms.ts';

const markdown = (content: string) => markdownOfHtml(blocksOf(content));

describe('text without <p>', () => {
  // The text of the HTML that @wordpress/autop 4 makes of them.
  it.each([
    ['a\n\nb', 'a\n\nb'],
    ['a\nb', 'a\\\nb'],
    ['a\r\nb\r\n\r\nc', 'a\\\nb\n\nc'],
    ['a\n\n\n\nb', 'a\n\nb'],
    ['  a\n   b  ', 'a\\\nb'],
    ['a<br>\nb', 'a\\\nb'],
    ['a<br />b', 'a\\\nb'],
    ['a<br><br>b', 'a\n\nb'],
    ['a<br>\n<br />\nb', 'a\n\nb'],
    ['<p>a\nb</p>', 'a\\\nb'],
    ['<p>a</p>\n\nb', 'a\n\nb'],
    ['<p>a\n\nb</p>', 'a\n\nb'],
    ['a</p>b', 'a\n\nb'],
    ['<p>a<br />\nb</p>\n<p>c</p>', 'a\\\nb\n\nc'],
    ['<blockquote>a\nb</blockquote>', '> a\\\n> b'],
    ['<blockquote>a\n\nb</blockquote>', '> a\n>\n> b'],
    ['<blockquote>\na\nb\n</blockquote>', '> a\\\n> b'],
    ['<blockquote><p>a\nb</p></blockquote>', '> a\\\n> b'],
    ['x\n<blockquote>a\nb\n\nc\nd</blockquote>\ny', 'x\n\n> a\\\n> b\n>\n> c\\\n> d\n\ny'],
    ['<blockquote>a\nb\n<cite>c</cite></blockquote>', '> a\\\n> b\\\n> c'],
    ['<blockquote>a\n<blockquote>b\nc</blockquote>\nd</blockquote>', '> a\n>\n> > b\\\n> > c\n>\n> d'],
    ['<BLOCKQUOTE>a\nb</BLOCKQUOTE>', '> a\\\n> b'],
    ['<div>a\nb</div>', 'a\\\nb'],
    ['<div>a\n\nb</div>', 'a\n\nb'],
    ['<div>\n\na\n\n</div>', 'a'],
    ['<div><div>a\nb</div>c\nd</div>', 'a\\\nb\n\nc\\\nd'],
    ['<div class="x">a</div>b', 'a\n\nb'],
    ['<center>a\nb</center>', 'a\\\nb'],
    ['<section>a\nb</section>', 'a\\\nb'],
    ['<ul><li>a\nb</li></ul>', '- a\\\n  b'],
    ['<ul>\n<li>a</li>\n<li>b</li>\n</ul>', '- a\n- b'],
    ['<ul><li>a\n\nb</li></ul>', '- a\n\n  b'],
    ['<ol><li>a\n<ul><li>b\nc</li></ul>\nd</li></ol>', '1. a\n\n   - b\\\n     c\n\n   d'],
    ['<ul>\n\t<li>a\nb</li>\n\t<li>c</li>\n</ul>\nx', '- a\\\n  b\n- c\n\nx'],
    ['<h2>a</h2>\nb\nc', '## a\n\nb\\\nc'],
    ['<h2>a\nb</h2>', '## a b'],
    ['x\n<h3>a</h3>\ny', 'x\n\n### a\n\ny'],
    ['a<hr>b', 'a\n\n---\n\nb'],
    ['a\n<hr />\nb', 'a\n\n---\n\nb'],
    ['<table><tr><td>a\nb</td><td>c</td></tr></table>', '| | |\n| - | - |\n| a b | c |'],
    ['<table>\n<tr>\n<th>h</th>\n</tr>\n<tr>\n<td>c</td>\n</tr>\n</table>', '| h |\n| - |\n| c |'],
    ['<dl><dt>a</dt><dd>b\nc</dd></dl>', '- a\n\n  b\\\n  c'],
    ['<pre>a\n\nb</pre>', '```\na\n\nb\n```'],
    ['x\n<pre>a\nb</pre>\ny', 'x\n\n```\na\nb\n```\n\ny'],
    ['<pre><code>a\n\n\nb</code></pre>', '```\na\n\n\nb\n```'],
    ['<em>a\n\nb</em>', '*a*\n\n*b*'],
    ['<em>a\nb</em>', '*a\\\nb*'],
    ['a <strong>b\nc</strong> d', 'a **b\\\nc** d'],
    ['<em>a</em>\n<em>b</em>', '*a*\\\n*b*'],
    ['a\n<em>b</em>\nc', 'a\\\n*b*\\\nc'],
    ['<a href="x"\n title="y">a\nb</a>', '[a\\\nb](x "y")'],
    ['<img src="a.jpg" />\n\nb', '![](a.jpg)\n\nb'],
    ['<img src="a.jpg" />\nb', '![](a.jpg)\\\nb'],
    ['<a href="x"><img src="a.jpg" /></a>\nb', '[![](a.jpg)](x)\\\nb'],
    ['<figure><img src="a.jpg" />\n<figcaption>a\nb</figcaption>\n</figure>\nc', '![](a.jpg)\n\na\\\nb\n\nc'],
    ['<details><summary>a</summary>b\nc</details>', 'a\n\nb\\\nc'],
    ['<address>a\nb</address>', 'a\\\nb'],
    ['a\n<script>\nx;\n\ny;\n</script>\nb', 'a\n\nb'],
    ['a\n\n<!-- c -->\n\nb', 'a\n\nb'],
    ['a <!-- c --> b', 'a b'],
    ['&nbsp;\n\na', 'a'],
    ['a\n\n    b\n    c', 'a\n\nb\\\nc'],
    ['<p align="center">a\nb</p>', 'a\\\nb'],
    ['text <blockquote>q</blockquote> text', 'text\n\n> q\n\ntext'],
    ['<li>a\nb</li>', '- a\\\n  b'],
    ['a\n</div>\nb', 'a\n\nb'],
    ['<div>a', 'a'],
    ['<blockquote>a\nb', '> a\\\n> b'],
    ['<video src="x"></video>\na', 'a'],
    ['a\n<span>b\n\nc</span>', 'a\\\nb\n\nc'],
    ['<code>a\nb</code>', '`a`\\\n`b`'],
    ['a\n<div>\n<p>b</p>\n</div>\nc', 'a\n\nb\n\nc'],
  ])('%j has the paragraphs and breaks that WordPress shows', (content, expected) => {
    expect(markdown(content)).toBe(expected);
  });

  it.each([
    ['an empty line is not a paragraph of one space', 'a\n\n&nbsp;\n\nb', 'a\n\nb'],
    ['two breaks are the end of a paragraph', 'a\n<br />b', 'a\n\nb'],
    ['names of elements may have capitals', '<PRE>a\n\nb</PRE>', '```\na\n\nb\n```'],
    ['the end of a teaser', 'a\n<!--more-->\nb', 'a\n\nb'],
    ['the end of a teaser with a text for it', 'a\n<!--more Go on-->\nb', 'a\n\nb'],
    ['the end of a teaser within a line', 'a <!--more-->b', 'a b'],
    ['the end of a page', 'a\n<!--nextpage-->\nb', 'a\n\nb'],
    ['the end of a page within a line', 'a<!--nextpage-->b', 'a\n\nb'],
    ['a comment with blank lines in it', 'a <!-- x\n\ny --> b', 'a b'],
    ['a comment without an end', 'a\n<!-- b\n\nc', 'a'],
  ])('%s', (_, content, expected) => {
    expect(markdown(content)).toBe(expected);
  });

  it.each([
    '<pre>',
    '<!-- ',
    '<a ',
    '<',
    '<li>',
    '<br>',
    '\n',
    '\n \n ',
    '   ',
    '<pre>\n</pre >',
    '&nbsp;',
    '<!--more-->\n',
  ])('%j a hundred thousand times is read quickly', async (unit) => {
    expect(await processorMs(() => blocksOf(unit.repeat(100_000)))).toBeLessThan(3000);
  });
});
