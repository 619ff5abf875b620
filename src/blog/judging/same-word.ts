/** Equal for words that a reader takes for the same: capitals, kinds of apostrophes and forms of accents do not count. */
export function sameWord(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'");
}
