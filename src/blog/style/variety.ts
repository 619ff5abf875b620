/** Words in a row in which different ones are counted. */
export const VARIETY_WORDS = 50;

/**
 * How many different words there are among 50 in a row, on average over all such stretches of a text; null for a text of fewer
 * words. This is the moving-average type-token ratio of Covington and McFall (2010), times 50: unlike a count over the whole
 * text, it does not depend on the text's length. A text that goes round in circles has fewer, also if it never says the
 * same four words twice.
 */
export function varietyOf(words: readonly string[]): number | null {
  if (words.length < VARIETY_WORDS) return null;
  const counts = new Map<string, number>();
  let sum = 0;
  words.forEach((word, i) => {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    if (i >= VARIETY_WORDS) forget(counts, words[i - VARIETY_WORDS]);
    if (i >= VARIETY_WORDS - 1) sum += counts.size;
  });
  return sum / (words.length - VARIETY_WORDS + 1);
}

function forget(counts: Map<string, number>, word: string): void {
  const left = counts.get(word)! - 1;
  if (left === 0) counts.delete(word);
  else counts.set(word, left);
}
