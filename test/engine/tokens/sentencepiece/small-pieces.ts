import { readFileSync } from 'node:fs';
import type { ListedToken, TokenLists } from '../../../../src/engine/tokens/tokenizer.ts';

interface Recorded {
  readonly tokenizers: Readonly<
    Record<string, { readonly tokenizer: TokenizerJson; readonly cases: readonly [string, number[], string][] }>
  >;
  readonly lists: Readonly<
    Record<
      string,
      {
        readonly tokens: readonly string[];
        readonly types: readonly number[];
        readonly scores: readonly number[];
        readonly addsSpace: boolean;
        readonly cases: readonly [string, number[]][];
      }
    >
  >;
}

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of it.
type TokenizerJson = any;

/** Written by recorded/make_small_pieces.py. */
export const recorded: Recorded = JSON.parse(
  readFileSync(new URL('recorded/small-pieces.json', import.meta.url), 'utf8'),
);

/** The files of a recorded tokenizer, with changes to its tokenizer.json. */
export function filesOf(name: string, change: (tokenizer: TokenizerJson) => void = () => {}): Record<string, string> {
  const tokenizer = structuredClone(recorded.tokenizers[name].tokenizer);
  change(tokenizer);
  return { 'tokenizer.json': JSON.stringify(tokenizer) };
}

const kinds: Readonly<Record<number, ListedToken['kind']>> = {
  1: 'normal',
  2: 'unknown',
  3: 'control',
  4: 'added',
  6: 'byte',
};

/** The recorded lists of a GGUF file. */
export function listsOf(name: string): TokenLists & { readonly scores: readonly number[] } {
  const { tokens, types, scores, addsSpace } = recorded.lists[name];
  return {
    model: 'llama',
    words: 'default',
    tokens: tokens.map((text, id) => ({ text, kind: kinds[types[id]] })),
    merges: null,
    scores,
    addsSpace,
    beginMark: 1,
    addsBeginMark: true,
    endMark: 2,
    stopTokens: [],
  };
}
