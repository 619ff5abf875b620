import { describe, expect, it } from 'vitest';
import { columnsOf, firstColumns } from '../../src/cli/columns.ts';

describe('firstColumns cuts a line to a number of columns', () => {
  it.each([
    ['Latin', 'Brewing tea', 7, 'Brewing'],
    ['none', 'Brewing', 0, ''],
    ['fewer than none', 'Brewing', -1, ''],
    ['room for all', 'Tea', 3, 'Tea'],
    ['Chinese, of two columns each', '茶壶与茶杯', 6, '茶壶与'],
    ['Chinese where half of one has room', '茶壶与茶杯', 5, '茶壶'],
    ['Japanese', 'お茶のいれ方', 8, 'お茶のい'],
    ['a half-width kana, of one column', 'ｵﾁﾔ', 2, 'ｵﾁ'],
    ['Korean', '찻주전자', 5, '찻주'],
    ['full-width Latin', 'ＴＥＡ', 4, 'ＴＥ'],
    ['an emoji', '🫖🍵', 3, '🫖'],
    ['a family, of several emoji', '👩‍👩‍👧🍵', 2, '👩‍👩‍👧'],
    ['a flag, of two letters', '🇯🇵🇫🇷', 2, '🇯🇵'],
    ['a tone of skin', '👋🏽!', 2, '👋🏽'],
    ['a heart that is shown as an emoji', '❤️!', 2, '❤️'],
    ['combining marks, of none', 'the\u0301 a\u0300', 4, 'the\u0301 '],
    ['a combining mark on the last column', 'the\u0301 a\u0300', 3, 'the\u0301'],
    ['a joiner without width', 'a\u200bbc', 2, 'a\u200bb'],
    ['Arabic vowels', 'شَاي', 2, 'شَا'],
    ['Thai vowels over letters', 'ดื่มชา', 2, 'ดื่ม'],
  ])('%s', (_, line, columns, expected) => {
    expect(firstColumns(line, columns)).toBe(expected);
    expect(columnsOf(expected)).toBeLessThanOrEqual(Math.max(0, columns));
  });

  it('in pieces without cutting a character', () => {
    for (const unit of ['a茶', '🫖b', '👩‍👩‍👧', '🇯🇵', 'e\u0301x', '👋🏽']) {
      const [width, line] = [columnsOf(unit), unit.repeat(2000)];
      expect(columnsOf(line), unit).toBe(2000 * width);
      expect(firstColumns(line, 1999 * width), unit).toBe(unit.repeat(1999));
      expect(columnsOf(line, 40)).toBeGreaterThan(40);
    }
  });

  it('of any length in linear time', () => {
    for (const unit of ['a', '茶', '🫖', '\u0301', ' ']) {
      const line = unit.repeat(1_000_000);
      const begin = performance.now();
      firstColumns(line, 40);
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});
