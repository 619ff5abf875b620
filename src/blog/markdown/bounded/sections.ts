import type { Stretch } from '../edits.ts';
import {
  cellsOf,
  type Fence,
  fenceOf,
  htmlEndOf,
  indentOf,
  isDelimiterRow,
  isThematic,
  isUnderline,
  itemOf,
  trimmedRow,
} from './line-marks.ts';
import { SectionCost } from './section-cost.ts';

/** A stretch of Markdown that can be parsed separately with the same result. */
export interface Section extends Stretch {
  /** How many lines come before it. */
  readonly line: number;
  /** What it begins with: a new block, another item of the list before it, or another row of the table before it. */
  readonly follows: 'block' | 'item' | 'row';
  /** Upper estimate of the parsing time, in microseconds on an ordinary machine. */
  readonly cost: number;
  /** Nesting of quotes, lists and marks. */
  readonly depth: number;
}

/** Sections nested deeper are not combined with others. */
const MOST_TINY_DEPTH = 20;

/**
 * Divides Markdown wherever its parts can be parsed separately, in linear time. Sections shorter than
 * `fewestCharacters` are combined.
 */
export function sectionsOf(text: string, fewestCharacters = 400): Section[] {
  const scan = new SectionScan(text, fewestCharacters);
  let [feed, carriage] = [text.indexOf('\n'), text.indexOf('\r')];
  for (let start = 0; start < text.length; ) {
    if (feed !== -1 && feed < start) feed = text.indexOf('\n', start);
    if (carriage !== -1 && carriage < start) carriage = text.indexOf('\r', start);
    const isCarriage = carriage !== -1 && (feed === -1 || carriage < feed);
    const end = isCarriage ? carriage : feed === -1 ? text.length : feed;
    scan.line(start, text.slice(start, end));
    start = isCarriage && feed === end + 1 ? end + 2 : end + 1;
  }
  return scan.finish();
}

/** A list item or quote at the top level. */
interface Container {
  /** '>' or the mark of an item. */
  readonly mark: string;
  /** Lines indented by this many columns belong to it. */
  readonly columns: number;
}

class SectionScan {
  readonly #text: string;
  readonly #fewestCharacters: number;
  readonly #sections: { -readonly [Key in keyof Section]: Section[Key] }[] = [];
  #lines = 0;
  #section: Omit<Section, 'end' | 'cost' | 'depth'> = { start: 0, line: 0, follows: 'block' };
  #cost = new SectionCost();
  /** What is open at the top level; a fence may also be in an item. */
  #container: Container | null = null;
  #fence: (Fence & { readonly columns: number }) | null = null;
  #html: RegExp | 'blank line' | null = null;
  /** Whether the line before was blank. */
  #isAfterBlank = true;
  #isAfterFence = false;
  #inParagraph = false;
  /** Whether it is unknown if the text continues the container lazily, since that depends on the container's content. */
  #isUnsure = false;
  /** Whether it is unknown where fences begin and end; the text is not divided further. */
  #isLost = false;
  /** Columns of the section's table; 0 if it is not a table. */
  #table = 0;

  constructor(text: string, fewestCharacters: number) {
    this.#text = text;
    this.#fewestCharacters = fewestCharacters;
  }

  line(start: number, line: string): void {
    const content = line.trim() === '' ? '' : line.replace(/^[ \t]+/, '');
    if (content === '') this.#blank();
    else this.#filled(start, line, content, indentOf(line));
    this.#lines++;
  }

  finish(): Section[] {
    this.#endSection(this.#text.length);
    return this.#sections;
  }

  #blank(): void {
    if (this.#html === 'blank line') this.#html = null;
    this.#cost.blank();
    this.#isAfterBlank = true;
    this.#isAfterFence = false;
    this.#inParagraph = false;
    this.#table = 0;
  }

  #filled(start: number, line: string, content: string, indent: number): void {
    const fence = this.#fence;
    if (fence !== null && (indent >= fence.columns || fence.columns === 0)) {
      this.#cost.code(line);
      const closing = indent < fence.columns + 4 ? fenceOf(content) : null;
      if (closing?.isBare && closing.mark === fence.mark && closing.length >= fence.length)
        this.#endFence(fence.columns);
      return;
    }
    if (fence !== null) {
      this.#fence = null;
      this.#inParagraph = false;
    }
    if (this.#html !== null) {
      this.#cost.code(line);
      if (this.#html !== 'blank line' && this.#html.test(line)) this.#html = null;
      this.#isAfterBlank = false;
      return;
    }
    this.#open(start, line, content, indent);
    this.#isAfterBlank = false;
    this.#isAfterFence = false;
  }

  /** Handles a line outside of code and HTML. */
  #open(start: number, line: string, content: string, indent: number): void {
    if (this.#container !== null && indent >= this.#container.columns) {
      this.#inContainer(line, content, indent);
      return;
    }
    const begins = this.#beginningOf(content, indent);
    const { item, isQuote, fence, html, isHeading } = begins;
    const isSibling = item !== null && item.mark === this.#container?.mark;
    this.#cutBefore(start, content, indent, { isSibling, isFence: fence !== null });
    const isLazy = this.#container !== null && this.#inParagraph && !Object.values(begins).some(Boolean);
    if (item !== null) this.#container = { mark: item.mark, columns: indent + item.columns };
    else if (isQuote) this.#container = { mark: '>', columns: Infinity };
    else if (!isLazy) this.#container = content.startsWith('[^') ? { mark: '', columns: 4 } : null;
    this.#isUnsure = isLazy || (this.#isUnsure && (item !== null || !this.#isAfterBlank));
    const endsHeading = this.#inParagraph && this.#container === null && isUnderline(content);
    this.#inParagraph = !isHeading && !endsHeading && html === null && fence === null;
    if (fence !== null) this.#fence = { ...fence, columns: 0 };
    if (html !== null) this.#html = html !== 'blank line' && html.test(content) ? null : html;
    if (this.#section.line === this.#lines - 1 && isDelimiterRow(content)) this.#table = this.#columnsOf(content);
    if (fence !== null || html !== null) this.#cost.code(line, fence === null ? 'html' : 'code');
    else this.#cost.text(line, content, indent, isLazy);
  }

  /** Columns of the table whose header is the section's first line; 0 if that line has another number of cells. */
  #columnsOf(delimiterRow: string): number {
    const [head] = this.#text.slice(this.#section.start).split(/[\r\n]/, 1);
    const columns = cellsOf(trimmedRow(delimiterRow));
    return cellsOf(trimmedRow(head)) === columns ? columns : 0;
  }

  /** The kind of block that a line begins at the top level. */
  #beginningOf(content: string, indent: number) {
    const found = indent < 4 ? itemOf(content, indent) : null;
    const isSibling = found !== null && found.mark === this.#container?.mark;
    const item = isSibling || !found?.isWeak || !this.#inParagraph ? found : null;
    return {
      item,
      isQuote: indent < 4 && content[0] === '>',
      fence: indent < 4 ? fenceOf(content) : null,
      html: indent < 4 ? htmlEndOf(content, this.#inParagraph) : null,
      isHeading: indent < 4 && (isThematic(content) || /^#{1,6}(?:\s|$)/.test(content)),
    };
  }

  #cutBefore(
    start: number,
    content: string,
    indent: number,
    { isSibling, isFence }: { isSibling: boolean; isFence: boolean },
  ): void {
    // Parsers drop a byte order mark at the beginning of a text.
    if (indent > 0 || content[0] === '\uFEFF' || this.#isLost) return;
    if (isSibling) this.#begin(start, 'item');
    else if (this.#table > 0 && content[0] === '|') this.#begin(start, 'row');
    else if (this.#isAfterBlank || this.#isAfterFence || isFence) this.#begin(start, 'block');
  }

  #inContainer(line: string, content: string, indent: number): void {
    const columns = this.#container!.columns;
    const opening = indent < columns + 4 ? fenceOf(content) : null;
    if (opening !== null) {
      this.#fence = { ...opening, columns };
      this.#isLost ||= this.#isUnsure;
    }
    if (opening !== null) this.#cost.code(line, 'code');
    else this.#cost.text(line, content, indent, false);
    this.#inParagraph = true;
  }

  #endFence(columns: number): void {
    this.#fence = null;
    this.#isAfterFence = columns === 0;
    this.#isAfterBlank = false;
    this.#inParagraph = false;
  }

  #begin(start: number, follows: Section['follows']): void {
    this.#endSection(start);
    this.#section = { start, line: this.#lines, follows };
    if (follows !== 'row') this.#table = 0;
    this.#cost = new SectionCost(this.#table);
  }

  #endSection(end: number): void {
    if (end === this.#section.start) return;
    const { start, follows } = this.#section;
    const [cost, depth] = [this.#cost.total, this.#cost.depth];
    const last = this.#sections.at(-1);
    // Half a million tiny sections would take too much memory.
    const isTiny = depth <= MOST_TINY_DEPTH && (last?.depth ?? 0) <= MOST_TINY_DEPTH;
    const fits = last !== undefined && isTiny && end - last.start <= this.#fewestCharacters;
    const isLike = follows === 'row' ? last?.follows === 'row' : last?.follows !== 'row' && this.#table === 0;
    if (fits && isLike && start === last.end) {
      last.end = end;
      last.cost += cost;
      last.depth = Math.max(last.depth, depth);
    } else this.#sections.push({ ...this.#section, end, cost, depth });
  }
}
