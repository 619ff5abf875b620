/** Words of a text: runs of letters, digits and the apostrophes and hyphens within them. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

export function countWords(text: string): number {
  return wordsOf(text).length;
}
