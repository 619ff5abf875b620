import type { List } from 'mdast';
import { lineEnd, lineStart, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** A list item with its position. */
interface Item {
  readonly start: number;
  readonly end: number;
  readonly source: string;
  readonly isEmpty: boolean;
}

/** List items without words, items that repeat the one before, and numbers out of order. */
export function* brokenLists(page: ParsedMarkdown): Generator<Flaw> {
  for (const { node } of nodesOfType(page, 'list')) {
    const items = itemsOf(node, page.text);
    const kept = items.filter((item, i) => !item.isEmpty && !isRepeat(item, items[i - 1]));
    for (const [i, item] of items.entries()) {
      if (item.isEmpty) yield removal('a list item without words', item, page.text);
      else if (isRepeat(item, items[i - 1])) yield removal('a repeated list item', item, page.text);
    }
    if (node.ordered === true && kept.length === items.length) yield* wrongNumbers(items);
  }
}

function itemsOf({ children }: List, text: string): Item[] {
  return children.map(({ position, children: content }) => {
    const [start, end] = [position!.start.offset!, position!.end.offset!];
    return { start, end, source: text.slice(start, end), isEmpty: content.length === 0 };
  });
}

function isRepeat(item: Item, before: Item | undefined): boolean {
  const words = ({ source }: Item): string => source.replace(/^(?:[-*+]|\d{1,9}[.)])\s+/, '').trim();
  return before !== undefined && words(item) === words(before);
}

/** The flaw of an item to be removed with its whole lines. */
function removal(what: string, { start, end }: Item, text: string): Flaw {
  return { what, start: lineStart(text, start), end: lineEnd(text, end), replacement: '' };
}

/** Numbers that are not one more than the one before. Lists with all numbers equal are fine. */
function* wrongNumbers(items: readonly Item[]): Generator<Flaw> {
  const numbers = items.map(({ source }) => /^\d+/.exec(source)?.[0] ?? '');
  if (numbers.every((number) => number === numbers[0])) return;
  for (const [i, number] of numbers.entries()) {
    const right = String(Number(numbers[0]) + i);
    // Further lines of an item are indented by its number; a longer number would cut them off.
    const fits = right.length === number.length || !items[i].source.includes('\n');
    if (right !== number && fits && number !== '') {
      const { start } = items[i];
      yield { what: 'a list with wrong numbers', start, end: start + number.length, replacement: right };
    }
  }
}
