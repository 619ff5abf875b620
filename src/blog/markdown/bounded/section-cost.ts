import { inlineCost } from './inline-cost.ts';
import { cellsOf, isDelimiterRow, isThematic, isUnderline, itemOf } from './line-marks.ts';

/** All costs are in microseconds. */
const [EACH_LINE, EACH_BLANK, EACH_CODE, EACH_CHARACTER] = [30, 4, 10, 0.3];
/** Cost of a line of HTML that begins a block, which is parsed twice. */
const EACH_HTML = 60;
/** Cost of a block's text, however short. */
const EACH_PARAGRAPH = 20;
/** In a longer paragraph, each word costs extra because it is kept in memory until the end. People do not write such. */
const [LONG, EACH_WORD] = [100_000, 3];
/** Cost of a quote or item that a line opens; of each open one in each line below; of lazy continuation lines. */
const [EACH_CONTAINER, EACH_LEVEL, EACH_LAZY] = [60, 4, 0.3];
const EACH_UNDERLINE = 1.5;
/** Cost of a character in a thematic break or heading; of a tab. */
const [EACH_OF_RULE, EACH_TAB] = [2, 2];
/** Cost of a table cell; of each cell of a row with more cells than people write, which the parser moves more often. */
const [EACH_CELL, WIDE, EACH_WIDE_CELL] = [30, 50, 100];
/** Cost of a missing cell that the parser adds to a row. */
const EACH_MISSING = 10;

/** Adds up the cost of parsing the lines of one section. */
export class SectionCost {
  #cost = 0;
  #depth = 0;
  #paragraph: string[] = [];
  /** The columns where the contents of open items begin. */
  #items: number[] = [];
  #lazyLines = 0;
  #underlines = 0;
  #columns: number;

  constructor(columns = 0) {
    this.#columns = columns;
  }

  get depth(): number {
    this.#endParagraph();
    return this.#depth;
  }

  get total(): number {
    this.#endParagraph();
    return this.#cost + EACH_LAZY * this.#lazyLines ** 2 + EACH_UNDERLINE * this.#underlines ** 2;
  }

  blank(): void {
    this.#endParagraph();
    this.#columns = 0;
    this.#cost += EACH_BLANK + EACH_LEVEL * this.#items.length;
  }

  /** Adds a line of code or HTML; `begins`: the block that it begins. */
  code(line: string, begins: 'code' | 'html' | null = null): void {
    this.#endParagraph();
    const first = begins === 'html' ? EACH_HTML : EACH_LINE;
    this.#cost += (begins === null ? EACH_CODE : first) + 0.02 * line.length + EACH_LEVEL * this.#items.length;
  }

  text(line: string, content: string, indent: number, isLazy: boolean): void {
    if (isLazy) this.#lazyLines++;
    else while (this.#items.length > 0 && this.#items.at(-1)! > indent) this.#items.pop();
    const opened = this.#containers(content, indent);
    const depth = this.#items.length + opened.quotes;
    this.#depth = Math.max(this.#depth, depth);
    this.#cost += EACH_LINE + EACH_CHARACTER * line.length;
    this.#cost += EACH_CONTAINER * opened.count * (1 + depth / 4) + EACH_LEVEL * depth;
    if (isUnderline(content)) this.#underlines++;
    if (isThematic(content) || content[0] === '#') this.#cost += EACH_OF_RULE * content.length;
    if (line.includes('\t')) this.#cost += EACH_TAB * (line.split('\t').length - 1);
    this.#cells(content);
    this.#paragraph.push(line);
  }

  /** Opens the quotes and items that a line begins with. */
  #containers(content: string, indent: number): { count: number; quotes: number } {
    let [rest, column, count, quotes] = [content, indent, 0, 0];
    for (;;) {
      const item = itemOf(rest, column);
      if (rest[0] !== '>' && item === null) return { count, quotes };
      const columns = item?.columns ?? (rest[1] === ' ' ? 2 : 1);
      if (item === null) quotes++;
      else this.#items.push(column + columns);
      rest = rest.slice(columns).replace(/^[ \t]+/, '');
      column += columns;
      // Deeper nesting makes no difference.
      if (++count > 100) return { count: rest.length, quotes };
    }
  }

  #cells(content: string): void {
    const cells = content.includes('|') ? cellsOf(content) : 0;
    if (isDelimiterRow(content)) this.#columns = Math.max(this.#columns, cells);
    else if (this.#columns > 0) this.#cost += EACH_MISSING * Math.max(0, this.#columns - cells);
    this.#cost += (cells > WIDE ? EACH_WIDE_CELL : EACH_CELL) * cells;
  }

  #endParagraph(): void {
    if (this.#paragraph.length === 0) return;
    const text = this.#paragraph.join('\n');
    const { cost, depth } = inlineCost(text);
    this.#cost += EACH_PARAGRAPH + cost + (text.length > LONG ? EACH_WORD * text.split(' ').length : 0);
    this.#depth = Math.max(this.#depth, depth);
    this.#paragraph = [];
  }
}
