/** What a line of Markdown begins with, told by its characters alone, in time that grows with its length. */

const [TAB, SPACE] = [9, 32];

/** Columns of white space before the text of a line that begins in column `from`; tabs reach to multiples of four. */
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

/** The marks of a fence, and whether it may open one: "```" with a word behind it, but no backtick. */
export interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly isBare: boolean;
}

/** The fence of a line without its indent; null for none. */
export function fenceOf(text: string): Fence | null {
  const mark = text[0];
  if (mark !== '`' && mark !== '~') return null;
  let length = 1;
  while (text[length] === mark) length++;
  const info = text.slice(length);
  if (length < 3 || (mark === '`' && info.includes('`'))) return null;
  return { mark, length, isBare: info.trim() === '' };
}

/** The mark of a list's item: what its siblings begin with, and in which column its content begins. */
export interface ItemMark {
  /** `-`, `*`, `+`, or `.` or `)` behind a number. */
  readonly mark: string;
  readonly columns: number;
  /** A number other than 1, or nothing behind the mark: it cannot end a paragraph. */
  readonly isWeak: boolean;
}

/** The item that a line begins whose text is in column `from`; null for none. */
export function itemOf(text: string, from = 0): ItemMark | null {
  const [, number, mark, gap] = /^(\d{0,9})([-*+.)])([ \t]*)/.exec(text) ?? [];
  if (mark === undefined || (number === '') !== '-*+'.includes(mark)) return null;
  const width = number.length + 1;
  const isEmpty = width + gap.length === text.length;
  if ((gap === '' && !isEmpty) || isThematic(text)) return null;
  // With five spaces or more behind the mark, the item begins with code, one column behind its mark.
  const columns = indentOf(gap, from + width);
  return {
    mark,
    columns: width + (isEmpty || columns > 4 ? 1 : columns),
    isWeak: isEmpty || (number !== '' && number !== '1'),
  };
}

/** Whether a line without its indent is a line across the page: `---`, `* * *`. */
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

/** Whether a line without its indent makes the lines above it a heading. */
export function isUnderline(text: string): boolean {
  return /^(?:=+|-+)[ \t]*$/.test(text);
}

/** Whether a line without its indent divides the head of a table from its rows. */
export function isDelimiterRow(text: string): boolean {
  return text.includes('-') && text.includes('|') && /^[-:|\t ]+$/.test(text);
}

/** Without the lines at its edges. */
export function trimmedRow(row: string): string {
  return row.trim().replace(/^\||\|$/g, '');
}

/** Cells of a row, its edges without lines. */
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

/** By how HTML begins, how it ends; the other kinds end with a blank line. */
const untilMark: readonly (readonly [begins: RegExp, end: RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];

const wholeTag =
  /^<(?:\/[a-z][a-z0-9-]*\s*|[a-z][a-z0-9-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?)>[ \t]*$/i;

/** How a block of HTML ends that a line without its indent begins: 'blank line', or by a pattern; null for no HTML. */
export function htmlEndOf(text: string, inParagraph: boolean): RegExp | 'blank line' | null {
  if (text[0] !== '<') return null;
  for (const [begins, end] of untilMark) if (begins.test(text)) return end;
  const name = /^<\/?([a-z][a-z0-9]*)(?=[\s>]|\/>|$)/i.exec(text)?.[1];
  if (name !== undefined && blockNames.has(name.toLowerCase())) return 'blank line';
  return !inParagraph && wholeTag.test(text) ? 'blank line' : null;
}
