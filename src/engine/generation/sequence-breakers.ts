import type { Tokenizer } from '../tokens/tokenizer.ts';

/** llama.cpp's default for `dry_sequence_breaker`: lines, speakers, quotes and emphasis may begin alike. */
const BREAKERS = new Set(Array.from('\n:"*', (mark) => mark.charCodeAt(0)));

const known = new WeakMap<Tokenizer, ReadonlySet<number>>();

/** The tokens that contain a breaker; computed once for each tokenizer. */
export function sequenceBreakers(tokenizer: Tokenizer): ReadonlySet<number> {
  const before = known.get(tokenizer);
  if (before !== undefined) return before;
  const { tokenBytes, tokenEnds } = tokenizer.bytesOfAll;
  const found = new Set<number>();
  let start = 0;
  for (const [token, end] of tokenEnds.entries()) {
    if (tokenBytes.subarray(start, end).some((byte) => BREAKERS.has(byte))) found.add(token);
    start = end;
  }
  known.set(tokenizer, found);
  return found;
}
