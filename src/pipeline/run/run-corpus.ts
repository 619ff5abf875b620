import { corpusText } from '../../blog/corpus/end-mark.ts';
import { countWords } from '../../blog/language/words.ts';
import type { TokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { PostDocument } from '../corpus/documents.ts';
import { tokensOfText } from '../corpus/read-tokens.ts';

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
      tokens ??= tokensOfText(text, tokenizer);
      return tokens;
    },
  };
}
