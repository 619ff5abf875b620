/** Scripts without spaces between words: any of their characters may begin or end one. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const IN_WORD = /[\p{L}\p{N}\p{M}_]/u;

const SPACE = 32;

const known = new Map<string, readonly number[]>();
const knownInWord = new Map<number, boolean>();

/** The code points of a text without the difference between capital and small letters, and between kinds of white space. */
export function foldedCharacters(text: string): readonly number[] {
  return Array.from(text).flatMap(folded);
}

/** Whether a character is part of a word that other such characters continue. */
export function isInWord(character: number): boolean {
  const before = knownInWord.get(character);
  if (before !== undefined) return before;
  const text = String.fromCodePoint(character);
  const found = IN_WORD.test(text) && !WITHOUT_SPACES.test(text);
  knownInWord.set(character, found);
  return found;
}

function folded(character: string): readonly number[] {
  const before = known.get(character);
  if (before !== undefined) return before;
  // First to capitals: ς and σ are one capital.
  const points = /\s/u.test(character)
    ? [SPACE]
    : Array.from(character.toUpperCase().toLowerCase(), (part) => part.codePointAt(0)!);
  known.set(character, points);
  return points;
}
