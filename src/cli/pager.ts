import { firstColumns } from './columns.ts';
import type { KeyName, Terminal } from './terminal.ts';

/** What a pager shows. */
export interface Page {
  /** Its lines for a screen of this many columns. */
  readonly lines: (columns: number) => readonly string[];
  /** What just happened; shown once below the lines. */
  readonly message: string;
  /** The last line: which keys do what. */
  readonly keys: string;
}

/** Lines at the bottom: the position or a message, and the keys. */
const FOOT_LINES = 2;

/**
 * Shows lines a screen at a time, as `less` does: space, the arrow keys, page up and down, home and end move. Returns the
 * first key that does something else; space on the last screen counts as `n`. Null when interrupted.
 */
export async function page(terminal: Terminal, shown: Page): Promise<KeyName | null> {
  let top = 0;
  let { message } = shown;
  for (;;) {
    const lines = shown.lines(terminal.columns);
    const height = Math.max(1, terminal.rows - FOOT_LINES);
    const last = Math.max(0, lines.length - height);
    top = Math.min(Math.max(0, top), last);
    draw(
      terminal,
      lines.slice(top, top + height),
      message === '' ? position(top, height, lines.length) : message,
      shown.keys,
    );
    const key = await terminal.key();
    if (key === 'resize') continue;
    message = '';
    if (key === 'space' && top === last) return 'n';
    const moved = key === null ? null : moveTo(key, top, height, last);
    if (moved === null) return key;
    top = moved;
  }
}

/** The first line after a key that moves; null for any other key. */
function moveTo(key: KeyName, top: number, height: number, last: number): number | null {
  switch (key) {
    case 'up':
      return top - 1;
    case 'down':
    case 'return':
      return top + 1;
    case 'pageup':
      return top - height;
    case 'pagedown':
    case 'space':
      return top + height;
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return null;
  }
}

function position(top: number, height: number, lines: number): string {
  const end = Math.min(lines, top + height);
  return `Lines ${top + 1} to ${end} of ${lines}${end < lines ? '; space shows more' : ''}`;
}

function draw(terminal: Terminal, lines: readonly string[], message: string, keys: string): void {
  const height = Math.max(1, terminal.rows - FOOT_LINES);
  const empty = Array.from({ length: height - lines.length }, () => '');
  const foot = [message, keys].map((line) => firstColumns(line, terminal.columns - 1));
  terminal.draw([...lines, ...empty, ...foot]);
}
