/** Maximum nesting of lists and maps in front matter. Parsers recurse, and people use about five levels. */
export const MAX_NESTING = 100;

export interface YamlLine {
  /** Where it starts in the text, and where it ends, before its line break. */
  readonly start: number;
  readonly end: number;
  /** It begins inside quotes, brackets or a `|` or `>` block, and so does not begin an entry. */
  readonly continues: boolean;
  /** The column of the block whose quotes or brackets it begins inside; null outside of both. */
  readonly within: number | null;
}

/**
 * The lines of a YAML text, each with what it begins inside, found in one pass without parsing. Null if lists and maps
 * are nested deeper than MOST_NESTED.
 */
export function yamlLines(raw: string): YamlLine[] | null {
  return scannedLines(raw)?.lines ?? null;
}

/** `yamlLines`, with the offset of the first comma that has nothing before it, or null. */
export function scannedLines(raw: string): { lines: YamlLine[]; missingItem: number | null } | null {
  const scanner = new YamlScanner(raw);
  const lines: YamlLine[] = [];
  for (let start = 0; start < raw.length; ) {
    const found = raw.indexOf('\n', start);
    const end = found === -1 ? raw.length : found;
    lines.push(scanner.line(start, end));
    if (scanner.deepest > MAX_NESTING) return null;
    start = end + 1;
  }
  return { lines, missingItem: scanner.missingItem };
}

/**
 * The text with every line indented that begins inside quotes or brackets. Generators accept such lines at the left edge
 * or after tabs, but the YAML parser does not.
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

/** Tracks what is open after the lines scanned so far. */
class YamlScanner {
  deepest = 0;
  /** Offset of the first comma with nothing before it. All parsers reject it; the one used reports every occurrence. */
  missingItem: number | null = null;
  readonly #raw: string;
  #quote: '"' | "'" | null = null;
  #brackets = 0;
  /** Inside brackets, whether an item must follow: after an opening bracket or a comma. */
  #isItemDue = false;
  /** Indentation of the line that opened a `|` or `>` block; null outside of one. */
  #textBelow: number | null = null;
  /** Columns of the open blocks, from the outside in. */
  readonly #columns: number[] = [];
  /** Column of the block that was opened last. */
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

  /** Opens a block at a column, which closes blocks at that column or to its right. */
  #open(column: number): void {
    while (this.#columns.length > 0 && this.#columns.at(-1)! >= column) this.#columns.pop();
    this.#columns.push(column);
    this.#column = column;
    this.deepest = Math.max(this.deepest, this.#columns.length);
  }

  /** Handles a bracket or comma; returns whether it was one. Brackets count at the start of a value and inside others. */
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
