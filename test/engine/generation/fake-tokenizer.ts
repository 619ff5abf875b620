import { ByteTextStream } from '../../../src/engine/tokens/byte-text-stream.ts';
import type { Tokenizer } from '../../../src/engine/tokens/tokenizer.ts';

/** A tokenizer with these tokens, as far as describing tokens needs one. */
export function fakeTokenizer(
  tokens: readonly (string | readonly number[])[],
  some: Partial<Pick<Tokenizer, 'unusedTokens' | 'addsSpace' | 'stopTokens'>> = {},
): Tokenizer {
  const bytes = tokens.map((token) =>
    typeof token === 'string' ? new TextEncoder().encode(token) : Uint8Array.from(token),
  );
  const bytesOf = (id: number) => bytes[id];
  const addsSpace = some.addsSpace ?? false;
  const known: Partial<Tokenizer> = {
    vocabularySize: tokens.length,
    ...{ unusedTokens: [], stopTokens: new Set<number>(), addsSpace, ...some },
    bytesOf,
    textStream: (continues = false) => new ByteTextStream({ bytesOf }, addsSpace && !continues),
    encode: () => [],
  };
  return known as Tokenizer;
}
