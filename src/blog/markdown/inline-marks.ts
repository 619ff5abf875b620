import type { Mark } from './dialect.ts';
import { linePrefix } from './line-prefix.ts';
import { subscript, superscript } from './raised-text.ts';
import { type ProseRewriter, type Rewritten, rewriteProse } from './rewrite-prose.ts';
import { TAG_PLACEHOLDER } from './tag-place.ts';
import type { TextFinder } from './text-finder.ts';

/** In characters. Longer text is not taken for an address. */
const LONGEST_ADDRESS = 2000;

type Rule = (finder: TextFinder, place: number) => Rewritten | null;

/** The rules for marks within lines, each with the text that its mark begins with. */
const rules: readonly (readonly [mark: Mark | null, beginning: string, rule: Rule])[] = [
  [null, '<', angle],
  ['attributes', '{', attributes],
  ['directives', ':', directive],
  ['loose-addresses', ']', looseAddress],
  ['wiki-links', '!', embeddedPage],
  ['wiki-links', '[', wikiLink],
  ['wiki-links', '%', obsidianComment],
  ['highlights', '=', between(/==(?=\S)([^=\n]{1,500}?)(?<=\S)==(?!=)/y)],
  ['insertions', '+', between(/\+\+(?=\S)([^+\n]{1,500}?)(?<=\S)\+\+(?!\+)/y)],
  ['superscripts', '^', between(/\^([^\s^[\]]{1,100})\^/y, superscript)],
  ['subscripts', '~', between(/~([^\s~]{1,100})~(?!~)/y, subscript)],
];

/** Replaces a dialect's marks within lines with what a reader sees of them, outside of code. */
export function withoutInlineMarks(text: string, marks: ReadonlySet<Mark>, isLenient: boolean): string {
  const active = rules.filter(([mark, beginning]) => (mark === null || marks.has(mark)) && text.includes(beginning));
  if (active.length === 0) return text;
  const byBeginning = new Map(active.map(([, beginning, rule]) => [beginning, rule]));
  const rewriter: ProseRewriter = {
    beginnings: [...byBeginning.keys()].join(''),
    keepsIndentedCode: true,
    at(finder, place) {
      const rewritten = byBeginning.get(finder.text[place])!(finder, place);
      return rewritten !== null && rewritten.replacement === NOT_KRAMDOWN && !isLenient ? null : plain(rewritten);
    },
  };
  return rewriteProse(text, rewriter);
}

/** Replacement for attributes in a form that kramdown does not accept. */
const NOT_KRAMDOWN = `${TAG_PLACEHOLDER}${TAG_PLACEHOLDER}`;

function plain(rewritten: Rewritten | null): Rewritten | null {
  return rewritten?.replacement === NOT_KRAMDOWN ? { ...rewritten, replacement: TAG_PLACEHOLDER } : rewritten;
}

/** `write` makes the replacement of the text between the marks and the character before them. */
function between(pattern: RegExp, write = (text: string, _before: string) => text): Rule {
  return (finder, place) => {
    const found = finder.at(pattern, place);
    if (found === null) return null;
    return { end: place + found[0].length, replacement: write(found[1], finder.text[place - 1] ?? '') };
  };
}

/** A tag at the start of an address in angle brackets; without the tag, the brackets no longer make a link. */
const addressOfTag = new RegExp(`<${TAG_PLACEHOLDER}([^<>\\s]{0,${LONGEST_ADDRESS}})>`, 'y');

function angle(finder: TextFinder, place: number): Rewritten | null {
  const found = finder.at(addressOfTag, place);
  if (found === null) return unclosedLink(finder, place);
  return { end: place + found[0].length, replacement: found[1] === '' ? TAG_PLACEHOLDER : found[1] };
}

/** `<a href="http://x.org>`: without its closing quote, the tag would swallow the text after it. */
function unclosedLink(finder: TextFinder, place: number): Rewritten | null {
  const found = finder.at(/<a\s{1,20}href="[^"<>\s]{0,2000}>/iy, place);
  return found === null ? null : { end: place + found[0].length, replacement: TAG_PLACEHOLDER };
}

/** `*word*{: .class}`, or after a space at the end of a line. Elsewhere it is text. */
function attributes(finder: TextFinder, place: number): Rewritten | null {
  const [whole] = finder.at(/\{:[:.#a-zA-Z\s][^{}\n]{0,1000}\}/y, place) ?? [];
  if (whole === undefined) return null;
  const end = place + whole.length;
  if (linePrefix(finder.text, place).isWhole || /\S/.test(finder.text[place - 1] ?? ' ')) {
    return { end, replacement: TAG_PLACEHOLDER };
  }
  return /^[ \t]{0,20}(?:\n|$)/.test(finder.text.slice(end, end + 21)) ? { end, replacement: NOT_KRAMDOWN } : null;
}

/** `:name[label]{attributes}` becomes its label. A colon after a letter or digit does not begin a directive. */
function directive(finder: TextFinder, place: number): Rewritten | null {
  if (/[\p{L}\p{N}:\\\])]/u.test(finder.text[place - 1] ?? ' ')) return null;
  const found = finder.at(
    /:[a-zA-Z][\w-]{0,50}\[((?:[^[\]\n\\]|\\.|\[[^[\]\n]{0,500}\](?:\([^()\n]{0,500}\))?){0,1000})\](?:\{[^{}\n]{0,1000}\})?/y,
    place,
  );
  return found === null ? null : { end: place + found[0].length, replacement: found[1] };
}

/** `](a b.pdf)`, or an address that continues on the next line. */
function looseAddress(finder: TextFinder, place: number): Rewritten | null {
  if (finder.text[place + 1] !== '(') return null;
  const start = place + 2;
  const end = finder.indexOf(')', start);
  const inner = finder.indexOf('(', start);
  if (end === -1 || end - start > LONGEST_ADDRESS || (inner !== -1 && inner < end)) return null;
  const address = finder.text.slice(start, end).trim();
  if (!/\s/.test(address) || /["'<\\]|\n\s*\n/.test(address)) return null;
  if (/^https?:\/\//.test(address)) return { end: end + 1, replacement: `](${address.replace(/[\s>]+/g, '')})` };
  if (address.includes('\n') || !/[/.][^\s.]/.test(address)) return null;
  return { end: end + 1, replacement: `](${address.replace(/\s/g, '%20')})` };
}

function embeddedPage(finder: TextFinder, place: number): Rewritten | null {
  const found = finder.at(/!\[\[[^[\]\n]{1,300}\]\]/y, place);
  return found === null ? null : { end: place + found[0].length, replacement: TAG_PLACEHOLDER };
}

/** `[[Page#heading|text]]`. A number in brackets is a note, and brackets after a word are an index. */
function wikiLink(finder: TextFinder, place: number): Rewritten | null {
  if (/[\w\]!]/.test(finder.text[place - 1] ?? ' ')) return null;
  const found = finder.at(
    /\[\[(?=[^\s:])([^[\]\n|#]{0,200})(?:#([^[\]\n|]{1,200}))?(?:\|([^[\]\n]{1,300}))?(?<=[^\s:])\]\](?![[(:])/y,
    place,
  );
  if (found === null || /^\d+$/.test(found[1])) return null;
  const [whole, page, heading, text] = found;
  const seen = text ?? (page === '' ? heading : page);
  return seen === undefined ? null : { end: place + whole.length, replacement: seen };
}

/** `%% a comment %%`, with no other text right before or after it. */
function obsidianComment(finder: TextFinder, place: number): Rewritten | null {
  const { text } = finder;
  if (text[place + 1] !== '%' || text[place + 2] === '%' || /\S/.test(text[place - 1] ?? ' ')) return null;
  const end = finder.indexOf('%%', place + 2);
  if (end <= place + 2 || /\S/.test(text[end + 2] ?? ' ')) return null;
  return { end: end + 2, replacement: TAG_PLACEHOLDER };
}
