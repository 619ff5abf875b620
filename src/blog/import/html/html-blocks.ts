import type { Element, ElementContent, Nodes } from 'hast';
import type { Code } from 'mdast';
import { headingFacts, permalinkKind } from '../../markdown/heading-permalink.ts';
import { subscript, superscript } from '../../markdown/raised-text.ts';
import { type Block, BlockCollector, flatAtoms, type Place } from './block-collector.ts';
import { codeBlock } from './code-language.ts';
import { classesOf, elementsIn, textIn } from './hast-search.ts';
import { isBlock } from './html-elements.ts';
import { imageOf, noscriptImages } from './html-images.ts';
import { definitionList, isList, itemsWithoutList, listBlocks } from './html-lists.ts';
import { formulaOf } from './html-math.ts';
import { tableBlocks } from './html-tables.ts';
import { type Atom, oneLineOf } from './inline-atoms.ts';
import { isInvisible } from './invisible-elements.ts';
import { marksWithin } from './marks-within.ts';

/** Deeper nesting is unreadable, and every line would repeat all of its prefixes. */
const maxDepth = 20;

const outside: Place = { marks: [], heading: null, isCode: false, depth: 0 };

/** The blocks of a page, or of part of one, in order; no HTML elements remain. */
export function blocksOfHtml(nodes: readonly Nodes[]): Block[] {
  return collect(nodes, outside).blocks;
}

function collect(nodes: readonly Nodes[], place: Place): BlockCollector {
  const into = new BlockCollector();
  addAll(nodes, place, into);
  into.end();
  return into;
}

function addAll(nodes: readonly Nodes[], place: Place, into: BlockCollector): void {
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    if (node.type === 'text') addText(node.value, place, into);
    if (node.type !== 'element') continue;
    if (node.tagName === 'noscript') {
      addAll(noscriptImages(node, nodes as readonly ElementContent[], at), place, into);
    } else if (node.tagName === 'li') {
      const { items, end } = itemsWithoutList(nodes, at, deeper(place, node), collect);
      into.addBlocks(items);
      into.end();
      at = end - 1;
    } else addElement(node, place, into);
  }
}

function addText(value: string, { marks, isCode }: Place, into: BlockCollector): void {
  into.add({ type: isCode ? 'code' : 'text', value, marks });
}

function addElement(element: Element, place: Place, into: BlockCollector): void {
  const formula = formulaOf(element);
  if (formula !== null) {
    if (formula !== '') into.add({ type: 'text', value: formula, marks: place.marks });
    return;
  }
  if (isInvisible(element)) return;
  const pre = preOf(element);
  if (pre !== null) into.addBlocks([{ kind: 'code', code: codeOf(pre, pre === element ? [] : classesOf(element)) }]);
  else if (isBlock(element)) {
    into.end();
    addBlock(element, place, into);
    into.end();
  } else addInline(element, place, into);
}

function addBlock(element: Element, place: Place, into: BlockCollector): void {
  const { tagName } = element;
  const inner = { ...place, marks: marksWithin(element, place.marks) };
  if (/^h[1-6]$/.test(tagName)) into.addBlocks(headingBlocks(element, inner));
  else if (tagName === 'hr') into.addBlocks([{ kind: 'rule' }]);
  else if (tagName === 'table') into.addBlocks(tableBlocks(element, inner, collect));
  else if (tagName === 'blockquote' && place.depth < maxDepth) {
    const { blocks } = collect(element.children, deeper(inner));
    into.addBlocks(blocks.length === 0 ? [] : [{ kind: 'quote', blocks }]);
  } else if (isList(element) && place.depth < maxDepth) into.addBlocks(listBlocks(element, deeper(inner), collect));
  else if (tagName === 'dl' && place.depth < maxDepth) into.addBlocks(definitionList(element, deeper(inner), collect));
  else {
    if (tagName === 'p') into.hasParagraphs = true;
    addAll(isList(element) ? withoutItems(element.children) : element.children, inner, into);
  }
}

function deeper(place: Place, element?: Element): Place {
  const marks = element === undefined ? place.marks : marksWithin(element, place.marks);
  return { ...place, marks, depth: place.depth + 1 };
}

/** Below the limit for lists, items become plain boxes. */
function withoutItems(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.map((node) => (node.type === 'element' && node.tagName === 'li' ? { ...node, tagName: 'div' } : node));
}

/** Characters. A longer heading was not closed and contains the text below it. */
const maxHeadingCharacters = 300;

function headingBlocks(element: Element, place: Place): Block[] {
  const depth = Number(element.tagName[1]) as 1 | 2 | 3 | 4 | 5 | 6;
  const { blocks } = collect(element.children, { ...place, heading: headingFacts(element) });
  const isLine = blocks.every(({ kind }) => kind === 'inline') && lengthOf(flatAtoms(blocks)) <= maxHeadingCharacters;
  const first = blocks[0]?.kind === 'inline' ? 1 : 0;
  const [title, rest] = isLine ? [blocks, []] : [blocks.slice(0, first), blocks.slice(first)];
  const atoms = oneLineOf(flatAtoms(title));
  return atoms.length === 0 ? rest : [{ kind: 'heading', depth, atoms }, ...rest];
}

function lengthOf(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, atom) => sum + (atom.type === 'text' || atom.type === 'code' ? atom.value.length : 0), 0);
}

function addInline(element: Element, place: Place, into: BlockCollector): void {
  const { tagName, children } = element;
  switch (tagName) {
    case 'br':
      into.break(place.marks);
      return;
    case 'img':
    case 'image': {
      const image = imageOf(element);
      if (image !== null) into.add({ type: 'image', ...image, marks: place.marks });
      return;
    }
    case 'input':
      into.add({ type: 'checkbox', checked: element.properties.checked === true, marks: place.marks });
      return;
    case 'a': {
      const kind = permalinkKind(element, place.heading);
      if (kind === 'unlinked') addAll(children, place, into);
      if (kind !== null) return;
      break;
    }
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt':
    case 'var':
      addAll(children, { ...place, isCode: true }, into);
      return;
    case 'q':
      into.quote(place.marks, () => addAll(children, place, into));
      return;
    case 'rt':
      addRuby(element, place, into);
      return;
    case 'sup':
    case 'sub':
      if (addRaised(element, place, into)) return;
      break;
    case 'wbr':
      return;
  }
  // Marks do not apply within code, but a link may enclose it.
  const marks = place.isCode && tagName !== 'a' ? place.marks : marksWithin(element, place.marks);
  addAll(children, { ...place, marks }, into);
}

/** The reading, which a browser shows above the word, comes after it. */
function addRuby(element: Element, place: Place, into: BlockCollector): void {
  if (textIn(element).trim() === '') return;
  addText('(', place, into);
  addAll(element.children, place, into);
  addText(')', place, into);
}

/** Adds a superscript or subscript in Unicode's characters. Returns false if it stays as it is. */
function addRaised(element: Element, place: Place, into: BlockCollector): boolean {
  const text = shortTextOf(element);
  if (text === null) return false;
  const written = (element.tagName === 'sup' ? superscript : subscript)(text, into.lastCharacter);
  if (written === text) return false;
  addText(written, { ...place, marks: marksWithin(element, place.marks) }, into);
  return true;
}

/** Elements of a superscript that change nothing about its text. */
const withoutMeaning = new Set(['b', 'em', 'i', 'small', 'span', 'strong', 'sub', 'sup']);

/** The text of an element that has a few elements inside each other at most; null for any other. */
function shortTextOf(element: Element, depth = 0): string | null {
  const [only, ...others] = element.children;
  if (others.length > 0 || depth > 3) return null;
  if (only?.type === 'text') return only.value;
  return only?.type === 'element' && withoutMeaning.has(only.tagName) ? shortTextOf(only, depth + 1) : null;
}

/** The only code block in an element (or the element itself), apart from line numbers, as highlighters write it. */
function preOf(element: Element): Element | null {
  if (['pre', 'listing', 'plaintext', 'xmp'].includes(element.tagName)) return element;
  if (!['div', 'figure', 'table', 'tbody', 'tr', 'td'].includes(element.tagName)) return null;
  let only: Element | null = null;
  for (const child of element.children) {
    if (child.type === 'comment' || (child.type === 'text' && child.value.trim() === '')) continue;
    if (child.type === 'element' && isInvisible(child)) continue;
    if (child.type !== 'element' || only !== null) return null;
    only = child;
  }
  return only === null ? null : preOf(only);
}

function codeOf(pre: Element, classesAround: readonly string[]): Code {
  const [code] = elementsIn(codeBlock(pre, classesAround));
  const lang = classesOf(code)[0]?.replace(/^language-/, '') ?? null;
  return { type: 'code', lang, meta: null, value: textIn(code).replace(/\n$/, '') };
}
