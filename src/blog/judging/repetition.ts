import { sameWord } from './same-word.ts';

/**
 * The share of a text's runs of four words that it had said before, 0 to 1; 0 for a text of fewer words. Shorter runs
 * come again in any text: "in front of the". Prose has a few in a hundred, a model that goes round in circles most.
 */
export function repetition(words: readonly string[]): number {
  const pairs = numbered(joined(numbered(words.map(sameWord)), 1));
  const grams = joined(pairs, 2);
  return grams.length === 0 ? 0 : 1 - new Set(grams).size / grams.length;
}

/** A number for each value, from 0 on, the same for equal ones. */
function numbered<Value>(values: readonly Value[]): number[] {
  const numberOf = new Map<Value, number>();
  return values.map((value) => {
    const number = numberOf.get(value) ?? numberOf.size;
    numberOf.set(value, number);
    return number;
  });
}

/** Of each of `numbers`, which are smaller than their count, and the one so far behind it, one number. */
function joined(numbers: readonly number[], distance: number): number[] {
  const count = Math.max(0, numbers.length - distance);
  return Array.from({ length: count }, (_, i) => numbers[i] * (numbers.length + 1) + numbers[i + distance]);
}
