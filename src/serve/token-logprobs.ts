import type { ServedToken } from './text-service.ts';

/** A token of a text, with where it begins for a client. */
export interface PlacedToken extends ServedToken {
  /** Characters (Unicode code points) from the beginning of the prompt, whether the text repeats the prompt or not. */
  readonly offset: number;
}

/** Finds where the tokens of one text begin, in the order in which they come. */
export class TokenPlaces {
  readonly #before: number;
  #text = '';
  /** A place in the text so far, in UTF-16 units and in characters. */
  #units = 0;
  #characters = 0;

  /** `before`: the text in front of the one whose tokens follow. */
  constructor(before: string) {
    this.#before = charactersOf(before);
  }

  /** The tokens that begin in the next piece of the text. */
  place(added: string, tokens: readonly ServedToken[]): readonly PlacedToken[] {
    this.#text += added;
    return tokens.map((token) => {
      this.#characters += charactersOf(this.#text.slice(this.#units, token.start));
      this.#units = token.start;
      return { ...token, offset: this.#before + this.#characters };
    });
  }
}

function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The logprobs of a choice of `/v1/completions`. `top` is how many likeliest tokens were asked for. */
export function textLogprobs(tokens: readonly PlacedToken[], top: number) {
  return {
    tokens: tokens.map(nameOf),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: top === 0 ? null : tokens.map(topLogprobs),
    text_offset: tokens.map(({ offset }) => offset),
  };
}

/** The likeliest tokens and the one that the text has; null where there is nothing before it. */
function topLogprobs(token: ServedToken): Readonly<Record<string, number>> | null {
  const { logprob, top } = token;
  if (logprob === null) return null;
  const found = new Map<string, number>();
  // Tokens with the same characters have one entry, that of the likeliest.
  for (const other of [...top, { ...token, logprob }]) {
    const name = nameOf(other);
    if (!found.has(name)) found.set(name, other.logprob);
  }
  return Object.fromEntries(found);
}

/** The logprobs of a choice of `/v1/chat/completions`. */
export function chatLogprobs(tokens: readonly ServedToken[]) {
  const content = tokens.map((token) => ({ ...chatToken(token), top_logprobs: token.top.map(chatToken) }));
  return { content, refusal: null };
}

type NamedToken = Pick<ServedToken, 'text' | 'bytes'>;

function chatToken(token: NamedToken & { readonly logprob: number | null }) {
  const { text, bytes, logprob } = token;
  const allBytes = bytes ?? [...new TextEncoder().encode(text)];
  return { token: bytes === null ? text : escaped(bytes), logprob, bytes: allBytes };
}

/** As OpenAI's API names them: bytes that are no whole characters are `bytes:\xe2\x80`. */
function nameOf({ text, bytes }: NamedToken): string {
  return bytes === null ? text : `bytes:${escaped(bytes)}`;
}

function escaped(bytes: readonly number[]): string {
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
