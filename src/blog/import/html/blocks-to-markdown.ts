import type { BlockContent, List, ListItem as ListItemNode, Root, Table } from 'mdast';
import type { Align, Block, Cell, ListItem } from './block-collector.ts';
import { phrasingOf } from './emphasis-tree.ts';
import { paragraphsOf } from './inline-atoms.ts';
import { writeMarkdown } from './write-markdown.ts';

/** Writes blocks as Markdown with GitHub's tables. */
export function markdownOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  let open: BlockContent[] = [];
  const write = (gap = '\n\n') => {
    const root: Root = { type: 'root', children: open };
    const text = writeMarkdown(root).trim();
    if (text !== '') parts.push(text, gap);
    open = [];
  };
  for (const block of blocks) {
    if (isLongList(block, open.at(-1))) {
      for (const list of partsOfList(block)) {
        if (open.at(-1)?.type === 'list') write(list.spread ? '\n\n' : '\n');
        open.push(list);
      }
      continue;
    }
    if (isLongTable(block)) {
      if (open.length > 0) write();
      parts.push(longTable(block), '\n\n');
      continue;
    }
    for (const node of contentOf([block])) {
      open.push(node);
      // How a list is written depends on the list before it.
      if (open.length >= nodesAtOnce && node.type === 'paragraph') write();
    }
  }
  if (open.length > 0) write();
  return parts.slice(0, -1).join('');
}

/** Whether to write a list in parts: its bullet depends neither on its content nor on the block before it. */
function isLongList(block: Block, before: BlockContent | undefined): block is ListBlock {
  if (block.kind !== 'list' || block.items.length <= nodesAtOnce || before?.type === 'list') return false;
  return !block.items.some(({ blocks }) => blocks.some(({ kind }) => kind === 'rule'));
}

type ListBlock = Extract<Block, { readonly kind: 'list' }>;

/** Splits a list into shorter lists that form one list when written in sequence. */
function* partsOfList({ isOrdered, items }: ListBlock): Generator<List> {
  const spread = isSpread(items);
  for (let from = 0; from < items.length; from += nodesAtOnce) {
    yield listNode(isOrdered, items.slice(from, from + nodesAtOnce), spread);
  }
}

function isSpread(items: readonly ListItem[]): boolean {
  return items.length > 1 && items.some((item) => item.isSpread);
}

/** Nodes written at a time: the tree of a long page takes more memory than the page. */
const nodesAtOnce = 2000;

type TableBlock = Extract<Block, { readonly kind: 'table' }>;

function isLongTable(block: Block): block is TableBlock {
  return block.kind === 'table' && block.rows.reduce((cells, row) => cells + row.length, 0) > nodesAtOnce;
}

/** A table whose cells are written some at a time: how a row is written does not depend on the others. */
function longTable({ rows: [head, ...rows], align }: TableBlock): string {
  const missing = Math.max(0, align.length - head.length);
  const whole = [...head, ...Array.from({ length: missing }, (): Cell => [])];
  const [, delimiters] = writeMarkdown({ type: 'root', children: [tableNode([[]], align)] }).split('\n', 2);
  return [...linesOfRows([whole]), delimiters, ...linesOfRows(rows)].join('\n');
}

function* linesOfRows(rows: Iterable<readonly Cell[]>): Generator<string> {
  let [waiting, cells]: [(readonly Cell[])[], number] = [[], 0];
  for (const row of rows) {
    if (cells + row.length > nodesAtOnce) {
      yield* writtenRows(waiting);
      [waiting, cells] = [[], 0];
    }
    cells += row.length + 1;
    if (row.length > nodesAtOnce) yield wideRow(row);
    else waiting.push(row);
  }
  yield* writtenRows(waiting);
}

function wideRow(row: readonly Cell[]): string {
  const pieces: string[] = ['|'];
  for (let from = 0; from < row.length; from += nodesAtOnce) {
    const [piece] = writtenRows([row.slice(from, from + nodesAtOnce)]);
    pieces.push(piece.slice(1));
  }
  return pieces.join('');
}

/** Rows as lines, without the head that a table has to have. */
function writtenRows(rows: readonly (readonly Cell[])[]): string[] {
  if (rows.length === 0) return [];
  const table = writeMarkdown({ type: 'root', children: [tableNode([[], ...rows], [])] });
  return table.trimEnd().split('\n').slice(2);
}

function* contentOf(blocks: readonly Block[]): Generator<BlockContent> {
  for (const block of blocks) {
    if (block.kind !== 'inline') yield nodeOf(block);
    else for (const line of paragraphsOf(block.atoms)) yield { type: 'paragraph', children: phrasingOf(line) };
  }
}

function nodeOf(block: Exclude<Block, { readonly kind: 'inline' }>): BlockContent {
  switch (block.kind) {
    case 'heading':
      return { type: 'heading', depth: block.depth, children: phrasingOf(block.atoms) };
    case 'quote':
      return { type: 'blockquote', children: [...contentOf(block.blocks)] };
    case 'list':
      return listNode(block.isOrdered, block.items);
    case 'table':
      return tableNode(block.rows, block.align);
    case 'code':
      return block.code;
    case 'rule':
      return { type: 'thematicBreak' };
  }
}

function listNode(isOrdered: boolean, items: readonly ListItem[], spread = isSpread(items)): List {
  const children = items.map(
    ({ blocks, checked, isSpread, number }): ListItemNode => ({
      type: 'listItem',
      spread: isSpread,
      checked,
      data: { number: number ?? 1 } as object,
      children: [...contentOf(blocks)],
    }),
  );
  return { type: 'list', ordered: isOrdered, start: isOrdered ? (items[0].number ?? 1) : null, spread, children };
}

function tableNode(rows: readonly (readonly Cell[])[], align: readonly Align[]): Table {
  const children = rows.map((cells) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: phrasingOf(cell) })),
  }));
  return { type: 'table', align: [...align], children };
}
