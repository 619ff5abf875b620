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

/** A stretch of Markdown that reads the same when it is parsed apart from what is before and after it. */
export interface Section extends Stretch {
  /** Lines before it. */
  readonly line: number;
  /** How it follows the one before: as a block of its own, as a further item of its list, or row of its table. */
  readonly follows: 'block' | 'item' | 'row';
  /** What parsing it takes, in microseconds of a usual machine, or more. */
  readonly cost: number;
  /** Quotes, lists and marks within each other. */
  readonly depth: number;
}

/** Deeper ones stay apart from others. */
const MOST_TINY_DEPTH = 20;

/**
 * Cuts Markdown at the places where it can be cut, in time that grows with its length. Sections of fewer characters than
 * `fewestCharacters` are taken together.
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

/** A list's item or a quote, at the top of the page. */
interface Container {
  /** '>' or the mark of an item. */
  readonly mark: string;
  /** Lines with such an indent are in it. */
  readonly columns: number;
}

class SectionScan {
  readonly #text: string;
  readonly #fewestCharacters: number;
  readonly #sections: { -readonly [Key in keyof Section]: Section[Key] }[] = [];
  #lines = 0;
  #section: Omit<Section, 'end' | 'cost' | 'depth'> = { start: 0, line: 0, follows: 'block' };
  #cost = new SectionCost();
  /** What is open at the top of the page; a fence may be in an item. */
  #container: Container | null = null;
  #fence: (Fence & { readonly columns: number }) | null = null;
  #html: RegExp | 'blank line' | null = null;
  /** Before this line. */
  #isAfterBlank = true;
  #isAfterFence = false;
  #inParagraph = false;
  /** Whether the text continues the container lazily, or stands below it, depends on what is in there. */
  #isUnsure = false;
  /** Where a fence is, or where it ends, is not known any more: nothing is cut. */
  #isLost = false;
  /** Columns of the table that the section is; 0 for no table. */
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

  /** A line that is not in code or HTML. */
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
    if (fence !== null || html !== null) this.#cost.code(line, true);
    else this.#cost.text(line, content, indent, isLazy);
  }

  /** Columns of the table whose head the section's first line is, if it has as many; else 0. */
  #columnsOf(delimiterRow: string): number {
    const [head] = this.#text.slice(this.#section.start).split(/[\r\n]/, 1);
    const columns = cellsOf(trimmedRow(delimiterRow));
    return cellsOf(trimmedRow(head)) === columns ? columns : 0;
  }

  /** Which block begins with a line at the top of the page. */
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
    // A byte order mark would be lost at the beginning of a text.
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
    if (opening !== null) this.#cost.code(line, true);
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
    // Half a million tiny ones would fill the memory.
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
