import type { BlockContent, List, ListItem as ListItemNode, Paragraph, Table } from 'mdast';
import type { Align, Block, Cell, ListItem } from './block-collector.ts';
import { phrasingOf } from './emphasis-tree.ts';
import { type Atom, paragraphsOf } from './inline-atoms.ts';
import { isPlain, writeMarkdown } from './write-markdown.ts';

/** Nodes written at a time: the tree of a long page takes more memory than the page. */
const NODES_AT_ONCE = 2000;

/** Writes blocks as Markdown with GitHub's tables. The text does not depend on how many nodes are written at a time. */
export function markdownOfBlocks(blocks: readonly Block[], nodesAtOnce = NODES_AT_ONCE): string {
  const parts: string[] = [];
  let open: BlockContent[] = [];
  const add = (markdown: string, gap = '\n\n') => {
    const text = markdown.trim();
    if (text !== '') parts.push(text, gap);
  };
  const write = (gap?: string) => {
    add(writeMarkdown({ type: 'root', children: open }), gap);
    open = [];
  };
  for (const block of blocks) {
    if (isLongList(block, open.at(-1), nodesAtOnce)) {
      for (const list of partsOfList(block, nodesAtOnce)) {
        if (open.at(-1)?.type === 'list') write(list.spread ? '\n\n' : '\n');
        open.push(list);
      }
      continue;
    }
    if (isLongTable(block, nodesAtOnce)) {
      if (open.length > 0) write();
      parts.push(longTable(block, nodesAtOnce), '\n\n');
      continue;
    }
    if (block.kind !== 'inline') {
      open.push(nodeOf(block));
      continue;
    }
    for (const atoms of paragraphsOf(block.atoms)) {
      const plain = open.length === 0 ? plainLine(atoms) : null;
      if (plain !== null) {
        add(plain);
        continue;
      }
      if (atoms.length > nodesAtOnce) {
        if (open.length > 0) write();
        add(longParagraph(atoms, nodesAtOnce));
        continue;
      }
      open.push(paragraphOf(atoms));
      // How a list is written depends on the list before it.
      if (open.length >= nodesAtOnce) write();
    }
  }
  if (open.length > 0) write();
  return parts.slice(0, -1).join('');
}

/** A paragraph that is its own Markdown, which need not be made into nodes; null for any other. */
function plainLine(atoms: readonly Atom[]): string | null {
  const [only] = atoms;
  const isText = atoms.length === 1 && only.type === 'text' && only.marks.length === 0;
  return isText && isPlain(only.value) ? only.value : null;
}

/** Whether to write a list in parts: its bullet depends neither on its content nor on the block before it. */
function isLongList(block: Block, before: BlockContent | undefined, nodesAtOnce: number): block is ListBlock {
  if (block.kind !== 'list' || block.items.length <= nodesAtOnce || before?.type === 'list') return false;
  return !block.items.some(({ blocks }) => blocks.some(({ kind }) => kind === 'rule'));
}

type ListBlock = Extract<Block, { readonly kind: 'list' }>;

/** Splits a list into shorter lists that form one list when written in sequence. */
function* partsOfList({ isOrdered, items }: ListBlock, nodesAtOnce: number): Generator<List> {
  const spread = isSpread(items);
  for (let from = 0; from < items.length; from += nodesAtOnce) {
    yield listNode(isOrdered, items.slice(from, from + nodesAtOnce), spread);
  }
}

function isSpread(items: readonly ListItem[]): boolean {
  return items.length > 1 && items.some((item) => item.isSpread);
}

/** A paragraph of many lines, some written at a time. */
function longParagraph(atoms: readonly Atom[], nodesAtOnce: number): string {
  const written: string[] = [];
  for (const part of partsOfParagraph(atoms, nodesAtOnce)) {
    written.push(writeMarkdown({ type: 'root', children: [paragraphOf(part)] }));
  }
  return written.join('');
}

/**
 * Splits a paragraph after breaks into parts that form it when written in sequence: a break ends its line, and the line
 * after it is written like the first of a paragraph.
 */
function* partsOfParagraph(atoms: readonly Atom[], nodesAtOnce: number): Generator<readonly Atom[]> {
  const isPlain = atoms.every(({ marks }) => marks.length === 0);
  let from = 0;
  for (let at = nodesAtOnce; at < atoms.length - 1; at++) {
    if (atoms[at].type !== 'break' || !(isPlain || dividesMarks(atoms, at))) continue;
    yield atoms.slice(from, at + 1);
    from = at + 1;
    at += nodesAtOnce;
  }
  yield atoms.slice(from);
}

/** Whether marks before a break depend on nothing after it, and the reverse. Those of an image next to it may. */
function dividesMarks(atoms: readonly Atom[], at: number): boolean {
  return atoms[at].marks.length === 0 && atoms[at - 1].type !== 'image' && atoms[at + 1].type !== 'image';
}

type TableBlock = Extract<Block, { readonly kind: 'table' }>;

function isLongTable(block: Block, nodesAtOnce: number): block is TableBlock {
  return block.kind === 'table' && block.rows.reduce((cells, row) => cells + row.length, 0) > nodesAtOnce;
}

/** A table whose cells are written some at a time: how a row is written does not depend on the others. */
function longTable({ rows: [head, ...rows], align }: TableBlock, nodesAtOnce: number): string {
  const missing = Math.max(0, align.length - head.length);
  const whole = [...head, ...Array.from({ length: missing }, (): Cell => [])];
  const [, delimiters] = writeMarkdown({ type: 'root', children: [tableNode([[]], align)] }).split('\n', 2);
  return [...linesOfRows([whole], nodesAtOnce), delimiters, ...linesOfRows(rows, nodesAtOnce)].join('\n');
}

function* linesOfRows(rows: Iterable<readonly Cell[]>, nodesAtOnce: number): Generator<string> {
  let [waiting, cells]: [(readonly Cell[])[], number] = [[], 0];
  for (const row of rows) {
    if (cells + row.length > nodesAtOnce) {
      yield* writtenRows(waiting);
      [waiting, cells] = [[], 0];
    }
    cells += row.length + 1;
    if (row.length > nodesAtOnce) yield wideRow(row, nodesAtOnce);
    else waiting.push(row);
  }
  yield* writtenRows(waiting);
}

function wideRow(row: readonly Cell[], nodesAtOnce: number): string {
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
    else for (const atoms of paragraphsOf(block.atoms)) yield paragraphOf(atoms);
  }
}

function paragraphOf(atoms: readonly Atom[]): Paragraph {
  return { type: 'paragraph', children: phrasingOf(atoms) };
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
