import type { Marks } from './marks-within.ts';

/** A piece of a line: text, or something inline such as an image. */
export type Atom =
  | { readonly type: 'text'; readonly value: string; readonly marks: Marks }
  | { readonly type: 'code'; readonly value: string; readonly marks: Marks }
  | { readonly type: 'image'; readonly url: string; readonly alt: string; readonly marks: Marks }
  | { readonly type: 'checkbox'; readonly checked: boolean; readonly marks: Marks }
  | { readonly type: 'break'; readonly marks: Marks };

/** White space and zero-width characters, which are invisible at the end of a line. */
const edge = String.raw`[\s\u200B\u2060\uFEFF]`;
const start = new RegExp(`^${edge}+`);
const visible = /[^\s\u200B\u2060\uFEFF\u00AD]/;

/** Whether an atom is visible. */
export function isVisible(atom: Atom): boolean {
  return atom.type === 'text' ? visible.test(atom.value) : atom.type !== 'break';
}

/** A break between two lines. */
type Break = Extract<Atom, { readonly type: 'break' }>;

/**
 * The lines of a run of inline nodes, split at its breaks, each with the break before it; one at a time, because a run
 * may be as long as its page. White space is collapsed as in a browser and removed at line ends; a line without anything
 * visible is empty.
 */
function* linesOf(
  atoms: readonly Atom[],
): Generator<{ readonly line: readonly Atom[]; readonly before: Break | null }> {
  let [open, before]: [Atom[], Break | null] = [[], null];
  for (const atom of atoms) {
    if (atom.type !== 'break') {
      open.push(atom);
      continue;
    }
    yield { line: lineOf(open), before };
    [open, before] = [[], atom];
  }
  yield { line: lineOf(open), before };
}

function lineOf(atoms: readonly Atom[]): Atom[] {
  if (!atoms.some(isVisible)) return [];
  const line: Atom[] = [];
  // White space at the start of a line is dropped, as after other white space.
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
    line.push(value === atom.value ? atom : { ...atom, value });
  };
  for (const atom of atoms) for (const part of atom.type === 'code' ? codeParts(atom) : [atom]) add(part);
  return trimmed(line);
}

/** Moves white space at the ends of code outside, where it cannot be confused with the padding of backticks. */
function codeParts(code: Atom & { readonly type: 'code' }): Atom[] {
  const value = code.value.replace(/[ \t\n\f\r]+/g, ' ');
  if (value.trim() === '') return value === '' ? [] : [{ ...code, type: 'text', value }];
  const text = value.replace(/^ | $/g, '');
  const space: Atom = { type: 'text', value: ' ', marks: code.marks };
  return [...(value.startsWith(' ') ? [space] : []), { ...code, value: text }, ...(value.endsWith(' ') ? [space] : [])];
}

function trimmed(line: readonly Atom[]): Atom[] {
  let [from, to] = [0, line.length];
  while (from < to && !isVisible(line[from])) from++;
  while (to > from && !isVisible(line[to - 1])) to--;
  const kept = line.slice(from, to);
  const [first] = kept;
  if (first?.type === 'text') kept[0] = { ...first, value: first.value.replace(start, '') };
  const last = kept.at(-1);
  if (last?.type === 'text') kept[kept.length - 1] = { ...last, value: withoutEnd(last.value) };
  return kept;
}

/** Counts from the end: a regular expression would test every run of white space within the text. */
export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !visible.test(text[end - 1])) end--;
  return text.slice(0, end);
}

/**
 * The paragraphs of a run of inline nodes: two or more breaks in a row separate them, and a single one stays a break.
 */
export function* paragraphsOf(atoms: readonly Atom[]): Generator<Atom[]> {
  let open: Atom[] = [];
  for (const { line, before } of linesOf(atoms)) {
    if (line.length === 0) {
      if (open.length > 0) yield open;
      open = [];
      continue;
    }
    if (open.length > 0) open.push(before!);
    for (const atom of line) open.push(atom);
  }
  if (open.length > 0) yield open;
}

/** Joins all atoms into one line, as a heading or a table cell needs. */
export function oneLineOf(atoms: readonly Atom[]): Atom[] {
  return lineOf(atoms.map((atom): Atom => (atom.type === 'break' ? { ...atom, type: 'text', value: ' ' } : atom)));
}
