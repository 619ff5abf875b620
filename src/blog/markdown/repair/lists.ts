import type { List } from 'mdast';
import { lineEnd, lineStart, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** An item of a list where it stands. */
interface Item {
  readonly start: number;
  readonly end: number;
  readonly source: string;
  readonly isEmpty: boolean;
}

/** Items without a word, items that say what the one before says, and numbers that do not follow each other. */
export function* brokenLists(page: ParsedMarkdown): Generator<Flaw> {
  for (const { node } of nodesOfType(page, 'list')) {
    const items = itemsOf(node, page.text);
    const kept = items.filter((item, i) => !item.isEmpty && !saysTheSame(item, items[i - 1]));
    for (const [i, item] of items.entries()) {
      if (item.isEmpty) yield goes('a list item without words', item, page.text);
      else if (saysTheSame(item, items[i - 1])) yield goes('a list item that was said before', item, page.text);
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

function saysTheSame(item: Item, before: Item | undefined): boolean {
  const words = ({ source }: Item): string => source.replace(/^(?:[-*+]|\d{1,9}[.)])\s+/, '').trim();
  return before !== undefined && words(item) === words(before);
}

/** With its whole lines. */
function goes(what: string, { start, end }: Item, text: string): Flaw {
  return { what, start: lineStart(text, start), end: lineEnd(text, end), replacement: '' };
}

/** All the same is a way of writing numbers; else each is one more than the one before. */
function* wrongNumbers(items: readonly Item[]): Generator<Flaw> {
  const numbers = items.map(({ source }) => /^\d+/.exec(source)?.[0] ?? '');
  if (numbers.every((number) => number === numbers[0])) return;
  for (const [i, number] of numbers.entries()) {
    const right = String(Number(numbers[0]) + i);
    // What belongs to an item stands behind its number: a longer one would shut out its further lines.
    const fits = right.length === number.length || !items[i].source.includes('\n');
    if (right !== number && fits && number !== '') {
      const { start } = items[i];
      yield { what: 'a list with wrong numbers', start, end: start + number.length, replacement: right };
    }
  }
}
