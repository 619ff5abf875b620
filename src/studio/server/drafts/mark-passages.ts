import type { Element, Nodes, Root, Text } from 'hast';
import { normaliseWord } from '../../../blog/language/normalise-word.ts';
import { placedWordsOf } from '../../../blog/language/words.ts';

/** A part of the text of a page. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly passage: number;
}

/** Elements within a line. After all others, the text goes on in another one, so that words do not run together. */
const INLINE = new Set('a abbr b cite code del em i ins kbd mark q s small span strong sub sup u var wbr'.split(' '));

/**
 * Marks passages in a page, wherever their words occur one after the other; case and punctuation do not matter. Each part is a
 * `mark` with the number of its passage in `data-copied` and its number of words in `data-words`. Returns the numbers of the
 * passages that were found. Changes the tree.
 */
export function markPassages(tree: Root, passages: readonly string[]): ReadonlySet<number> {
  const texts: { readonly node: Text; readonly start: number }[] = [];
  let whole = '';
  const read = (node: Nodes): void => {
    if (node.type === 'text') {
      texts.push({ node, start: whole.length });
      whole += node.value;
    } else if ('children' in node) {
      for (const child of node.children) read(child);
      if (node.type === 'element' && !INLINE.has(node.tagName)) whole += '\n';
    }
  };
  read(tree);
  const stretches = stretchesOf(whole, passages);
  const pieces = new Map<Text, (Text | Element)[]>();
  for (const { node, start } of texts) {
    const inside = stretches.filter((each) => each.start < start + node.value.length && each.end > start);
    if (inside.length > 0) pieces.set(node, piecesOf(node.value, start, inside, passages));
  }
  replaceTexts(tree, pieces);
  return new Set(stretches.map(({ passage }) => passage));
}

/** Where passages are in a text, in order; of two that overlap, the one that is named first. */
function stretchesOf(whole: string, passages: readonly string[]): Stretch[] {
  const words = placedWordsOf(whole);
  const known = words.map(({ word }) => normaliseWord(word));
  const places = new Map<string, number[]>();
  for (const [at, word] of known.entries()) places.set(word, [...(places.get(word) ?? []), at]);
  const found: Stretch[] = [];
  for (const [passage, text] of passages.entries()) {
    const wanted = placedWordsOf(text).map(({ word }) => normaliseWord(word));
    for (const at of places.get(wanted[0]) ?? []) {
      if (!wanted.every((word, index) => known[at + index] === word)) continue;
      const last = words[at + wanted.length - 1];
      const stretch = { start: words[at].index, end: last.index + last.word.length, passage };
      if (found.every(({ start, end }) => stretch.end <= start || end <= stretch.start)) found.push(stretch);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function piecesOf(
  value: string,
  offset: number,
  stretches: readonly Stretch[],
  passages: readonly string[],
): (Text | Element)[] {
  const pieces: (Text | Element)[] = [];
  let at = 0;
  const add = (until: number) => {
    if (until > at) pieces.push({ type: 'text', value: value.slice(at, until) });
  };
  for (const { start, end, passage } of stretches) {
    const [from, to] = [Math.max(0, start - offset), Math.min(value.length, end - offset)];
    // White space between two blocks of a passage would be an empty mark.
    if (value.slice(from, to).trim() === '') continue;
    add(from);
    pieces.push(markOf(value.slice(from, to), passage, placedWordsOf(passages[passage]).length));
    at = to;
  }
  add(value.length);
  return pieces;
}

function markOf(value: string, passage: number, words: number): Element {
  return {
    type: 'element',
    tagName: 'mark',
    properties: { dataCopied: String(passage), dataWords: String(words) },
    children: [{ type: 'text', value }],
  };
}

function replaceTexts(node: Root | Element, pieces: ReadonlyMap<Text, readonly (Text | Element)[]>): void {
  node.children = node.children.flatMap((child): typeof node.children => {
    if (child.type === 'text') return [...(pieces.get(child) ?? [child])];
    if (child.type === 'element') replaceTexts(child, pieces);
    return [child];
  }) as typeof node.children;
}
