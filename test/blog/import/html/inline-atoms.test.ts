import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

describe('breaks', () => {
  it.each([
    ['one', '<p>a<br>b</p>', 'a\\\nb'],
    ['one with white space around', '<p>a <br>\n b</p>', 'a\\\nb'],
    ['two', '<p>a<br><br>b</p>', 'a\n\nb'],
    ['two with white space between', '<p>a<br>\n <br>b</p>', 'a\n\nb'],
    ['two with a space that stays between', '<p>a<br>&nbsp;<br>b</p>', 'a\n\nb'],
    ['many', `<p>a${'<br>'.repeat(9)}b<br>c</p>`, 'a\n\nb\\\nc'],
    ['at the start', '<p><br>a</p>', 'a'],
    ['at the end', '<p>a<br></p><p>b<br><br></p>', 'a\n\nb'],
    ['of nothing', '<p><br></p><p><br><br></p><p>a</p>', 'a'],
    ['outside of paragraphs', 'a<br>b<br><br>c', 'a\\\nb\n\nc'],
    ['between paragraphs', '<p>a</p><br><p>b</p>', 'a\n\nb'],
    ['between text and a block', 'a<br><ul><li>b</li></ul>', 'a\n\n- b'],
    ['in a heading', '<h2>a<br>b</h2><h3><br>c</h3>', '## a b\n\n### c'],
    ['in a cell', '<table><tr><th>a<br><br>b</th><th>c<br></th></tr></table>', '| a b | c |\n| - | - |'],
    ['in an item', '<ul><li>a<br>b</li></ul>', '- a\\\n  b'],
    ['in a quotation', '<blockquote>a<br>b<br><br>c</blockquote>', '> a\\\n> b\n>\n> c'],
    ['in a link', '<p><a href="/u">a<br>b</a></p>', '[a\\\nb](/u)'],
    ['around an image', '<p>a<br><img src="i.png"><br>b</p>', 'a\\\n![](i.png)\\\nb'],
    ['written as XML tags', '<p>a<br/>b<br />c</br>d</p>', 'a\\\nb\\\nc\\\nd'],
    ['before what would start a list', '<p>a<br>- b<br>1. c<br># d</p>', 'a\\\n\\- b\\\n1\\. c\\\n\\# d'],
    ['in code', '<pre>a<br><br>b</pre>', '```\na\n\nb\n```'],
    ['with emphasis over two paragraphs', '<p><i>a<br><br>b</i></p>', '*a*\n\n*b*'],
    ['with a link over two paragraphs', '<p><a href="/u">a<br><br>b</a></p>', '[a](/u)\n\n[b](/u)'],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});

describe('lines', () => {
  it.each([
    ['in boxes', '<div>a</div><div>b</div><div><br></div><div>c</div>', 'a\n\nb\n\nc'],
    ['in boxes in boxes', '<div><div>a</div><div><div>b</div></div></div>', 'a\n\nb'],
    ['between boxes', 'a<div>b</div>c<div>d</div>', 'a\n\nb\n\nc\n\nd'],
    ['between paragraphs', '<div>a <b>b</b><p>c</p>d</div>', 'a **b**\n\nc\n\nd'],
    ['in spans shown as blocks', '<span style="display:block">a</span><span style="display:block">b</span>', 'a\n\nb'],
    ['of spaces only', '<p>a</p><p>&nbsp;</p><p> </p><p>\u200B</p><p>b</p>', 'a\n\nb'],
    ['with spaces at their ends', '<p>&nbsp;&nbsp;a&nbsp;</p>', 'a'],
    ['with spaces within', '<p>a&nbsp;b  c\n\td</p>', 'a\u00A0b c d'],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});
