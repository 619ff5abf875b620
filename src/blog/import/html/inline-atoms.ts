import type { Marks } from './marks-within.ts';

/** A piece of a line: text, or something that stands in it like a letter. */
export type Atom =
  | { readonly type: 'text'; readonly value: string; readonly marks: Marks }
  | { readonly type: 'code'; readonly value: string; readonly marks: Marks }
  | { readonly type: 'image'; readonly url: string; readonly alt: string; readonly marks: Marks }
  | { readonly type: 'checkbox'; readonly checked: boolean; readonly marks: Marks }
  | { readonly type: 'break'; readonly marks: Marks };

/** White space that a browser shows, and characters of no width: nothing that is seen at the end of a line. */
const edge = String.raw`[\s\u200B\u2060\uFEFF]`;
const start = new RegExp(`^${edge}+`);
const visible = /[^\s\u200B\u2060\uFEFF\u00AD]/;

/** Whether there is something to see. */
export function isSeen(atom: Atom): boolean {
  return atom.type === 'text' ? visible.test(atom.value) : atom.type !== 'break';
}

/** A line, and the marks of the break that ended the one before it. */
interface Line {
  readonly atoms: readonly Atom[];
  readonly before: Marks;
}

/**
 * The lines of a stretch of inline nodes, divided at its breaks, white space as a browser shows it and none at their
 * ends; a line in which there is nothing to see is empty.
 */
function linesOf(atoms: readonly Atom[]): Line[] {
  const lines: { atoms: Atom[]; before: Marks }[] = [{ atoms: [], before: [] }];
  for (const atom of atoms) {
    if (atom.type === 'break') lines.push({ atoms: [], before: atom.marks });
    else lines.at(-1)!.atoms.push(atom);
  }
  return lines.map((line) => ({ ...line, atoms: lineOf(line.atoms) }));
}

function lineOf(atoms: readonly Atom[]): Atom[] {
  if (!atoms.some(isSeen)) return [];
  const line: Atom[] = [];
  // At the start of a line white space is gone, as it is behind white space.
  let isAfterSpace = true;
  const add = (atom: Atom) => {
    if (atom.type !== 'text') {
      isAfterSpace = false;
      line.push(atom);
      return;
    }
    const collapsed = atom.value.replace(/[ \t\n\f\r]+/g, ' ');
    const value = isAfterSpace ? collapsed.replace(/^ /, '') : collapsed;
    if (value === '') return;
    isAfterSpace = value.endsWith(' ');
    line.push({ ...atom, value });
  };
  for (const atom of atoms) for (const part of atom.type === 'code' ? codeParts(atom) : [atom]) add(part);
  return trimmed(line);
}

/** White space at the ends of code stands outside of it; backticks could not be told from it there. */
function codeParts(code: Atom & { readonly type: 'code' }): Atom[] {
  const value = code.value.replace(/[ \t\n\f\r]+/g, ' ');
  if (value.trim() === '') return value === '' ? [] : [{ ...code, type: 'text', value }];
  const text = value.replace(/^ | $/g, '');
  const space: Atom = { type: 'text', value: ' ', marks: code.marks };
  return [...(value.startsWith(' ') ? [space] : []), { ...code, value: text }, ...(value.endsWith(' ') ? [space] : [])];
}

function trimmed(line: readonly Atom[]): Atom[] {
  let [from, to] = [0, line.length];
  while (from < to && !isSeen(line[from])) from++;
  while (to > from && !isSeen(line[to - 1])) to--;
  const kept = line.slice(from, to);
  const [first] = kept;
  if (first?.type === 'text') kept[0] = { ...first, value: first.value.replace(start, '') };
  const last = kept.at(-1);
  if (last?.type === 'text') kept[kept.length - 1] = { ...last, value: withoutEnd(last.value) };
  return kept;
}

/** Counted from the end: an expression would look at each run of white space within. */
export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !visible.test(text[end - 1])) end--;
  return text.slice(0, end);
}

/** The paragraphs of a stretch of inline nodes: more than one break in a row divides them, one is a break in them. */
export function paragraphsOf(atoms: readonly Atom[]): Atom[][] {
  const paragraphs: Atom[][] = [];
  let open: Atom[] | null = null;
  for (const line of linesOf(atoms)) {
    if (line.atoms.length === 0) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      paragraphs.push(open);
    } else open.push({ type: 'break', marks: line.before });
    for (const atom of line.atoms) open.push(atom);
  }
  return paragraphs;
}

/** All of it as one line: what a heading and a cell of a table can hold. */
export function oneLineOf(atoms: readonly Atom[]): Atom[] {
  const spaced = atoms.map((atom): Atom => (atom.type === 'break' ? { ...atom, type: 'text', value: ' ' } : atom));
  return linesOf(spaced).flatMap((line) => line.atoms);
}
