import { type Piece, textOf } from './pieces.ts';

/** A version of the text: the first pieces of another version, and then its own. */
export interface Branch {
  readonly id: number;
  /** The version that it began from; null for the first. */
  readonly parent: number | null;
  /** How many pieces of that version it kept. */
  readonly kept: number;
  /** Its own pieces, after those. */
  readonly own: readonly Piece[];
}

/**
 * All versions of a text: choosing another word, going on or editing makes a new one, and none is lost. `shown` is the one on
 * the page.
 */
export interface Versions {
  readonly branches: readonly Branch[];
  readonly shown: number;
}

/** The versions of a text that was typed. */
export function begin(text: string): Versions {
  return { branches: [{ id: 0, parent: null, kept: 0, own: typed(text) }], shown: 0 };
}

/** The pieces of a version, by default of the one that is shown. */
export function piecesOf({ branches, shown }: Versions, id = shown): readonly Piece[] {
  const branch = branches[id];
  if (branch.parent === null) return branch.own;
  return [...piecesOf({ branches, shown }, branch.parent).slice(0, branch.kept), ...branch.own];
}

/** A new version that keeps the first `kept` pieces of the one that is shown, and then has `own`; it is shown. */
export function branchOff(versions: Versions, kept: number, own: readonly Piece[]): Versions {
  const id = versions.branches.length;
  return { branches: [...versions.branches, { id, parent: versions.shown, kept, own }], shown: id };
}

/** The text with another word at piece `place`, and nothing after it. */
export function choose(versions: Versions, place: number, text: string): Versions {
  const choices = piecesOf(versions)[place]?.token?.choices ?? [];
  const probability = choices.find((choice) => choice.text === text)?.probability ?? 0;
  return branchOff(versions, place, [{ text, token: { probability, choices } }]);
}

/** The version that is shown, with more pieces at its end. */
export function grow(versions: Versions, more: readonly Piece[]): Versions {
  const branches = versions.branches.map((branch) =>
    branch.id === versions.shown ? { ...branch, own: [...branch.own, ...more] } : branch,
  );
  return { ...versions, branches };
}

/**
 * What the person made of the text by typing: pieces before the first change stay as they are. A version that was only typed, and
 * from which none began, is typed on; any other stays, and a new one begins.
 */
export function edit(versions: Versions, text: string): Versions {
  if (textOf(piecesOf(versions)) === text) return versions;
  const { branches, shown } = versions;
  const branch = branches[shown];
  const isTyped = branch.own.every(({ token }) => token === null) && !branches.some(({ parent }) => parent === shown);
  if (!isTyped) {
    const { kept, rest } = keptOf(piecesOf(versions), text);
    return branchOff(versions, kept, typed(rest));
  }
  const { kept, rest } = keptOf(branch.parent === null ? [] : piecesOf(versions, branch.parent), text);
  return { branches: branches.with(shown, { ...branch, kept, own: typed(rest) }), shown };
}

/** How many pieces a text begins with, and what follows them. */
function keptOf(pieces: readonly Piece[], text: string): { readonly kept: number; readonly rest: string } {
  let [kept, length] = [0, 0];
  while (kept < pieces.length && text.startsWith(pieces[kept].text, length)) length += pieces[kept++].text.length;
  return { kept, rest: text.slice(length) };
}

/** The version from which the shown one began; null if it is the first. */
export function undone(versions: Versions): Versions | null {
  const { parent } = versions.branches[versions.shown];
  return parent === null ? null : { ...versions, shown: parent };
}

/** The newest version that began from the shown one; null if there is none. */
export function redone(versions: Versions): Versions | null {
  const next = versions.branches.findLast(({ parent }) => parent === versions.shown);
  return next === undefined ? null : { ...versions, shown: next.id };
}

/** A version as a list shows it. */
export interface Outline {
  readonly id: number;
  /** How many versions it is away from the first. */
  readonly depth: number;
  /** How its own pieces begin. */
  readonly beginning: string;
}

/** Every version, each after the one that it began from. */
export function outlines(versions: Versions): Outline[] {
  const below = (id: number, depth: number): Outline[] => [
    { id, depth, beginning: textOf(versions.branches[id].own).trim().slice(0, 60) },
    ...versions.branches.filter(({ parent }) => parent === id).flatMap((child) => below(child.id, depth + 1)),
  ];
  return below(0, 0);
}

function typed(text: string): Piece[] {
  return text === '' ? [] : [{ text, token: null }];
}
