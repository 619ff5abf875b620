import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';

/** Counts the tokens of texts without keeping them. */
export function tokenCounter(tokenizer: Pick<Tokenizer, 'encodeInto'>): (text: string) => number {
  return (text) => {
    let tokens = 0;
    const push = (ids: readonly number[]) => {
      tokens += ids.length;
    };
    tokenizer.encodeInto(text, { push });
    return tokens;
  };
}
