/** Scripts that put no spaces between words. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]';
const CHARACTERS = `[[\\p{L}\\p{N}\\p{M}]--${UNSPACED}]+`;

/** A run of letters, digits and the apostrophes within; of scripts without spaces between words, one character. */
const WORD = new RegExp(`${CHARACTERS}(?:['’]${CHARACTERS})*|${UNSPACED}`, 'gv');

/** The words of a text as they stand in it. */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The same, and where each begins. */
export function placedWordsOf(text: string): RegExpExecArray[] {
  return [...text.matchAll(WORD)];
}

/** Equal for words that a reader takes for the same: capitals, kinds of apostrophes and forms of accents do not count. */
export function sameWord(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'");
}
