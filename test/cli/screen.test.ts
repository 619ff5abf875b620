import { describe, expect, test } from 'vitest';
import { drawProgress } from '../../src/cli/progress.ts';
import { createScreen, wrapped } from '../../src/cli/screen.ts';
import { table } from '../../src/cli/table.ts';
import { duration } from '../../src/project/duration.ts';

/** A stream that records what is written; both streams may share one record, as they share one terminal. */
function stream(isTTY: boolean, record: string[]) {
  return { isTTY, columns: 60, write: (text: string) => record.push(text) > 0 };
}

/** What a terminal shows at the end; it supports enough control sequences for a line that is redrawn. */
function shownBy(written: string): string[] {
  const lines = [''];
  let column = 0;
  let saved = 0;
  for (const [token] of written.replaceAll('\x1b', '␛').matchAll(/␛\[\d*[A-Za-z]|␛[78]|\n|[^␛\n]/g)) {
    const last = lines.length - 1;
    if (token === '\n') {
      lines.push('');
      column = 0;
    } else if (token === '␛7') saved = column;
    else if (token === '␛8') column = saved;
    else if (/G$/.test(token)) column = Number(token.slice(2, -1) || 1) - 1;
    else if (/0?K$/.test(token)) lines[last] = lines[last].slice(0, column);
    else if (/2K$/.test(token)) lines[last] = '';
    else if (!token.startsWith('␛')) lines[last] = lines[last].slice(0, column) + token + lines[last].slice(++column);
  }
  return lines;
}

const state = { done: 3, total: 12, unit: 'steps' };

describe('the screen', () => {
  test('draws nothing if standard error is not a terminal', () => {
    const out: string[] = [];
    const errors: string[] = [];
    const screen = createScreen(stream(true, out), stream(false, errors), {});
    screen.progress(state);
    screen.print('a result');
    screen.note('a note');
    screen.progress(null);
    expect(out).toEqual(['a result\n']);
    expect(errors).toEqual(['a note\n']);
  });

  test('removes the bar before each line and draws it again below', () => {
    const terminal: string[] = [];
    const screen = createScreen(stream(true, terminal), stream(true, terminal), {});
    screen.print('before');
    screen.progress(state);
    screen.print('one');
    screen.progress({ ...state, done: 6 });
    screen.note('two');
    expect(shownBy(terminal.join(''))).toEqual(['before', 'one', 'two', drawProgress({ ...state, done: 6 }, 60)]);
    screen.progress(null);
    screen.print('after');
    expect(shownBy(terminal.join(''))).toEqual(['before', 'one', 'two', 'after', '']);
  });

  test('writes pieces immediately, in place of the bar', () => {
    const terminal: string[] = [];
    const screen = createScreen(stream(true, terminal), stream(true, terminal), {});
    screen.progress(state);
    screen.write('one ');
    screen.write('line');
    screen.print('');
    screen.progress(null);
    expect(screen.watched).toBe(true);
    expect(createScreen(stream(false, []), stream(true, []), {}).watched).toBe(false);
    expect(shownBy(terminal.join(''))).toEqual(['one line', '']);
  });

  test('never writes the bar to standard output', () => {
    const out: string[] = [];
    const screen = createScreen(stream(false, out), stream(true, []), {});
    screen.progress(state);
    screen.print('[1 | 0.52] loss=3.26 avg=3.26');
    screen.progress(null);
    expect(out).toEqual(['[1 | 0.52] loss=3.26 avg=3.26\n']);
  });
});

describe('drawProgress', () => {
  test('shows share, count, details and time left', () => {
    const line = drawProgress({ ...state, secondsLeft: 150, details: ['5,430 tokens/s', 'pass 1.3'] }, 120);
    expect(line).toBe('██████░░░░░░░░░░░░░░░░░░ · 3 of 12 steps · 5,430 tokens/s · pass 1.3 · 3 min left');
  });

  test('shows no bar without a total', () => {
    expect(drawProgress({ done: 1234, total: null, unit: 'steps' }, 120)).toBe('1,234 steps');
  });

  test('never reaches the last column', () => {
    expect(drawProgress(state, 20)).toHaveLength(19);
    expect(drawProgress({ ...state, total: 0 }, 20)).toHaveLength(19);
    expect(drawProgress({ done: 1, total: null, unit: '茶壶と茶杯' }, 8)).toBe('1 茶壶');
  });
});

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [3570, '1 h 00 min'],
  [7500, '2 h 05 min'],
])('duration(%d)', (seconds, text) => expect(duration(seconds)).toBe(text));

describe('table', () => {
  test('aligns text to the left and numbers to the right', () => {
    expect(
      table([
        ['posts', 39],
        ['words', 25123],
        ['skipped', 1, 'empty'],
      ]),
    ).toBe('posts        39\nwords    25,123\nskipped       1  empty');
  });

  test.each([
    ['Chinese', '茶壶', '  '],
    ['Japanese', 'お茶', '  '],
    ['Korean', '차와', '  '],
    ['an emoji', '🫖 a', '  '],
    ['a family', '👨‍👩‍👧 a', '  '],
    ['a flag', '🇯🇵 a', '  '],
    ['combining marks', 'cafe\u0301', '  '],
    ['half-width kana', 'ｵﾁﾔ ', '  '],
  ])('counts columns, not characters: %s needs four', (_, title, gap) => {
    expect(
      table([
        ['wxyz', 1, 'a.md'],
        [title, 12, 'b.md'],
      ]),
    ).toBe(`wxyz   1  a.md\n${title}${gap}12  b.md`);
  });

  test('can have very many rows', () => {
    expect(table(Array.from({ length: 200_000 }, (_, row) => ['a', row])).length).toBeGreaterThan(2_000_000);
  });

  test('without rows is empty', () => {
    expect(table([])).toBe('');
  });
});

describe('a note on a terminal', () => {
  test('is wrapped between words and keeps its indent; a long word is not split', () => {
    expect(wrapped('one two three', 7)).toBe('one two\nthree');
    expect(wrapped('  one two three\nfour', 9)).toBe('  one two\n  three\nfour');
    expect(wrapped('a https://kettle.example/ b', 8)).toBe('a\nhttps://kettle.example/\nb');
    expect(wrapped('  page  1  about.md', 80)).toBe('  page  1  about.md');
  });

  test('is wrapped by the columns of its words', () => {
    expect(wrapped('茶 茶壶 茶杯', 7)).toBe('茶 茶壶\n茶杯');
    expect(wrapped('  お茶 とても', 9)).toBe('  お茶\n  とても');
    expect(wrapped('🫖 🍵 tea', 5)).toBe('🫖 🍵\ntea');
    expect(wrapped('cafe\u0301 au lait', 7)).toBe('cafe\u0301 au\nlait');
    expect(wrapped('茶壶与茶杯', 10)).toBe('茶壶与茶杯');
  });

  test('of a million characters is wrapped quickly', () => {
    for (const text of ['a '.repeat(500_000), 'a'.repeat(1_000_000), '茶'.repeat(1_000_000), ' '.repeat(1_000_000)]) {
      const begin = performance.now();
      wrapped(text, 80);
      expect(performance.now() - begin).toBeLessThan(5000);
    }
  });

  test('is not wrapped in a file or a pipe', () => {
    const long = 'word '.repeat(40).trim();
    for (const [isTTY, lines] of [
      [true, 4],
      [false, 1],
    ] as const) {
      const errors: string[] = [];
      createScreen(stream(isTTY, []), stream(isTTY, errors), {}).note(long);
      expect(errors.join('').trimEnd().split('\n')).toHaveLength(lines);
    }
  });
});
