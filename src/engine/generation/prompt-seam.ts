import type { Tokenizer } from '../tokens/tokenizer.ts';
import { FORBIDDEN, type TextConstraints } from './text-constraints.ts';

/** Most tokens to take back from a prompt. A seam is one token, or a few where white space is split by what follows it. */
const MOST_TOKENS = 8;

/**
 * The beginning of a prompt whose tokens stay the same whatever follows. The rest, from its last token on, must be
 * forced by constraints (`BeginsWith`), so that the model writes it in tokens that it was trained with: after `the stor`,
 * a text continues with one token ` story`, which a prompt that ends in ` stor` would rule out. All of the prompt if no
 * shorter beginning is safe. This is token healing, as in https://github.com/guidance-ai/guidance.
 */
export function stablePrompt(tokenizer: Pick<Tokenizer, 'encode' | 'decode'>, prompt: string): string {
  const tokens = tokenizer.encode(prompt);
  for (let taken = 1; taken <= MOST_TOKENS && taken < tokens.length; taken++) {
    const kept = tokens.slice(0, -taken);
    const beginning = tokenizer.decode(kept);
    // Encoded alone, white space at the end may become another token, and half a character is none.
    if (prompt.startsWith(beginning) && isSame(tokenizer.encode(beginning), kept)) return beginning;
  }
  return prompt;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((token, i) => token === other[i]);
}

/** A text begins with these words, and anything may follow. */
export class BeginsWith implements TextConstraints {
  readonly start = 0;
  readonly #bytes: Uint8Array;

  constructor(beginning: string) {
    this.#bytes = new TextEncoder().encode(beginning);
  }

  next(state: number, byte: number): number {
    return this.#bytes[state] === byte ? state + 1 : FORBIDDEN;
  }

  isFree(state: number): boolean {
    return state >= this.#bytes.length;
  }
}
