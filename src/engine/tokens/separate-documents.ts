import { tokenArray } from './token-buffer.ts';
import { documentsOf, type TokenSet, tokenSet } from './token-set.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * Each document as a chunk of its own, after the begin mark if the vocabulary has one: no window then holds parts of two, and
 * every token is predicted, as when a text is written. This is how lm-evaluation-harness measures too (`loglikelihood_rolling`).
 * In a chunk without end marks nothing tells documents apart, and it counts as one.
 */
export function separateDocuments(
  tokens: TokenSet,
  { beginMark, endMark, vocabularySize }: Pick<Tokenizer, 'beginMark' | 'endMark' | 'vocabularySize'>,
): TokenSet {
  return tokenSet(
    documentsOf(tokens, endMark).map(({ chunk, start, end }) => {
      const document = chunk.subarray(start, end);
      if (beginMark === null) return document;
      const marked = tokenArray(vocabularySize, document.length + 1);
      marked[0] = beginMark;
      marked.set(document, 1);
      return marked;
    }),
  );
}
