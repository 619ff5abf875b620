/** Equal for words that a reader considers the same: case, kind of apostrophe and form of accents are ignored. */
export function normaliseWord(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'");
}
