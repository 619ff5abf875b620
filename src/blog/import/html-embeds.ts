import type { Node } from 'mdast';
import type { Edit } from '../markdown/edits.ts';
import { TextFinder } from '../markdown/text-finder.ts';
import { lineIn } from './html/hast-search.ts';
import { htmlTree } from './html/html-to-markdown.ts';

/** The parts of an HTML node in Markdown that matter here. */
export interface HtmlNode {
  readonly value: string;
  readonly position?: Node['position'];
}

/** Elements that are dropped with their content. */
const embeds = 'iframe|script|style|object|video|audio|form|svg|math|noscript|canvas|applet|template|map';
const opening = new RegExp(`<(${embeds})(?=[\\s/>])`, 'gi');

/** Similar elements that have no content, and left-over end tags. */
const single = new RegExp(`^<(?:(?:embed|source|track|param)(?=[\\s/>])|/(?:${embeds})\\s*>)`, 'i');

/** The tag of an MDX component. HTML elements written in capitals have only capitals. */
const component = /^<\/?(?:[A-Z][\w.]*[a-z.][\w.]*)(?=[\s/>])/;

/**
 * Removes from the HTML in a text: comments, embeds (also those that begin in one piece and end in another), and
 * component tags.
 */
export function embedEdits(pieces: readonly HtmlNode[], text: string): Edit[] {
  const edits: Edit[] = [];
  const closings = closingsIn(pieces);
  for (let i = 0; i < pieces.length; i++) {
    const node = pieces[i];
    const { start, end } = placeOf(node);
    const open = openEmbed(node.value);
    const last = open === null ? undefined : closings(open.name, i + 1);
    const head = open === null || last === undefined ? node.value : node.value.slice(0, open.at);
    const closing = last === undefined ? null : pieces[last];
    const tail = closing === null ? '' : closing.value.slice(closingEnd(closing.value, open!.name));
    const rest = seenHtml(head) + (tail === '' ? '' : seenHtml(tail));
    const stop = closing === null ? end : placeOf(closing).end;
    if (closing !== null || rest !== node.value) {
      edits.push({ start: rest === '' ? beforeSpace(text, start, stop) : start, end: stop, replacement: rest });
    }
    if (last !== undefined) i = last;
  }
  return edits;
}

/**
 * The start of the white space before a place, if the rest of the line is empty: two spaces there would be a line
 * break.
 */
function beforeSpace(text: string, start: number, end: number): number {
  if (!/^[ \t]{0,100}(?:\n|$)/.test(text.slice(end, end + 101))) return start;
  let at = start;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at === 0 || text[at - 1] === '\n' ? start : at;
}

/** The embed that a piece of HTML opens and does not close. */
function openEmbed(html: string): { readonly name: string; readonly at: number } | null {
  const finder = new TextFinder(lowered(html));
  let from = 0;
  for (const { 1: name, index } of html.matchAll(opening)) {
    if (index < from) continue;
    const end = tagEnd(finder, index);
    if (html[end - 2] === '/' && name.toLowerCase() !== 'script') from = end;
    else {
      const close = finder.indexOf(`</${name.toLowerCase()}`, index);
      if (close === -1) return { name: name.toLowerCase(), at: index };
      from = close;
    }
  }
  return null;
}

/** Finds the first piece, from a given one on, that closes an embed with this name. */
function closingsIn(pieces: readonly HtmlNode[]): (name: string, from: number) => number | undefined {
  const places = new Map<string, number[]>();
  for (const [i, { value }] of pieces.entries()) {
    for (const [, name] of value.matchAll(new RegExp(`</(${embeds})(?=[\\s>])`, 'gi'))) {
      const known = places.get(name.toLowerCase());
      if (known === undefined) places.set(name.toLowerCase(), [i]);
      else known.push(i);
    }
  }
  const next = new Map<string, number>();
  return (name, from) => {
    const known = places.get(name) ?? [];
    let i = next.get(name) ?? 0;
    while (i < known.length && known[i] < from) i++;
    next.set(name, i);
    return known[i];
  };
}

function closingEnd(html: string, name: string): number {
  const at = lowered(html).indexOf(`</${name}`);
  const end = html.indexOf('>', at);
  return end === -1 ? html.length : end + 1;
}

/** HTML without embeds, comments and component tags; '' if nothing visible is left. */
function seenHtml(html: string): string {
  if (!html.includes('<')) return html;
  const rest = withoutUnseen(html);
  if (rest === html) return html;
  if (rest.trim() === '') return '';
  if (!rest.includes('<')) return rest;
  return isWhole(rest) && !/<img\b/i.test(rest) && lineIn(htmlTree(rest)) === '' ? '' : rest;
}

const emptyElements = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Whether every element of this HTML is opened and closed within it. */
function isWhole(html: string): boolean {
  let depth = 0;
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (!emptyElements.has(name.toLowerCase())) depth += slash === '' ? 1 : -1;
  }
  return depth === 0;
}

/** In lower case, with every character at its old position. */
function lowered(html: string): string {
  return html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function withoutUnseen(html: string): string {
  const finder = new TextFinder(lowered(html));
  let [kept, done] = ['', 0];
  const drop = (start: number, end: number) => {
    kept += html.slice(done, start);
    done = end;
  };
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', Math.max(at + 1, done))) {
    const ahead = html.slice(at, at + 100);
    if (ahead.startsWith('<!--')) {
      const end = finder.indexOf('-->', at + 4);
      if (end !== -1) drop(at, end + 3);
      continue;
    }
    const [, name] = /^<([a-z]+)/i.exec(ahead) ?? [];
    if (single.test(ahead) || component.test(ahead)) drop(at, tagEnd(finder, at));
    else if (name !== undefined && new RegExp(`^<(?:${embeds})(?=[\\s/>])`, 'i').test(ahead)) {
      const end = tagEnd(finder, at);
      const close = finder.indexOf(`</${name.toLowerCase()}`, at);
      if (html[end - 2] === '/' && name.toLowerCase() !== 'script') drop(at, end);
      else drop(at, close === -1 ? html.length : tagEnd(finder, close));
    }
  }
  return kept + html.slice(done);
}

/** The position after the `>` that ends a tag. */
function tagEnd(finder: TextFinder, at: number): number {
  const end = finder.indexOf('>', at);
  return end === -1 ? finder.text.length : end + 1;
}

function placeOf({ position }: HtmlNode): { start: number; end: number } {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
