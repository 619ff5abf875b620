import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

const rows = (...cells: string[][]) =>
  cells
    .map((row) => `<tr>${row.map((cell) => (/^<t[hd]/.test(cell) ? cell : `<td>${cell}</td>`)).join('')}</tr>`)
    .join('');

describe('a table', () => {
  it.each([
    ['with a heading', `<thead>${rows(['a', 'b'])}</thead>${rows(['c', 'd'])}`, '| a | b |\n| - | - |\n| c | d |'],
    ['with heading cells', rows(['<th>a', '<th>b'], ['c', 'd']), '| a | b |\n| - | - |\n| c | d |'],
    ['with heading cells at the side', rows(['<th>a', 'b'], ['<th>c', 'd']), '| | |\n| - | - |\n| a | b |\n| c | d |'],
    ['without a heading', rows(['a', 'b'], ['c', 'd']), '| | |\n| - | - |\n| a | b |\n| c | d |'],
    ['with a caption', `<caption>Of <b>a</b></caption>${rows(['<th>a', '<th>b'])}`, 'Of **a**\n\n| a | b |\n| - | - |'],
    [
      'with a footer before its body',
      `<tfoot>${rows(['e', 'f'])}</tfoot>${rows(['a', 'b'])}`,
      '| | |\n| - | - |\n| a | b |\n| e | f |',
    ],
    [
      'with merged columns',
      rows(['<th colspan="2">a', '<th>b'], ['c', 'd', 'e']),
      '| a | | b |\n| - | - | - |\n| c | d | e |',
    ],
    [
      'with merged rows',
      rows(['<th>a', '<th>b'], ['<td rowspan="2">c', 'd'], ['e']),
      '| a | b |\n| - | - |\n| c | d |\n| | e |',
    ],
    ['with bars', rows(['<th>a|b', '<th><code>c|d</code>']), '| a\\|b | `c\\|d` |\n| - | - |'],
    ['with paragraphs', rows(['<th>a', '<th>b'], ['<p>c</p><p>d</p>', '']), '| a | b |\n| - | - |\n| c d | |'],
    ['with lists', rows(['<th>a', '<th>b'], ['<ul><li>c<li>d</ul>', 'e']), '| a | b |\n| - | - |\n| c d | e |'],
    [
      'with a link',
      rows(['<th>a', '<th>b'], ['<a href="/u">c</a>', '<img src="i.png">']),
      '| a | b |\n| - | - |\n| [c](/u) | ![](i.png) |',
    ],
    ['with sides', rows(['<th align="right">a', '<th style="text-align:center">b']), '| a | b |\n| -: | :-: |'],
    [
      'within a table',
      rows(['<th>a', '<th>b'], [`<table>${rows(['c', 'd'])}</table>`, 'e']),
      '| a | b |\n| - | - |\n| c d | e |',
    ],
    ['of one cell', rows(['a<p>b</p>']), 'a\n\nb'],
    ['of one column', rows(['a'], ['b']), 'a\n\nb'],
    ['of one column with a heading', rows(['<th>a'], ['b']), '| a |\n| - |\n| b |'],
    ['used for layout', rows(['<ul><li>a</li></ul>', '<h2>b</h2><p>c</p>']), '- a\n\n## b\n\nc'],
    [
      'within one used for layout',
      rows([`<table>${rows(['<th>a', '<th>b'])}</table>`, 'c']),
      '| a | b |\n| - | - |\n\nc',
    ],
    ['of nothing', rows(['', ' '], ['&nbsp;', '']), ''],
  ])('%s', (_, inner, markdown) => {
    expect(markdownOfHtml(`<table>${inner}</table>`)).toBe(markdown);
  });

  it('declared as layout is replaced by its content', () => {
    expect(markdownOfHtml(`<table role="presentation">${rows(['a', 'b'])}</table>`)).toBe('a\n\nb');
  });
});
