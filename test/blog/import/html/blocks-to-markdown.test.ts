import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownOfBlocks } from '../../../../src/blog/import/html/blocks-to-markdown.ts';
import { blocksOfHtml } from '../../../../src/blog/import/html/html-blocks.ts';
import { htmlTree, markdownOfHtml } from '../../../../src/blog/import/html/html-to-markdown.ts';
import { blocksOf } from '../../../../src/blog/import/wordpress/wordpress-paragraphs.ts';
import { withoutShortcodes } from '../../../../src/blog/import/wordpress/wordpress-shortcodes.ts';

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

describe('a paragraph of thousands of lines', () => {
  it.each<[string, string, string]>([
    ['words', 'a', 'a'],
    ['what would be a list, a heading, a rule or a quotation', '- a', '\\- a'],
    ['numbers', '1. a', '1\\. a'],
    ['marks', 'a <b>b</b>', 'a **b**'],
    ['only marks', '<i>a</i>', '*a*'],
    ['images', '<img src="i.png">', '![](i.png)'],
    ['links', '<a href="/u">a</a>', '[a](/u)'],
    ['code', '<code>a</code>', '`a`'],
  ])('is written like a short one: %s', (_, html, line) => {
    const paragraph = Array.from({ length: MANY }, () => line).join('\\\n');
    expect(markdownOfHtml(`<ul><li>Tea</ul>${`${html}<br>\n`.repeat(MANY)}<p>Rain`)).toBe(
      `- Tea\n\n${paragraph}\n\nRain`,
    );
  });

  it('keeps marks that begin in its first line and end in its last', () => {
    const lines = Array.from({ length: MANY }, () => 'a').join('\\\n');
    expect(markdownOfHtml(`<b>${'a<br>'.repeat(MANY)}</b>b`)).toBe(`**${lines}**\\\nb`);
  });
});

/** Lines of a WordPress post; each may be the last of a part. */
const lines = [
  ...[
    'a',
    '- a',
    '1. a',
    '# a',
    '> a',
    '+',
    '===',
    '---',
    '--- a',
    'a | b',
    'a!',
    'a:',
    ' a ',
    'a_',
    '*',
    '\\',
    '&amp;',
    '[x] a',
  ],
  ...['', '&nbsp;', '<br>', '<br><br>', '<!-- a -->', '<!--nextpage-->', '\u00AD', '\u200B'],
  ...[
    '<b>a</b>',
    '<b>',
    '</b>',
    '<i>a',
    'a</i> b',
    '<b> </b>',
    '<b>(a)</b>b',
    'b<i>(a)</i>',
    '<s>a</s>',
    '<q>a',
    'a</q>',
  ],
  ...['<a href="/u">a', 'a</a>', '<a href="/u">a</a>', '<code>a', 'a</code>', '<code>a</code>', '<code> `a` </code>'],
  ...[
    '<img src="i.png">',
    '<b><img src="i.png" alt="a"></b>',
    '<b>a</b><b> </b><img src="i.png">',
    '<input type="checkbox">',
  ],
  ...[
    '<pre>a\n\nb</pre>',
    '<hr>',
    '<h2>a',
    '</h2>',
    '<p>',
    '<p>a</p>',
    '<div>a',
    '</div>',
    '<blockquote>a',
    '</blockquote>',
  ],
  ...[
    '<ul><li>a',
    '<li>b',
    '</ul>',
    '<ol start="3"><li><p>a</p>',
    '</li></ol>',
    '<dl><dt>a<dd>b</dl>',
    '<table><tr><td>a',
    '</table>',
  ],
  ...[
    '[gallery ids="1"]',
    '[caption]<img src="i.png"> a[/caption]',
    '[code]\na\n[/code]',
    '[su_note]',
    '[/su_note]',
    '[[a]]',
  ],
];

describe('paragraphs of plain text', () => {
  const pieces = [
    'Tea',
    ' rains',
    '.',
    ',',
    ' ',
    '!',
    ':',
    '-',
    '+',
    '(',
    ')',
    '=',
    '1',
    '1.',
    '#',
    '*',
    '_',
    '`',
    '[',
    '\u00A0',
    '"',
    'é',
    'www.',
  ];

  it('are written as below a rule, where they are made into nodes', () => {
    const texts = fc.array(fc.array(fc.constantFrom(...pieces), { maxLength: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(texts, (chosen) => {
        const html = chosen.map((some) => `<p>${some.join('')}</p>`).join('');
        expect(markdownOfHtml(`<hr>${html}`)).toBe(`---\n\n${markdownOfHtml(html)}`.trim());
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('blocks written in parts', () => {
  const blocksOfPost = (post: string) => blocksOfHtml(htmlTree(blocksOf(withoutShortcodes(post, () => ''))).children);

  it.each(lines)('are written as at once, with this at the edge of a part: %j', (line) => {
    const post = `a\n\nb\n<i>c</i>\n${line}\n- d\n<b>e</b>\n\nf`;
    const whole = markdownOfBlocks(blocksOfPost(post), Infinity);
    for (const nodesAtOnce of [1, 2, 3, 4, 5]) {
      expect(markdownOfBlocks(blocksOfPost(post), nodesAtOnce)).toBe(whole);
    }
  });

  it('are written as at once, for any lines', () => {
    const post = fc.array(fc.constantFrom(...lines), { minLength: 3, maxLength: 12 }).map((some) => some.join('\n'));
    fc.assert(
      fc.property(post, fc.integer({ min: 1, max: 8 }), (text, nodesAtOnce) => {
        expect(markdownOfBlocks(blocksOfPost(text), nodesAtOnce)).toBe(markdownOfBlocks(blocksOfPost(text), Infinity));
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
