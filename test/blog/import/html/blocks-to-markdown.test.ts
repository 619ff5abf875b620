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
