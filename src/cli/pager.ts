import { columnsOf, firstColumns } from './columns.ts';
import { wrapped } from './screen.ts';
import type { KeyName, Terminal } from './terminal.ts';

/** What a pager shows. */
export interface Page {
  /** Its lines for a screen of this many columns. */
  readonly lines: (columns: number) => readonly string[];
  /** What just happened; shown once below the lines. */
  readonly message: string;
  /** Below that: which keys do what, such as 'q quit'. */
  readonly keys: readonly string[];
}

/** Between two keys in a line. */
const GAP = '  ';

/**
 * Shows lines a screen at a time, as `less` does: space, the arrow keys, page up and down, home and end move. Returns the
 * first key that does something else; space on the last screen counts as `n`. Null when interrupted.
 */
export async function page(terminal: Terminal, shown: Page): Promise<KeyName | null> {
  let top = 0;
  let { message } = shown;
  for (;;) {
    const lines = shown.lines(terminal.columns);
    const foot = footLines(message, shown.keys, terminal);
    const height = Math.max(1, terminal.rows - foot.length);
    const last = Math.max(0, lines.length - height);
    top = Math.min(Math.max(0, top), last);
    if (message === '') foot[0] = firstColumns(position(top, height, lines.length), terminal.columns - 1);
    draw(terminal, lines.slice(top, top + height), height, foot);
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

/** What is below the text: a message or the position, and the keys, on as many lines as they need. */
function footLines(message: string, keys: readonly string[], { columns, rows }: Terminal): string[] {
  const room = columns - 1;
  const foot = [...wrapped(message, room).split('\n'), ...keyLines(keys, room)];
  return foot.slice(0, Math.max(1, rows - 1)).map((line) => firstColumns(line, room));
}

/** Keys in lines of at most `columns`; a key and its word stay together. */
export function keyLines(keys: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const key of keys) {
    const longer = lines.length === 0 ? key : `${lines.at(-1)}${GAP}${key}`;
    if (lines.length > 0 && columnsOf(longer, columns) <= columns) lines[lines.length - 1] = longer;
    else lines.push(key);
  }
  return lines;
}

function draw(terminal: Terminal, lines: readonly string[], height: number, foot: readonly string[]): void {
  const empty = Array.from({ length: height - lines.length }, () => '');
  terminal.draw([...lines, ...empty, ...foot]);
}
