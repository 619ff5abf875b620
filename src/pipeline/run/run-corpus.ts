import { corpusText } from '../../blog/corpus/end-mark.ts';
import { countWords } from '../../blog/language/words.ts';
import { corpusEncoder } from '../../engine/tokens/corpus-encoder.ts';
import { joinAtDocuments, type TokenSet, tokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { PostDocument } from '../corpus/post-events.ts';

/** The posts that a run learns from, in memory. */
export interface RunCorpus {
  readonly documents: readonly PostDocument[];
  /** All documents as one training text. */
  readonly text: string;
  readonly words: number;
  /** The tokens of the text, with an end mark after each document; encoded once, on first use. */
  tokens(): TokenSet;
}

export function runCorpus(documents: readonly PostDocument[], tokenizer: Tokenizer): RunCorpus {
  const text = corpusText(documents.map((document) => document.text));
  let tokens: TokenSet | null = null;
  return {
    documents,
    text,
    words: documents.reduce((sum, document) => sum + countWords(document.text), 0),
    tokens: () => {
      tokens ??= encoded(text, tokenizer);
      return tokens;
    },
  };
}

/** Gives the same tokens as `loadTokens` reading the same text from a file. */
function encoded(text: string, tokenizer: Tokenizer): TokenSet {
  const encoder = corpusEncoder(tokenizer, 'token', Number.POSITIVE_INFINITY);
  const chunks = [...encoder.push(text), ...encoder.endFile(), ...encoder.finish()];
  return joinAtDocuments(tokenSet(chunks), tokenizer.endMark, tokenizer.vocabularySize);
}
