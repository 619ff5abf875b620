import { sameWord, wordsOf } from './words.ts';

/** Shorter runs come again in any text: "in front of the". */
const GRAM_WORDS = 4;

/**
 * The share of a text's runs of four words that it had said before, 0 to 1; 0 for a text of fewer words. Prose has a few in
 * a hundred, a model that goes round in circles most.
 */
export function repetition(text: string): number {
  const words = wordsOf(text).map(sameWord);
  const grams = words.length - GRAM_WORDS + 1;
  const different = new Set<string>();
  for (let i = 0; i < grams; i++) different.add(words.slice(i, i + GRAM_WORDS).join(' '));
  return grams < 1 ? 0 : 1 - different.size / grams;
}
