import type { Element, Nodes } from 'hast';
import { type Block, type Collect, isVisibleBlock, type ListItem, type Place } from './block-collector.ts';
import { attribute, elementsIn } from './hast-search.ts';
import { isVisible } from './inline-atoms.ts';
import { marksWithin } from './marks-within.ts';

export function isList({ tagName }: Element): boolean {
  return ['ul', 'ol', 'menu', 'dir'].includes(tagName);
}

/**
 * A list, preceded by any content before its first item. A nested list directly within it, or any content outside its
 * items, belongs to the item before. Without items it only indents its content and is not a list.
 */
export function listBlocks(list: Element, place: Place, collect: Collect): Block[] {
  const isOrdered = list.tagName === 'ol';
  const items: ListItem[] = [];
  const lead: Block[] = [];
  addItems(list.children, place, collect, items, lead);
  const kept = items.filter(({ blocks }) => blocks.length > 0);
  const [first] = lead;
  const isShifted = lead.length === 1 && first.kind === 'list' && first.isOrdered === isOrdered;
  if (isShifted && kept.length > 0) return [{ kind: 'list', isOrdered, items: [...first.items, ...kept] }];
  return kept.length === 0 ? lead : [...lead, ...numbered(kept, isOrdered, startOf(list))];
}

function addItems(nodes: readonly Nodes[], place: Place, collect: Collect, items: ListItem[], lead: Block[]): void {
  let loose: Nodes[] = [];
  const endLoose = () => {
    const blocks = loose.length === 0 ? [] : collect(loose, place).blocks;
    const into = items.at(-1)?.blocks ?? lead;
    for (const block of blocks) into.push(block);
    loose = [];
  };
  for (const node of nodes) {
    if (node.type !== 'element' || (node.tagName !== 'li' && !containsItems(node))) {
      loose.push(node);
      continue;
    }
    endLoose();
    if (node.tagName === 'li') addItem(itemOf(node, place, collect), items);
    else addItems(node.children, { ...place, marks: marksWithin(node, place.marks) }, collect, items, lead);
  }
  endLoose();
}

/** Whether an element encloses items, such as unclosed emphasis. */
function containsItems(element: Element): boolean {
  return !isList(element) && element.tagName !== 'dl' && elementsIn(element).some(({ tagName }) => tagName === 'li');
}

/** An item that contains only a list just indents that list, which belongs to the item before. */
function addItem(item: ListItem, items: ListItem[]): void {
  const before = items.at(-1);
  const isShift = item.blocks.length > 0 && item.blocks.every(({ kind }) => kind === 'list');
  if (!isShift || before === undefined || before.blocks.length === 0) items.push(item);
  else for (const block of item.blocks) before.blocks.push(block);
}

function itemOf(element: Element, place: Place, collect: Collect): ListItem {
  const { blocks, hasParagraphs } = collect(element.children, { ...place, marks: marksWithin(element, place.marks) });
  const [first] = blocks;
  const at = first?.kind === 'inline' ? first.atoms.findIndex(isVisible) : -1;
  const box = first?.kind === 'inline' && at >= 0 ? first.atoms[at] : null;
  const number = Number.parseInt(attribute(element, 'value') ?? '', 10);
  const item = {
    number: isNumber(number) ? number : null,
    isSpread: hasParagraphs || blocks.filter(({ kind }) => kind !== 'inline').length > 1,
  };
  if (first?.kind !== 'inline' || box?.type !== 'checkbox') return { ...item, blocks, checked: null };
  const atoms = first.atoms.slice(at + 1);
  return {
    ...item,
    checked: box.checked,
    blocks: [{ kind: 'inline' as const, atoms }, ...blocks.slice(1)].filter(isVisibleBlock),
  };
}

/** Items without a list around them, which browsers show as items. */
export function itemsWithoutList(nodes: readonly Nodes[], from: number, place: Place, collect: Collect) {
  const items: ListItem[] = [];
  let at = from;
  for (; at < nodes.length; at++) {
    const node = nodes[at];
    const isBetween = node.type === 'comment' || (node.type === 'text' && node.value.trim() === '');
    if (node.type === 'element' && node.tagName === 'li') addItem(itemOf(node, place, collect), items);
    else if (!isBetween) break;
  }
  const kept = items.filter(({ blocks }) => blocks.length > 0);
  const list: Block[] = kept.length === 0 ? [] : [{ kind: 'list', isOrdered: false, items: kept }];
  return { items: list, end: at };
}

/** A definition list: an item for each term with its meanings. */
export function definitionList(list: Element, place: Place, collect: Collect): Block[] {
  const groups: { terms: Block[][]; meanings: Block[][] }[] = [];
  for (const element of partsOf(list)) {
    const isTerm = element.tagName === 'dt';
    const { blocks } = collect(element.children, { ...place, marks: marksWithin(element, place.marks) });
    if (blocks.length === 0) continue;
    const last = groups.at(-1);
    if (last === undefined || (isTerm && last.meanings.length > 0)) groups.push({ terms: [], meanings: [] });
    groups.at(-1)![isTerm ? 'terms' : 'meanings'].push(blocks);
  }
  const items = groups.flatMap(({ terms, meanings }): ListItem[] => {
    // The terms are empty, such as numbers drawn by a style.
    if (terms.length === 0) return meanings.map((blocks) => ({ blocks, checked: null, number: null, isSpread: false }));
    const blocks = [...terms.flat(), ...(meanings.length > 1 ? [listOf(meanings)] : meanings.flat())];
    return [{ blocks, checked: null, number: null, isSpread: terms.length + meanings.length > 1 }];
  });
  return items.length === 0 ? [] : [{ kind: 'list', isOrdered: false, items }];
}

/** The `dt` and `dd` elements, also inside boxes; anything else counts as a meaning. */
function partsOf(element: Element): Element[] {
  return elementsIn(element).flatMap((child) => (child.tagName === 'div' ? partsOf(child) : [child]));
}

function listOf(contents: readonly Block[][]): Block {
  const items = contents.map((blocks) => ({ blocks, checked: null, number: null, isSpread: false }));
  return { kind: 'list', isOrdered: false, items };
}

function startOf(list: Element): number {
  const start = Number.parseInt(attribute(list, 'start') ?? '', 10);
  return isNumber(start) ? start : 1;
}

/** Whether a Markdown list can begin with this number. */
function isNumber(number: number): boolean {
  return number >= 0 && number <= 999_999_999;
}

/** An item whose number is not the next one begins a new list, because Markdown numbers items consecutively. */
function numbered(items: readonly ListItem[], isOrdered: boolean, start: number): Block[] {
  const lists: { readonly items: ListItem[]; next: number }[] = [];
  let next = start;
  for (const item of items) {
    const number = item.number ?? next;
    if (lists.length === 0 || (isOrdered && number !== next)) lists.push({ items: [], next });
    lists.at(-1)!.items.push({ ...item, number: isOrdered ? number : null });
    next = number + 1;
  }
  return lists.map((list) => ({ kind: 'list', isOrdered, items: list.items }));
}
