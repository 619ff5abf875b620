import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';

/** Two and a half times as many as are written at a time. */
const MANY = 5000;
const numbers = Array.from({ length: MANY }, (_, i) => i + 1);

describe('a list of thousands of items', () => {
  it.each<[string, string, string]>([
    ['items', `<ul>${numbers.map((i) => `<li>${i}</li>`).join('')}</ul>`, numbers.map((i) => `- ${i}`).join('\n')],
    [
      'numbered items',
      `<ol start="3">${numbers.map((i) => `<li>n${i}</li>`).join('')}</ol>`,
      numbers.map((i) => `${i + 2}. n${i}`).join('\n'),
    ],
    [
      'items of paragraphs',
      `<ul>${numbers.map((i) => `<li><p>${i}</p><p>b</p></li>`).join('')}</ul>`,
      numbers.map((i) => `- ${i}\n\n  b`).join('\n\n'),
    ],
    [
      'items, of which only the last has paragraphs',
      `<ul>${numbers.map((i) => `<li>${i}</li>`).join('')}<li><p>a</p><p>b</p></li></ul>`,
      `${numbers.map((i) => `- ${i}`).join('\n\n')}\n\n- a\n\n  b`,
    ],
  ])('is written like a short one: %s', (_, html, list) => {
    expect(markdownOfHtml(`<p>Tea</p>${html}<p>Rain</p>`)).toBe(`Tea\n\n${list}\n\nRain`);
  });

  it('uses a different bullet from the lists before and after it', () => {
    const list = `<ul>${numbers.map((i) => `<li>${i}</li>`).join('')}</ul>`;
    const [dashes, stars] = ['-', '*'].map((mark) => numbers.map((i) => `${mark} ${i}`).join('\n'));
    expect(markdownOfHtml(list + list)).toBe(`${dashes}\n\n${stars}`);
    expect(markdownOfHtml(`<ul><li>a</li></ul>${list}<p>Rain</p>`)).toBe(`- a\n\n${stars}\n\nRain`);
  });
});

describe('a table of thousands of cells', () => {
  const rows = numbers.map((i) => `<tr><td>${i}<td><b>a|b</b>`).join('');
  const lines = numbers.map((i) => `| ${i} | **a\\|b** |`).join('\n');
  const cells = numbers.map((i) => `<td>${i}`).join('');
  const line = `| ${numbers.join(' | ')} |`;

  it.each<[string, string, string]>([
    ['rows below a head', `<tr><th>n<th align="right">b${rows}`, `| n | b |\n| - | -: |\n${lines}`],
    ['rows without a head', rows, `| | |\n| - | - |\n${lines}`],
    [
      'a head shorter than a row',
      `<tr><th>n<tr><td>1<td>2<td>3${rows}`,
      `| n | | |\n| - | - | - |\n| 1 | 2 | 3 |\n${lines}`,
    ],
    [
      'rows wider than what is written at once, among others',
      `<tr><th>n<tr>${cells}<tr><td>a<td>b<tr>${cells}<tr><td>c<td>d`,
      `| n |${' |'.repeat(MANY - 1)}\n|${' - |'.repeat(MANY)}\n${line}\n| a | b |\n${line}\n| c | d |`,
    ],
    ['a head of them', `<tr>${cells.replaceAll('td', 'th')}`, `${line}\n|${' - |'.repeat(MANY)}`],
  ])('is written as a short one is: %s', (_, html, table) => {
    expect(markdownOfHtml(`<ul><li>Tea</ul><table>${html}</table><p>Rain`)).toBe(`- Tea\n\n${table}\n\nRain`);
  });
});
