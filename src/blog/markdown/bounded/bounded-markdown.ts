import type { Code, Root } from 'mdast';
import { joinTrees, shiftPlaces } from './join-trees.ts';
import { type Part, planOf } from './plan.ts';

/** A stretch of Markdown that is kept as plain text because parsing it would take too long. */
export interface PlainStretch {
  /** First line in the text, from 1. */
  readonly line: number;
  readonly lines: number;
  /** Why, in words, without the line. */
  readonly reason: string;
  readonly text: string;
  /** Set if only tags were removed from its HTML. */
  readonly isHtml?: true;
}

export type TellOfPlain = (stretch: PlainStretch) => void;

/**
 * Parses any Markdown with `parse` in time and memory that grow linearly with its length. Long texts are parsed in
 * parts. A part that would take minutes, such as a thousand nested lists, becomes a code block with the text as typed
 * and is reported to `tell`.
 */
export function boundedMarkdown(
  text: string,
  parse: (markdown: string) => Root,
  tell: TellOfPlain = () => {},
  charactersAtOnce?: number,
): Root {
  const parts = planOf(text, charactersAtOnce);
  if (parts.length <= 1 && (parts.length === 0 || parts[0].plainFor === null)) return parse(text);
  const labels = labelsOf(text);
  const page: Root = { type: 'root', children: [] };
  const plain: PlainStretch[] = [];
  for (const [i, part] of parts.entries()) {
    const isApart = i > 0 && /\n[ \t]*\n$/.test(text.slice(Math.max(0, part.start - 200), part.start));
    if (part.plainFor === null) joinTrees(page, parsedPart(text, part, labels, parse), part.follows, isApart);
    else {
      const { block, stretch } = plainBlock(text, part);
      page.children.push(block);
      plain.push(stretch);
    }
  }
  reportSome(plain, tell);
  return page;
}

function parsedPart(text: string, part: Part, labels: Labels, parse: (markdown: string) => Root): Root {
  const own = part.end === text.length ? text.slice(part.start) : withoutBlankEnd(text, part);
  const elsewhere = definitionsFor(own, part, labels);
  const tree = partAfter(elsewhere.text + part.head, own, part, parse);
  tree.children.splice(0, elsewhere.count);
  // It only looked like a table.
  if (part.head !== '' && tree.children[0]?.type !== 'table') return partAfter('', own, part, parse);
  return tree;
}

/** A part without blank lines at its end, which the parser would count as code inside a list item. */
function withoutBlankEnd(text: string, { start, end }: Part): string {
  let last = end;
  while (last > start && ' \t\r\n'.includes(text[last - 1])) last--;
  const feed = /[^\r\n]*(?:\r\n?|\n)?/y;
  feed.lastIndex = last;
  feed.test(text);
  return text.slice(start, Math.min(end, feed.lastIndex));
}

/** The tree of a part parsed with other text before it. */
function partAfter(before: string, own: string, part: Part, parse: (markdown: string) => Root): Root {
  const tree = parse(before + own);
  const lines = before.split('\n').length - 1;
  shiftPlaces(tree, { lines: part.line - lines, characters: part.start - before.length });
  return tree;
}

function plainBlock(text: string, { start, end, line, plainFor }: Part): { block: Code; stretch: PlainStretch } {
  const value = text
    .slice(start, end)
    .replace(/^(?:[ \t]*[\r\n])+/, '')
    .trimEnd();
  const first = start + text.slice(start, end).indexOf(value);
  const lines = value.split('\n').length;
  const linesBefore = line + text.slice(start, first).split('\n').length - 1;
  const position = {
    start: { line: linesBefore + 1, column: 1, offset: first },
    end: { line: linesBefore + lines, column: 1, offset: first + value.length },
  };
  const stretch = { line: linesBefore + 1, lines, reason: plainFor!, text: value };
  return { block: { type: 'code', value, position }, stretch };
}

/** How many stretches are reported separately; the others are reported together. */
const MOST_REPORTED = 3;

function reportSome(plain: readonly PlainStretch[], tell: TellOfPlain): void {
  for (const stretch of plain.slice(0, MOST_REPORTED)) tell(stretch);
  const more = plain.slice(MOST_REPORTED);
  if (more.length === 0) return;
  const lines = more.reduce((sum, stretch) => sum + stretch.lines, 0);
  tell({
    ...more[0],
    lines,
    reason: `${more[0].reason}, here and in ${more.length - 1} other ${more.length === 2 ? 'place' : 'places'} below`,
  });
}

/** By label of a link or note, the offset of its first definition, or of text that looks like one. */
type Labels = ReadonlyMap<string, number>;

function labelsOf(text: string): Labels {
  const labels = new Map<string, number>();
  for (const { 0: found, 1: label, index } of text.matchAll(/^[ \t>*+.)\d-]*\[((?:[^[\]\\]|\\.){1,999})\]:/gm)) {
    const name = nameOf(label);
    if (!labels.has(name)) labels.set(name, index + found.length);
  }
  return labels;
}

/** Definitions of the labels in a part that are defined elsewhere, so that its links are parsed as links. */
function definitionsFor(own: string, { start, end }: Part, labels: Labels): { text: string; count: number } {
  if (labels.size === 0) return { text: '', count: 0 };
  const names = new Set<string>();
  for (const [, label] of own.matchAll(/\[((?:[^[\]\\]|\\.){1,999})\]/g)) {
    const name = nameOf(label);
    const place = labels.get(name);
    if (place !== undefined && name !== '' && (place < start || place > end)) names.add(name);
  }
  return { text: Array.from(names, (name) => `[${name}]: #\n\n`).join(''), count: names.size };
}

/** The label in a form that ignores case and white space. */
function nameOf(label: string): string {
  return label.replace(/\s+/g, ' ').trim().toLowerCase();
}
