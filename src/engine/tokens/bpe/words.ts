/**
 * How GPT-2 splits text into words before merging: contractions (lower case only), then runs of letters, of numbers or of
 * anything else, each with one space in front; otherwise white space, without its last character if a word follows.
 * \p{White_Space} and not \s: Python's \s, which the vocabulary was made with, has U+0085 and not U+FEFF; JavaScript's
 * has U+FEFF and not U+0085.
 */
export const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const WHITE_SPACE = /\p{White_Space}/u;

/**
 * The last place in `text` where white space follows something else: no word crosses it, and no word before it depends on
 * what follows. −1 if there is none. `before` is the text that comes first.
 */
export function lastCut(before: string, text: string): number {
  let next = false;
  for (let at = text.length - 1; at >= -1; at--) {
    const character = at === -1 ? before.at(-1) : text[at];
    if (character === undefined) break;
    const isSpace = WHITE_SPACE.test(character);
    if (next && !isSpace) return at + 1;
    next = isSpace;
  }
  return -1;
}
