import type { Element } from 'hast';
import { type Align, type Block, type Cell, type Collect, flatAtoms, type Place } from './block-collector.ts';
import { attribute, elementsIn } from './hast-search.ts';
import { styleOf } from './html-elements.ts';
import { oneLineOf } from './inline-atoms.ts';
import { isInvisible } from './invisible-elements.ts';
import { marksWithin } from './marks-within.ts';

interface TableCell {
  readonly element: Element;
  readonly blocks: readonly Block[];
}

interface TableRow {
  readonly cells: readonly TableCell[];
  readonly isHead: boolean;
}

/**
 * A Markdown table, preceded by its caption: each cell is one line, and a merged cell is followed by empty ones. A
 * layout table is replaced by the content of its cells: that is a table with a single column, or one without a heading
 * whose cells hold more than a line.
 */
export function tableBlocks(table: Element, place: Place, collect: Collect): Block[] {
  const parts = partsOf(table, place, collect);
  const rows = [...parts.rows, ...parts.feet].filter(({ cells }) => cells.some(({ blocks }) => blocks.length > 0));
  if (rows.length === 0) return [...parts.captions];
  const hasHead = parts.captions.length > 0 || rows.some((row) => row.isHead || row.cells.some(isHeadCell));
  if (isLayoutTable(table, rows, hasHead)) {
    return [...parts.captions, ...rows.flatMap((row) => row.cells.flatMap(({ blocks }) => blocks))];
  }
  const lines = spread(rows);
  const isHeaded = rows[0].isHead || rows[0].cells.every(isHeadCell);
  const columns = Math.max(...lines.map((line) => line.length).slice(0, 1), widest(lines));
  const align = Array.from({ length: columns }, (_, column) => alignOf(rows[0].cells[column]?.element));
  return [...parts.captions, { kind: 'table', rows: isHeaded ? lines : [[], ...lines], align }];
}

function widest(lines: readonly (readonly Cell[])[]): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0);
}

interface Parts {
  readonly rows: TableRow[];
  /** Footer rows, which are shown last wherever they occur. */
  readonly feet: TableRow[];
  readonly captions: Block[];
}

function partsOf(table: Element, place: Place, collect: Collect): Parts {
  const parts: Parts = { rows: [], feet: [], captions: [] };
  const add = (element: Element, around: Place, rows: TableRow[], isHead: boolean) => {
    for (const child of elementsIn(element)) {
      if (isInvisible(child)) continue;
      const inner = { ...around, marks: marksWithin(child, around.marks) };
      if (child.tagName === 'tr') rows.push({ cells: cellsOf(child, inner, collect), isHead });
      else if (child.tagName === 'tfoot') add(child, inner, parts.feet, false);
      else if (['thead', 'tbody'].includes(child.tagName)) add(child, inner, rows, child.tagName === 'thead');
      else if (!['colgroup', 'col'].includes(child.tagName)) {
        for (const block of collect([child], around).blocks) parts.captions.push(block);
      }
    }
  };
  add(table, place, parts.rows, false);
  return parts;
}

function cellsOf(row: Element, place: Place, collect: Collect): TableCell[] {
  return elementsIn(row)
    .filter((element) => !isInvisible(element))
    .map((element) => {
      const inner = { ...place, marks: marksWithin(element, place.marks) };
      return { element, blocks: collect(element.children, inner).blocks };
    });
}

function isHeadCell({ element }: TableCell): boolean {
  return element.tagName === 'th';
}

function isLayoutTable(table: Element, rows: readonly TableRow[], hasHead: boolean): boolean {
  if (/^(?:presentation|none)$/.test(attribute(table, 'role') ?? '')) return true;
  if (rows.every(({ cells }) => cells.length <= 1)) return !hasHead || rows.length === 1;
  return !hasHead && rows.some(({ cells }) => cells.some(({ blocks }) => isMoreThanLine(blocks)));
}

function isMoreThanLine(blocks: readonly Block[]): boolean {
  return blocks.length > 1 || blocks.some(({ kind }) => kind !== 'inline');
}

/** More empty cells than this do not come from real merging. */
const maxEmptyCells = 10_000;

/** Expands rows to lines of cells: a cell that spans columns or rows is followed by empty ones. */
function spread(rows: readonly TableRow[]): Cell[][] {
  let left = maxEmptyCells;
  /** For each column, how many of the next rows are already taken. */
  const taken: number[] = [];
  return rows.map(({ cells }) => {
    const line: Cell[] = [];
    const skipTaken = () => {
      while (taken[line.length] > 0) {
        taken[line.length]--;
        line.push([]);
      }
    };
    for (const { element, blocks } of cells) {
      skipTaken();
      const wide = spanOf(element, 'colSpan');
      const high = spanOf(element, 'rowSpan');
      const isMerged = wide * high > 1 && wide * high - 1 <= left;
      if (isMerged) left -= wide * high - 1;
      for (let column = 0; column < (isMerged ? wide : 1); column++) {
        if (isMerged && high > 1) taken[line.length] = high - 1;
        line.push(column === 0 ? oneLineOf(flatAtoms(blocks)) : []);
      }
    }
    skipTaken();
    return line;
  });
}

function spanOf(cell: Element, name: 'colSpan' | 'rowSpan'): number {
  const span = Number.parseInt(attribute(cell, name) ?? '', 10);
  return span >= 1 && span <= 1000 ? span : 1;
}

function alignOf(cell: Element | undefined): Align {
  if (cell === undefined) return null;
  const written = attribute(cell, 'align')?.toLowerCase() ?? styleOf(cell, 'text-align');
  return written === 'left' || written === 'center' || written === 'right' ? written : null;
}
