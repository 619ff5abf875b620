import type { PhrasingContent } from 'mdast';
import { withWritableEdges } from './emphasis-edges.ts';
import { isMarked, isReadAsIntended, type MarkedNode, type MarkTree } from './emphasis-rules.ts';
import type { Atom } from './inline-atoms.ts';
import { hasMark, type Mark } from './marks-within.ts';
import { textOfLines } from './write-markdown.ts';

/** How marks are nested. */
interface Plan {
  readonly kinds: ReadonlySet<Mark['kind']>;
  readonly emphasis: '*' | '_';
  readonly hasLinksOutside: boolean;
}

const all: ReadonlySet<Mark['kind']> = new Set(['strong', 'emphasis', 'delete', 'link']);

/**
 * The best first. Markdown cannot express every overlap within a word, and showing the right text matters more than
 * keeping all marks.
 */
const plans: readonly Plan[] = [
  { kinds: all, emphasis: '*', hasLinksOutside: false },
  { kinds: all, emphasis: '_', hasLinksOutside: false },
  { kinds: all, emphasis: '*', hasLinksOutside: true },
  { kinds: new Set(['strong', 'delete', 'link']), emphasis: '*', hasLinksOutside: true },
  { kinds: new Set(['strong', 'link']), emphasis: '*', hasLinksOutside: true },
  { kinds: new Set(['emphasis', 'link']), emphasis: '*', hasLinksOutside: true },
];
const onlyLinks: Plan = { kinds: new Set(['link']), emphasis: '*', hasLinksOutside: true };

/** Converts a line of inline nodes to Markdown's, with marks nested so that every parser reads them as intended. */
export function phrasingOf(line: readonly Atom[]): PhrasingContent[] {
  const isPlain = (atom: Atom) => atom.marks.length === 0;
  if (line.every(isPlain)) return contentOf(line);
  const atoms = withWritableEdges(line);
  const trees: MarkTree[] = [];
  let at = 0;
  while (at < atoms.length) {
    if (isPlain(atoms[at])) {
      trees.push(atoms[at++]);
      continue;
    }
    let end = at;
    while (end < atoms.length && !isPlain(atoms[end])) end++;
    for (const tree of markedStretch(atoms.slice(at, end), atoms[at - 1], atoms[end])) trees.push(tree);
    at = end;
  }
  return contentOf(trees);
}

function markedStretch(atoms: readonly Atom[], before: Atom | undefined, after: Atom | undefined): readonly MarkTree[] {
  for (const plan of plans) {
    const trees = nested(atoms, 0, atoms.length, [], plan);
    if (isReadAsIntended(trees, before, after)) return trees;
  }
  return nested(atoms, 0, atoms.length, [], onlyLinks);
}

/** Nests marks: of those that begin at an atom, the longest is outermost. */
function nested(atoms: readonly Atom[], from: number, to: number, around: readonly Mark[], plan: Plan): MarkTree[] {
  const trees: MarkTree[] = [];
  let at = from;
  while (at < to) {
    const marks = atoms[at].marks.filter((mark) => plan.kinds.has(mark.kind) && !hasMark(around, mark));
    const widest = widestOf(marks, atoms, at, to, plan);
    if (widest === null) {
      trees.push(atoms[at++]);
      continue;
    }
    const { mark, end } = widest;
    trees.push({ mark, sign: signOf(mark, plan), children: nested(atoms, at, end, [...around, mark], plan) });
    at = end;
  }
  return trees;
}

function widestOf(marks: readonly Mark[], atoms: readonly Atom[], from: number, to: number, plan: Plan) {
  const link = plan.hasLinksOutside ? marks.find(({ kind }) => kind === 'link') : undefined;
  let widest: { readonly mark: Mark; readonly end: number } | null = null;
  for (const mark of link === undefined ? marks : [link]) {
    let end = from + 1;
    while (end < to && hasMark(atoms[end].marks, mark)) end++;
    // Parsers read `***both***` as strong text within emphasised text.
    const isWider = widest === null || end > widest.end;
    const isOutside = end === widest?.end && mark.kind === 'emphasis' && widest.mark.kind === 'strong';
    if (isWider || isOutside) widest = { mark, end };
  }
  return widest;
}

function signOf({ kind }: Mark, plan: Plan): MarkedNode['sign'] {
  return { strong: '**' as const, emphasis: plan.emphasis, delete: '~~' as const, link: null }[kind];
}

function contentOf(trees: readonly MarkTree[]): PhrasingContent[] {
  const content: PhrasingContent[] = [];
  let lines = [''];
  const endText = () => {
    if (lines.length > 1 || lines[0] !== '') content.push(textOfLines(lines));
    lines = [''];
  };
  for (const tree of trees) {
    if (!isMarked(tree) && (tree.type === 'text' || tree.type === 'checkbox')) {
      lines[lines.length - 1] += tree.type === 'text' ? tree.value : tree.checked ? '[x] ' : '[ ] ';
      continue;
    }
    if (!isMarked(tree) && tree.type === 'break') {
      lines.push('');
      continue;
    }
    endText();
    const last = content.at(-1);
    if (isMarked(tree)) content.push(markedContent(tree));
    // Two adjacent pieces of code would be read as one, with backticks in it.
    else if (tree.type === 'code' && last?.type === 'inlineCode') last.value += tree.value;
    else content.push(leafContent(tree));
  }
  endText();
  return content;
}

function markedContent({ mark, sign, children }: MarkedNode): PhrasingContent {
  const content = contentOf(children);
  if (mark.kind === 'link') return { type: 'link', url: mark.url, title: mark.title, children: content as never };
  return { type: mark.kind, data: { sign } as object, children: content };
}

function leafContent(atom: Atom): PhrasingContent {
  switch (atom.type) {
    case 'code':
      return { type: 'inlineCode', value: atom.value };
    case 'image':
      return { type: 'image', url: atom.url, alt: atom.alt, title: null };
    default:
      return { type: 'text', value: atom.type === 'text' ? atom.value : '' };
  }
}
