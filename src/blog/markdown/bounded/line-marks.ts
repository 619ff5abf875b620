/** Recognises the marks at the start of a Markdown line, in linear time and without context. */

const [TAB, SPACE] = [9, 32];

/** Columns of white space before the text of a line that begins in column `from`; tab stops are every four columns. */
export function indentOf(line: string, from = 0): number {
  let columns = from;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === SPACE) columns++;
    else if (code === TAB) columns += 4 - (columns % 4);
    else break;
  }
  return columns - from;
}

/** The marks of a fence. */
export interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly isBare: boolean;
}

/** The fence that a line, given without its indent, consists of; null if it is not a fence. */
export function fenceOf(text: string): Fence | null {
  const mark = text[0];
  if (mark !== '`' && mark !== '~') return null;
  let length = 1;
  while (text[length] === mark) length++;
  const info = text.slice(length);
  if (length < 3 || (mark === '`' && info.includes('`'))) return null;
  return { mark, length, isBare: info.trim() === '' };
}

/** The mark of a list item. */
export interface ItemMark {
  /** `-`, `*`, `+`, or the `.` or `)` after a number; siblings have the same. */
  readonly mark: string;
  readonly columns: number;
  /** Whether it cannot interrupt a paragraph: its number is not 1, or nothing follows the mark. */
  readonly isWeak: boolean;
}

/** The item that begins with this text in column `from`; null if none does. */
export function itemOf(text: string, from = 0): ItemMark | null {
  const [, number, mark, gap] = /^(\d{0,9})([-*+.)])([ \t]*)/.exec(text) ?? [];
  if (mark === undefined || (number === '') !== '-*+'.includes(mark)) return null;
  const width = number.length + 1;
  const isEmpty = width + gap.length === text.length;
  if ((gap === '' && !isEmpty) || isThematic(text)) return null;
  // With five or more spaces after the mark, the item begins with code, one column after the mark.
  const columns = indentOf(gap, from + width);
  return {
    mark,
    columns: width + (isEmpty || columns > 4 ? 1 : columns),
    isWeak: isEmpty || (number !== '' && number !== '1'),
  };
}

/** Whether a line, without its indent, is a thematic break: `---`, `* * *`. */
export function isThematic(text: string): boolean {
  const mark = text[0];
  if (mark !== '-' && mark !== '*' && mark !== '_') return false;
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === mark) marks++;
    else if (text[i] !== ' ' && text[i] !== '\t') return false;
  }
  return marks >= 3;
}

/** Whether a line, without its indent, turns the lines above it into a heading. */
export function isUnderline(text: string): boolean {
  return /^(?:=+|-+)[ \t]*$/.test(text);
}

/** Whether a line, without its indent, is the delimiter row of a table. */
export function isDelimiterRow(text: string): boolean {
  return text.includes('-') && text.includes('|') && /^[-:|\t ]+$/.test(text);
}

/** A table row without the bars at its edges. */
export function trimmedRow(row: string): string {
  return row.trim().replace(/^\||\|$/g, '');
}

/** How many cells a row has, given without the bars at its edges. */
export function cellsOf(row: string): number {
  let cells = 1;
  for (let at = row.indexOf('|'); at !== -1; at = row.indexOf('|', at + 1)) cells++;
  return cells;
}

const blockNames = new Set(
  `address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
  fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main
  menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr
  track ul`.split(/\s+/),
);

/** Starts of HTML blocks with the patterns that end them; other blocks end at a blank line. */
const untilMark: readonly (readonly [begins: RegExp, end: RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];

const wholeTag =
  /^<(?:\/[a-z][a-z0-9-]*\s*|[a-z][a-z0-9-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?)>[ \t]*$/i;

/** How the HTML block that a line begins ends: at a 'blank line' or a pattern; null if the line begins no HTML block. */
export function htmlEndOf(text: string, inParagraph: boolean): RegExp | 'blank line' | null {
  if (text[0] !== '<') return null;
  for (const [begins, end] of untilMark) if (begins.test(text)) return end;
  const name = /^<\/?([a-z][a-z0-9]*)(?=[\s>]|\/>|$)/i.exec(text)?.[1];
  if (name !== undefined && blockNames.has(name.toLowerCase())) return 'blank line';
  return !inParagraph && wholeTag.test(text) ? 'blank line' : null;
}
