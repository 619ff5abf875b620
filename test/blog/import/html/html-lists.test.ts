import { describe, expect, it } from 'vitest';
import { renderText } from '../../../../src/blog/corpus/render-text.ts';
import { htmlTree, markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { markdownTree } from '../../../../src/blog/markdown/markdown-tree.ts';

describe('a list', () => {
  it.each([
    ['directly within a list', '<ul><li>a</li><ul><li>b</li><li>c</li></ul><li>d</li></ul>', '- a\n  - b\n  - c\n- d'],
    ['directly within an ordered one', '<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>', '1. a\n   1. b\n2. c'],
    ['of another kind, nested directly', '<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>', '1. a\n   - b\n2. c'],
    ['two nested directly', '<ul><li>a</li><ul><li>b</li></ul><ul><li>c</li></ul></ul>', '- a\n  - b\n  * c'],
    ['three deep', '<ul><li>a</li><ul><li>b</li><ul><li>c</li></ul></ul></ul>', '- a\n  - b\n    - c'],
    ['in an item', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  - b\n- c'],
    ['in a separate item', '<ul><li>a</li><li><ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  - b\n- c'],
    ['that only indents a list', '<ul><ul><li>a</li></ul></ul>', '- a'],
    ['that begins with a list', '<ul><ul><li>a</li></ul><li>b</li></ul>', '- a\n- b'],
    ['that only indents a text', '<ul>a<p>b</p></ul>', 'a\n\nb'],
    ['with a text before its items', '<ul>a:<li>b</li><li>c</li></ul>', 'a:\n\n- b\n- c'],
    ['with a text between its items', '<ul><li>a</li>b<li>c</li></ul>', '- a\n\n  b\n- c'],
    ['with a paragraph between its items', '<ul><li>a</li><p>b</p><li>c</li></ul>', '- a\n\n  b\n- c'],
    ['with a box around its items', '<ul><div><li>a</li><li>b</li></div></ul>', '- a\n- b'],
    ['with emphasis around its items', '<ul><b><li>a</li><li>b</li></b></ul>', '- **a**\n- **b**'],
    ['without a list element', '<p>x</p><li>a</li><li>b</li><p>y</p>', 'x\n\n- a\n- b\n\ny'],
    ['with empty items', '<ul><li></li><li>a</li><li> </li><li>b<li></ul>', '- a\n- b'],
    ['of nothing', '<p>a</p><ul></ul><ol><li></li></ol>', 'a'],
    ['that starts at a number', '<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['that starts at no number', '<ol start="-2"><li>a</li></ol>', '1. a'],
    ['whose items have numbers', '<ol><li>a</li><li value="5">b</li><li>c</li></ol>', '1. a\n\n5) b\n6) c'],
    [
      'of tasks',
      '<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox">b</li></ul>',
      '- [x] a\n- [ ] b',
    ],
    ['of tasks in paragraphs', '<ul><li><p><input type="checkbox" checked> a</p></li></ul>', '- [x] a'],
    ['of tasks with labels', '<ul><li><label><input type="checkbox"> a</label></li></ul>', '- [ ] a'],
    ['of paragraphs', '<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>', '- a\n\n- b\n\n  c'],
    ['with breaks', '<ul><li>a<br>b</li><li>c<br><br>d<br></li></ul>', '- a\\\n  b\n- c\n\n  d'],
    ['with code', '<ul><li>a<pre>b</pre></li></ul>', '- a\n  ```\n  b\n  ```'],
    ['after a list', '<ul><li>a</li></ul><ul><li>b</li></ul>', '- a\n\n* b'],
    ['written as a menu', '<menu><li>a</li></menu><dir><li>b</li></dir>', '- a\n\n* b'],
    ['of terms', '<dl><dt>a</dt><dd>b</dd><dd>c</dd><dt>d<dd>e</dl>', '- a\n\n  - b\n  - c\n\n- d\n\n  e'],
    ['of meanings without terms', '<dl><dt></dt><dd>a</dd><dt> </dt><dd>b</dd></dl>', '- a\n- b'],
    ['of one meaning without a term', '<dl><dt></dt><dd>a</dd></dl>', '- a'],
    ['of terms in boxes', '<dl><div><dt>a</dt><dd>b</dd></div></dl>', '- a\n\n  b'],
  ])('%s', (_, html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });

  it.each([
    ['directly within a list', '<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>', '- a\n  - b\n- c'],
    ['directly within an ordered one', '<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>', '1. a\n   1. b\n2. c'],
    ['with a text between its items', '<ul><li>a</li>b<li>c</li></ul>', '- a\n\n  b\n\n- c'],
    ['whose items have numbers', '<ol><li>a</li><li value="5">b</li><li>c</li></ol>', '1. a\n5. b\n6. c'],
  ])('%s is the same as text', (_, html, text) => {
    expect(renderText(htmlTree(html))).toBe(text);
  });

  it('survives a round trip through Markdown', () => {
    const html = '<ul><li>a</li><ul><li>b</li><ol><li>c</li></ol></ul><li>d</li></ul>';
    expect(renderText(markdownTree(markdownOfHtml(html)))).toBe(renderText(htmlTree(html)));
  });
});
