import { mostAttributesIn } from './bounded-html.ts';
import { planOf } from './plan.ts';

/** Maximum number of braces and tags; the parser may start over at each. */
const MOST_MARKS = 6000;
/** Maximum nesting of braces, and of elements. */
const MOST_DEPTH = 100;
/** Maximum number of attributes in a tag. */
const MOST_ATTRIBUTES = 2000;
/** Maximum number of lines that begin with `import` or `export`; each is parsed as a program. */
const MOST_MODULES = 1000;
/** Maximum number of note definitions; for each, the parser moves everything read before. */
const MOST_NOTES = 1500;
/** Maximum number of characters of code that are parsed repeatedly until the code is complete. */
const MOST_READ_AGAIN = 5_000_000;

/** Why a text must not be parsed as MDX, because that would take minutes or exhaust the stack; null if it may be. */
export function whyNotMdx(text: string): string | null {
  const plain = planOf(text).find(({ plainFor }) => plainFor !== null);
  if (plain !== undefined) return plain.plainFor;
  const marks = text.match(/[{}<]/g)?.length ?? 0;
  if (marks > MOST_MARKS) return 'it has too many braces and tags';
  if (deepest(text, /[{}]/g, (mark) => mark === '{') > MOST_DEPTH) return 'its braces are nested too deeply';
  const modules = text.match(/^(?:import|export)\b/gm)?.length ?? 0;
  if (modules > MOST_MODULES) return 'it has too many imports and exports';
  const notes = text.match(/^[ \t>]*\[\^[^\]\s]+\]:/gm)?.length ?? 0;
  if (notes > MOST_NOTES) return 'it has too many notes';
  if (mostAttributesIn(text) > MOST_ATTRIBUTES) return 'a tag has too many attributes';
  const opens = (mark: string) => mark[0] === '<' && mark[1] !== '/';
  if (deepest(text, /<\/?[A-Za-z_$>]|\/>/g, opens) > MOST_DEPTH) return 'its elements are nested too deeply';
  return readAgain(text) > MOST_READ_AGAIN ? 'its code is not closed' : null;
}

function deepest(text: string, marks: RegExp, opens: (mark: string) => boolean): number {
  let [depth, most] = [0, 0];
  for (const [mark] of text.matchAll(marks)) {
    depth = opens(mark) ? depth + 1 : Math.max(0, depth - 1);
    most = Math.max(most, depth);
  }
  return most;
}

/** The number of characters parsed repeatedly: code is tried from its start at each closing brace and blank line. */
function readAgain(text: string): number {
  let [depth, start, characters] = [0, 0, 0];
  for (const { 0: mark, index } of text.matchAll(/[{}]|\n[ \t]*(?=\n)|^(?:import|export)\b/gm)) {
    if (mark === '{' || mark === 'import' || mark === 'export') {
      if (depth === 0) start = index;
      if (mark === '{') depth++;
    } else {
      if (mark === '}') depth = Math.max(0, depth - 1);
      if (depth > 0) characters += index - start;
    }
  }
  return characters;
}
