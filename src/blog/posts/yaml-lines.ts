/** How deep lists and maps of front matter may lie within each other: readers recurse, and people use five or so. */
export const MOST_NESTED = 100;

export interface YamlLine {
  /** Where it begins in the text, and where it ends, before its line break. */
  readonly start: number;
  readonly end: number;
  /** It begins within quotes, brackets, or text after `|` or `>`, and so begins no entry. */
  readonly continues: boolean;
  /** It begins within quotes or brackets that were opened where this many columns are before them. */
  readonly within: number | null;
}

/**
 * The lines of a text in YAML, each with what it begins within; one pass, without building anything. Null when lists and
 * maps lie deeper within each other than MOST_NESTED.
 */
export function yamlLines(raw: string): YamlLine[] | null {
  return scannedLines(raw)?.lines ?? null;
}

/** The same, with the place of a comma that has nothing before it, if there is one. */
export function scannedLines(raw: string): { lines: YamlLine[]; missingItem: number | null } | null {
  const scanner = new YamlScanner(raw);
  const lines: YamlLine[] = [];
  for (let start = 0; start < raw.length; ) {
    const found = raw.indexOf('\n', start);
    const end = found === -1 ? raw.length : found;
    lines.push(scanner.line(start, end));
    if (scanner.deepest > MOST_NESTED) return null;
    start = end + 1;
  }
  return { lines, missingItem: scanner.missingItem };
}

/**
 * The text with each line that begins within quotes or brackets indented: all generators read such lines at the very
 * left, or with tabs before them, and the YAML reader here does not.
 */
export function withIndentedLines(raw: string, lines: readonly YamlLine[]): string {
  return lines
    .map(({ start, end, within }) => {
      const line = raw.slice(start, end);
      return within === null || line.trim() === '' ? line : ' '.repeat(within + 1) + line.trimStart();
    })
    .join('\n');
}

const isSpace = (character: string): boolean => character === ' ' || character === '\t';

/** What is open at the end of the lines read so far. */
class YamlScanner {
  deepest = 0;
  /** Where a comma has nothing before it: all readers refuse that, and the one here tells of each in turn. */
  missingItem: number | null = null;
  readonly #raw: string;
  #quote: '"' | "'" | null = null;
  #brackets = 0;
  /** Within brackets, nothing has come since one of them opened, or since a comma. */
  #isItemDue = false;
  /** How far the line is indented whose value is text after `|` or `>`. */
  #textBelow: number | null = null;
  /** Columns of the blocks that are open, from the outside in. */
  readonly #columns: number[] = [];
  /** The last one's column, of the line that opened quotes or brackets. */
  #column = 0;

  constructor(raw: string) {
    this.#raw = raw;
  }

  line(start: number, end: number): YamlLine {
    const within = this.#quote !== null || this.#brackets > 0 ? this.#column : null;
    let at = start;
    while (at < end && isSpace(this.#raw[at])) at++;
    const isBlank = at === end;
    if (within === null && this.#textBelow !== null) {
      if (isBlank || at - start > this.#textBelow) return { start, end, continues: true, within };
      this.#textBelow = null;
    }
    if (!isBlank) this.#read(start, at, end, within === null);
    return { start, end, continues: within !== null, within };
  }

  #read(start: number, first: number, end: number, isBlock: boolean): void {
    if (isBlock) this.#open(first - start);
    let atValue = true;
    for (let at = first; at < end; at++) {
      const character = this.#raw[at];
      if (this.#quote !== null) {
        if (this.#quote === '"' && character === '\\') at++;
        else if (character === this.#quote) {
          if (character === "'" && this.#raw[at + 1] === "'") at++;
          else this.#quote = null;
        }
        continue;
      }
      if (isSpace(character)) continue;
      if (character === '#' && (at === first || isSpace(this.#raw[at - 1]))) return;
      if (this.#isItemDue && character === ',') this.missingItem ??= at;
      this.#isItemDue = false;
      const endsWord = at + 1 === end || isSpace(this.#raw[at + 1]);
      if (this.#bracket(character, atValue)) {
        atValue = !/[\]}]/.test(character);
      } else if (!atValue) {
        atValue = character === ':' && (endsWord || (this.#brackets > 0 && /["'[{]/.test(this.#raw[at + 1])));
      } else if (character === '"' || character === "'") {
        this.#quote = character;
        atValue = false;
      } else if ((character === '|' || character === '>') && this.#brackets === 0) {
        this.#textBelow = first - start;
        return;
      } else if (/[&!*]/.test(character)) {
        while (at + 1 < end && !isSpace(this.#raw[at + 1])) at++;
      } else if (/[-?:]/.test(character) && endsWord) {
        if (this.#brackets === 0) this.#open(at + 1 - start);
      } else atValue = false;
    }
  }

  /** A block that begins at a column ends those that began there or to the right of it. */
  #open(column: number): void {
    while (this.#columns.length > 0 && this.#columns.at(-1)! >= column) this.#columns.pop();
    this.#columns.push(column);
    this.#column = column;
    this.deepest = Math.max(this.deepest, this.#columns.length);
  }

  /** Brackets count where a value begins, and within others. */
  #bracket(character: string, atValue: boolean): boolean {
    if (this.#brackets > 0 && character === ',') {
      this.#isItemDue = true;
      return true;
    }
    if (this.#brackets > 0 && /[\]}]/.test(character)) {
      this.#brackets--;
      return true;
    }
    if (!/[[{]/.test(character) || !(atValue || this.#brackets > 0)) return false;
    this.#brackets++;
    this.#isItemDue = true;
    this.deepest = Math.max(this.deepest, this.#brackets);
    return true;
  }
}
