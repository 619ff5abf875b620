/**
 * A SentencePiece text is one word, of any length. It can be cut, with the same tokens, wherever no merge reaches across:
 * in nearly all vocabularies before spaces, because they only begin tokens, and around characters that no merge joins,
 * such as line breaks. Words that are short repeat, and need not be merged again.
 */
import { byteOfPiece, type PieceFiles, SPACE_SIGN } from './pieces.ts';

/** Joins what is next to it, as far as is known. Halves of surrogate pairs always do. */
const JOINS = 0;
/** A space or its sign: words can be cut before it, but not within a run of them. */
const SPACE = 1;
/** The same, also within a run. */
const EACH_SPACE = 2;
/** Words can be cut on both sides. */
const ALONE = 3;

/** (65536): how words may be cut at each UTF-16 unit. `hasAllBytes`: each byte has a token. */
export function unitKinds({ vocab, merges, rules }: PieceFiles, hasAllBytes: boolean): Uint8Array {
  const joined = new Set(merges.map(([left, right]) => left + right));
  const joinsBytes = merges.some((pair) => pair.some((part) => byteOfPiece(part) !== null));
  // Otherwise characters without a token may be left out, or become one token together with others.
  const kinds = new Uint8Array(0x10000).fill(hasAllBytes && !joinsBytes ? ALONE : JOINS);
  for (const token of joined) for (let at = 0; at < token.length; at++) kinds[token.charCodeAt(at)] = JOINS;
  kinds.fill(JOINS, 0xd800, 0xe000);
  // Characters that are left out would join what is around them.
  const keepsAll = hasAllBytes || rules.unknown !== null;
  const beginsTokens = keepsAll && vocab.has(SPACE_SIGN) && ![...joined].some((token) => /[^\u2581]\u2581/.test(token));
  const space = rules.splitsAtSpaces ? EACH_SPACE : beginsTokens ? SPACE : JOINS;
  for (const sign of [' ', SPACE_SIGN]) kinds[sign.charCodeAt(0)] = space;
  return kinds;
}

/** Where the word that begins at `start` ends. `start` is before the end of the text. */
export function wordEnd(text: string, start: number, kinds: Uint8Array): number {
  const { length } = text;
  const first = kinds[text.charCodeAt(start)];
  let at = start + 1;
  if (first === ALONE) return at;
  if (first === SPACE) while (at < length && kinds[text.charCodeAt(at)] === SPACE) at++;
  while (at < length && kinds[text.charCodeAt(at)] === JOINS) at++;
  return at;
}

/**
 * The last place in `text` where a word ends, whatever follows; −1 if there is none. `before` is the text that comes
 * first, and a place needs some text before it.
 */
export function lastWordEnd(before: string, text: string, kinds: Uint8Array): number {
  let next = JOINS;
  for (let at = text.length; at > 0 || (at === 0 && before !== ''); at--) {
    const unit = at === 0 ? before.charCodeAt(before.length - 1) : text.charCodeAt(at - 1);
    const kind = kinds[unit];
    if (kind === ALONE || next >= EACH_SPACE || (next === SPACE && kind !== SPACE)) return at;
    next = kind;
  }
  return -1;
}
