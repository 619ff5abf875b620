/**
 * How CommonMark pairs `*` and `_`, and GitHub `~~` (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
 * Parsers differ in two points: whether the rule of three counts a run's original or remaining signs, and whether an
 * emoji is punctuation. Only what all of them read the same way is accepted here.
 */
import type { Atom } from './inline-atoms.ts';
import type { Mark } from './marks-within.ts';

/** Marked text: its content, and the sign it is written with. */
export interface MarkedNode {
  readonly mark: Mark;
  readonly sign: '*' | '**' | '_' | '~~' | null;
  readonly children: readonly MarkTree[];
}

export type MarkTree = Atom | MarkedNode;

export function isMarked(tree: MarkTree): tree is MarkedNode {
  return 'mark' in tree;
}

/** A sign, or the content between signs: its first and last character. */
type Token =
  | { readonly node: MarkedNode; readonly sign: string; readonly isOpening: boolean }
  | { readonly node: null; readonly first: string; readonly last: string };

/** Whether every sign of these trees is read as intended. */
export function isReadAsIntended(
  trees: readonly MarkTree[],
  before: Atom | undefined,
  after: Atom | undefined,
): boolean {
  const first = before === undefined ? '\n' : sidesOf(before).last;
  const last = after === undefined ? '\n' : sidesOf(after).first;
  return pairsUp(trees, first, last);
}

function pairsUp(trees: readonly MarkTree[], before: string, after: string): boolean {
  const tokens: Token[] = [];
  if (!addTokens(trees, tokens)) return false;
  return [byUnit, byCharacter].every((kindOf) => isRead(tokens, before, after, kindOf));
}

/** Adds tokens; false if a link's text, which is parsed separately, is not read as intended. */
function addTokens(trees: readonly MarkTree[], tokens: Token[]): boolean {
  for (const tree of trees) {
    if (!isMarked(tree)) tokens.push({ node: null, ...sidesOf(tree) });
    else if (tree.sign === null) {
      if (!pairsUp(tree.children, '[', ']')) return false;
      tokens.push({ node: null, first: '[', last: ')' });
    } else {
      tokens.push({ node: tree, sign: tree.sign, isOpening: true });
      if (!addTokens(tree.children, tokens)) return false;
      tokens.push({ node: tree, sign: tree.sign, isOpening: false });
    }
  }
  return true;
}

function sidesOf(atom: Atom): { readonly first: string; readonly last: string } {
  switch (atom.type) {
    case 'text': {
      const { value } = atom;
      return { first: String.fromCodePoint(value.codePointAt(0)!), last: lastCharacter(value) };
    }
    case 'code':
      return { first: '`', last: '`' };
    case 'image':
      return { first: '!', last: ')' };
    case 'checkbox':
      return { first: '[', last: ' ' };
    case 'break':
      return { first: '\\', last: '\n' };
  }
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1)!;
}

type Kind = 'space' | 'punctuation' | 'letter';

function byCharacter(character: string): Kind {
  if (/\s/u.test(character)) return 'space';
  return /[\p{P}\p{S}]/u.test(character) ? 'punctuation' : 'letter';
}

/** By UTF-16 unit: half of an emoji is not punctuation. */
function byUnit(character: string): Kind {
  return character.length > 1 ? 'letter' : byCharacter(character);
}

/** A run of the same sign, some of which are not paired yet. */
interface Run {
  readonly character: string;
  readonly size: number;
  left: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
}

function isRead(tokens: readonly Token[], before: string, after: string, kindOf: (character: string) => Kind): boolean {
  const open: { readonly node: MarkedNode; readonly run: Run }[] = [];
  let at = 0;
  while (at < tokens.length) {
    const first = tokens[at];
    if (first.node === null) {
      at++;
      continue;
    }
    let end = at;
    const signs: (Token & { readonly node: MarkedNode })[] = [];
    for (let token = tokens[end]; token?.node != null && token.sign[0] === first.sign[0]; token = tokens[++end])
      signs.push(token);
    const run = runOf(
      signs,
      kindOf(sideOf(tokens[at - 1], 'last') ?? before),
      kindOf(sideOf(tokens[end], 'first') ?? after),
    );
    if (!takes(run, signs, open)) return false;
    at = end;
  }
  return open.length === 0;
}

function sideOf(token: Token | undefined, side: 'first' | 'last'): string | null {
  if (token === undefined) return null;
  return token.node === null ? token[side] : token.sign[0];
}

function runOf(signs: readonly { readonly sign: string }[], before: Kind, after: Kind): Run {
  const character = signs[0].sign[0];
  const size = signs.reduce((sum, { sign }) => sum + sign.length, 0);
  const isLeft = after === 'letter' || (after === 'punctuation' && before !== 'letter');
  const isRight = before === 'letter' || (before === 'punctuation' && after !== 'letter');
  const isStrict = character === '_';
  return {
    character,
    size,
    left: size,
    canOpen: isLeft && (!isStrict || !isRight || before === 'punctuation'),
    canClose: isRight && (!isStrict || !isLeft || after === 'punctuation'),
  };
}

/** Pairs a run's closing signs with open ones as intended; false if a parser would pair them differently. */
function takes(
  run: Run,
  signs: readonly { readonly node: MarkedNode; readonly sign: string; readonly isOpening: boolean }[],
  open: { readonly node: MarkedNode; readonly run: Run }[],
): boolean {
  if (run.character === '~' && signs.length > 1) return false;
  for (const { node, sign, isOpening } of signs) {
    if (isOpening) {
      if (
        !run.canOpen ||
        (run.canClose && open.some((other) => other.run.character === run.character && other.run !== run))
      )
        return false;
      open.push({ node, run });
      continue;
    }
    const opener = open.pop();
    if (opener === undefined || opener.node !== node || !run.canClose) return false;
    if (run.character !== '~' && (breaksRuleOfThree(opener.run, run) || sizeOf(opener.run, run) !== sign.length))
      return false;
    opener.run.left -= sign.length;
    run.left -= sign.length;
  }
  return true;
}

function sizeOf(opener: Run, closer: Run): number {
  return opener.left > 1 && closer.left > 1 ? 2 : 1;
}

/** The rule of three: signs that can both open and close do not pair if their lengths add up to a multiple of three. */
function breaksRuleOfThree(opener: Run, closer: Run): boolean {
  if (!opener.canClose && !closer.canOpen) return false;
  const bars = (one: number, other: number) => (one + other) % 3 === 0 && one % 3 !== 0;
  return bars(opener.size, closer.size) || bars(opener.left, closer.left);
}
