import { normaliseWord } from '../language/normalise-word.ts';

/**
 * The share of a text's runs of four words that occurred earlier in it, 0 to 1; 0 for a text of fewer words. Shorter
 * runs recur in any text: "in front of the". In prose a few per cent recur, in a model's loop most do.
 */
export function repetition(words: readonly string[]): number {
  const pairs = numbered(joined(numbered(words.map(normaliseWord)), 1));
  const grams = joined(pairs, 2);
  return grams.length === 0 ? 0 : 1 - new Set(grams).size / grams.length;
}

/** Numbers the values from 0, equal ones the same. */
function numbered<Value>(values: readonly Value[]): number[] {
  const numberOf = new Map<Value, number>();
  return values.map((value) => {
    const number = numberOf.get(value) ?? numberOf.size;
    numberOf.set(value, number);
    return number;
  });
}

/** One number for each pair of a number and the one `distance` after it; `numbers` are smaller than their count. */
function joined(numbers: readonly number[], distance: number): number[] {
  const count = Math.max(0, numbers.length - distance);
  return Array.from({ length: count }, (_, i) => numbers[i] * (numbers.length + 1) + numbers[i + distance]);
}
