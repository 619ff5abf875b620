import { type Atom, isVisible } from './inline-atoms.ts';
import { hasMark, type Mark, type Marks } from './marks-within.ts';

/**
 * The same line with marks that Markdown can express: none begins or ends with white space, a break, an image or,
 * within a word, with punctuation, because asterisks there would be read as text. What the reader sees does not change.
 */
export function withWritableEdges(atoms: readonly Atom[]): Atom[] {
  const settled = withoutEdgeMarks(atoms.flatMap(partsOf));
  return withoutEdgePunctuation(withoutEdgePunctuation(settled, 'start'), 'end');
}

const space = String.raw`[\s\u200B\u2060\uFEFF]`;
const startSpace = new RegExp(`^${space}+`);
const endSpace = new RegExp(space);

/** Splits a text into the white space at its ends and the rest. */
function partsOf(atom: Atom): Atom[] {
  if (atom.type !== 'text') return [atom];
  const { value } = atom;
  const start = startSpace.exec(value)?.[0].length ?? 0;
  let end = value.length;
  while (end > start && endSpace.test(value[end - 1])) end--;
  const parts = [value.slice(0, start), value.slice(start, end), value.slice(end)];
  return parts.filter((part) => part !== '').map((part) => ({ ...atom, value: part }));
}

/** White space and breaks keep only marks that the atoms on both sides share; images keep only their link. */
function withoutEdgeMarks(parts: readonly Atom[]): Atom[] {
  const holds = (atom: Atom, kind: Mark['kind']) => isVisible(atom) && (atom.type !== 'image' || kind === 'link');
  const neighbours = (ordered: Iterable<number>) => {
    const found: { text: Marks; link: Marks }[] = [];
    let [text, link]: [Marks, Marks] = [[], []];
    for (const index of ordered) {
      found[index] = { text, link };
      if (holds(parts[index], 'strong')) text = parts[index].marks;
      if (holds(parts[index], 'link')) link = parts[index].marks;
    }
    return found;
  };
  const before = neighbours(parts.keys());
  const after = neighbours(Array.from(parts.keys()).reverse());
  return parts.map((atom, index) => {
    const marks = atom.marks.filter((mark) => {
      if (holds(atom, mark.kind)) return true;
      const side = mark.kind === 'link' ? 'link' : 'text';
      return hasMark(before[index][side], mark) && hasMark(after[index][side], mark);
    });
    return marks.length === atom.marks.length ? atom : { ...atom, marks };
  });
}

const punctuationAt = {
  start: /^(?:[\p{P}\p{S}]|\uFE0F|\u200D)+/u,
  end: /[\p{P}\p{S}]|\uFE0F|\u200D/u,
};

/** If a mark begins (or ends) between a letter and punctuation, the punctuation moves outside. */
function withoutEdgePunctuation(atoms: readonly Atom[], side: 'start' | 'end'): Atom[] {
  const found: Atom[] = [];
  const ordered = side === 'start' ? atoms : atoms.toReversed();
  for (const atom of ordered) {
    const neighbour = found.at(-1);
    const opened = atom.marks.filter((mark) => mark.kind !== 'link' && !hasMark(neighbour?.marks ?? [], mark));
    const isInWord = neighbour !== undefined && endsInLetter(neighbour, atom, side);
    const length = atom.type === 'text' && opened.length > 0 && isInWord ? punctuationLength(atom.value, side) : 0;
    if (atom.type !== 'text' || length === 0) {
      found.push(atom);
      continue;
    }
    const at = side === 'start' ? length : atom.value.length - length;
    const [before, after] = [atom.value.slice(0, at), atom.value.slice(at)];
    const [outer, inner] = side === 'start' ? [before, after] : [after, before];
    found.push({ ...atom, value: outer, marks: atom.marks.filter((mark) => !opened.includes(mark)) });
    if (inner !== '') found.push({ ...atom, value: inner });
  }
  return side === 'start' ? found : found.reverse();
}

function punctuationLength(text: string, side: 'start' | 'end'): number {
  if (side === 'start') return punctuationAt.start.exec(text)?.[0].length ?? 0;
  const letters = Array.from(text.slice(-maxEdgeCharacters));
  let count = 0;
  while (count < letters.length && punctuationAt.end.test(letters[letters.length - 1 - count])) count++;
  return letters.slice(letters.length - count).join('').length;
}

/** Characters. Longer punctuation is a rule, not the end of a word. */
const maxEdgeCharacters = 200;

/** Whether a letter comes before (or after) a mark. A link ends with a bracket. */
function endsInLetter(neighbour: Atom, atom: Atom, side: 'start' | 'end'): boolean {
  if (neighbour.type !== 'text') return false;
  if (neighbour.marks.some((mark) => mark.kind === 'link' && !hasMark(atom.marks, mark))) return false;
  const unit = side === 'start' ? neighbour.value.at(-1)! : neighbour.value[0];
  return !/[\s\p{P}\p{S}]/u.test(unit);
}
