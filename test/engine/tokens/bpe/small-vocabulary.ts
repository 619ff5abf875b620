import { characterOfByte } from '../../../../src/engine/tokens/bpe/byte-alphabet.ts';
import { END_OF_TEXT } from '../../../../src/engine/tokens/bpe/marks.ts';
import type { VocabularyFiles } from '../../../../src/engine/tokens/bpe/vocabulary.ts';

/**
 * The files of a vocabulary of the 256 bytes, the results of some merges, and the end mark (the last id,
 * so 256 when no merge is given).
 */
export function smallVocabulary(merges: readonly (readonly [string, string])[] = []): VocabularyFiles {
  const tokens = [...new Set([...characterOfByte, ...merges.map(([left, right]) => left + right), END_OF_TEXT])];
  return {
    encoder: JSON.stringify(Object.fromEntries(tokens.map((token, id) => [token, id]))),
    merges: `#version: 0.2\n${merges.map((pair) => `${pair.join(' ')}\n`).join('')}`,
  };
}
