/** How a table's cells are written. */
export interface TableDialect {
  /** Null if a row is one cell. */
  readonly delimiter: string | null;
  /**
   * 'anywhere': a cell that begins with a quotation mark ends with one, as in RFC 4180. 'where needed': only cells that
   * need quotes have them, because tab-separated text has none except from spreadsheets.
   */
  readonly quotes: 'anywhere' | 'where needed';
  /** Quotation marks inside quoted cells are written \", not "". */
  readonly backslashes: boolean;
}

export interface ScannedRow {
  readonly cells: readonly string[];
  /** Whether each cell was quoted. */
  readonly quoted: readonly boolean[];
  /** The position after the row and its line break. */
  readonly end: number;
  readonly lineBreaks: number;
}

interface Cell {
  readonly value: string;
  readonly quoted: boolean;
  /** The position of the delimiter or line break after it, or of the end of the text. */
  readonly end: number;
  readonly lineBreaks: number;
}

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, QUOTE, BACKSLASH] = [9, 10, 13, 32, 34, 92];

/**
 * Finds rows in a text and decides what each quotation mark most likely is: one at the start of a cell opens it if
 * another closes it right before a delimiter or line break; any other is text. If an open cell reaches the start of
 * another quoted cell, it was never open. Takes linear time.
 */
export class RowScanner {
  readonly #dialect: TableDialect;
  /** Quotation marks before this position open nothing, because none of them is closed. */
  #literalUntil = 0;
  /** Whether the text leaves a cell open. */
  hasOpenEnd = false;

  constructor(dialect: TableDialect) {
    this.#dialect = dialect;
  }

  /** The row at `start`; null if more text is needed, which never happens with `isWhole`. */
  scan(text: string, start: number, isWhole: boolean): ScannedRow | null {
    const cells: Cell[] = [];
    for (let at = start; ; ) {
      const cell = this.#cell(text, at, isWhole);
      if (cell === null) return null;
      cells.push(cell);
      const mark = text.charCodeAt(cell.end);
      const isBreak = mark === LINE_FEED || mark === CARRIAGE_RETURN;
      if (!isWhole && cell.end + (mark === CARRIAGE_RETURN ? 1 : 0) >= text.length) return null;
      if (isBreak || cell.end >= text.length) return rowOf(cells, breakEnd(text, cell.end), isBreak ? 1 : 0);
      at = cell.end + 1;
    }
  }

  /** Tells the scanner that this many characters were removed from the beginning of the text. */
  cut(characters: number): void {
    this.#literalUntil = Math.max(0, this.#literalUntil - characters);
  }

  #cell(text: string, start: number, isWhole: boolean): Cell | null {
    const open = this.#dialect.quotes === 'anywhere' ? this.#pastBlanks(text, start) : start;
    if (text.charCodeAt(open) === QUOTE && open >= this.#literalUntil) {
      const quoted = this.#quotedCell(text, open, isWhole);
      if (quoted !== 'not quoted') return quoted;
    }
    let end = start;
    while (end < text.length && !this.#endsCell(text.charCodeAt(end))) end++;
    if (end === text.length && !isWhole) return null;
    const value = text.slice(start, end);
    return value === '""'
      ? { value: '', quoted: true, end, lineBreaks: 0 }
      : { value, quoted: false, end, lineBreaks: 0 };
  }

  /** Null if more text is needed. */
  #quotedCell(text: string, open: number, isWhole: boolean): Cell | 'not quoted' | null {
    const { backslashes } = this.#dialect;
    const isStrict = this.#dialect.quotes === 'where needed';
    const pieces: string[] = [];
    let [from, lineBreaks, inner] = [open + 1, 0, 0];
    for (let at = open + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const next = text.charCodeAt(at + 1);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && next !== LINE_FEED)) lineBreaks++;
      if (code === BACKSLASH && backslashes && (next === QUOTE || next === BACKSLASH)) {
        pieces.push(text.slice(from, at));
        from = ++at;
      }
      if (code !== QUOTE) continue;
      if (at + 1 === text.length && !isWhole) return null;
      const isDoubled = next === QUOTE;
      // After an odd one, two marks are one in the text and the closing one.
      const end = isDoubled && inner % 2 === 0 ? null : this.#closingEnd(text, at + (isDoubled ? 2 : 1), isWhole);
      if (end === 'unknown') return null;
      if (end !== null) {
        pieces.push(text.slice(from, at + (isDoubled ? 1 : 0)));
        return this.#closed(text, open, { value: pieces.join(''), quoted: true, end, lineBreaks });
      }
      if (isDoubled) {
        pieces.push(text.slice(from, ++at));
        from = at + 1;
      } else {
        if (isStrict || (lineBreaks > 0 && this.#beginsCell(text, at))) return this.#notQuoted(at);
        inner++;
      }
    }
    if (!isWhole) return null;
    this.hasOpenEnd = true;
    return this.#notQuoted(text.length);
  }

  #closed(text: string, open: number, cell: Cell): Cell {
    const value = cell.value.replace(/\r\n?/g, '\n');
    const isNeeded = this.#dialect.quotes === 'anywhere' || /[\t\n",]/.test(value);
    return isNeeded ? { ...cell, value } : { ...cell, value: text.slice(open, cell.end), quoted: false };
  }

  #notQuoted(end: number): 'not quoted' {
    this.#literalUntil = end;
    return 'not quoted';
  }

  /** Where a cell ends if its closing mark is just before `start`; null if that mark closes nothing. */
  #closingEnd(text: string, start: number, isWhole: boolean): number | 'unknown' | null {
    const end = this.#dialect.quotes === 'anywhere' ? this.#pastBlanks(text, start) : start;
    if (end >= text.length) return isWhole ? text.length : 'unknown';
    return this.#endsCell(text.charCodeAt(end)) ? end : null;
  }

  #pastBlanks(text: string, start: number): number {
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if ((code !== SPACE && code !== TAB) || this.#endsCell(code)) return at;
    }
  }

  #beginsCell(text: string, at: number): boolean {
    return this.#endsCell(text.charCodeAt(at - 1));
  }

  #endsCell(code: number): boolean {
    return code === LINE_FEED || code === CARRIAGE_RETURN || code === this.#dialect.delimiter?.charCodeAt(0);
  }
}

function rowOf(cells: readonly Cell[], end: number, lineBreaks: number): ScannedRow {
  return {
    cells: cells.map(({ value }) => value),
    quoted: cells.map(({ quoted }) => quoted),
    end,
    lineBreaks: cells.reduce((sum, cell) => sum + cell.lineBreaks, lineBreaks),
  };
}

/** The position after a line break that begins at `at`. */
function breakEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) return at + 2;
  return Math.min(at + 1, text.length);
}
