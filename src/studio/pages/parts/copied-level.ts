/** How long a copied passage is, for its colour: 1 for a phrase, 3 for a paragraph. */
export function copiedLevel(words: number): 1 | 2 | 3 {
  if (words < 12) return 1;
  return words < 25 ? 2 : 3;
}
