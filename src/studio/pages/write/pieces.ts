/** A piece of a text at the desk: a token that the model wrote, or something that the person typed. */
export interface Piece {
  readonly text: string;
  /** Null for what was typed. */
  readonly token: TokenFacts | null;
}

export interface TokenFacts {
  /** How likely the model found it, 0 to 1. */
  readonly probability: number;
  /** What could have stood there, the likeliest first; the token itself may be among them. */
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly text: string;
  readonly probability: number;
}

/** The `logprobs` of an answer of /v1/completions. */
export interface AnsweredLogprobs {
  readonly tokens: readonly string[];
  /** Natural logarithms; null for a token with nothing before it. */
  readonly token_logprobs: readonly (number | null)[];
  readonly top_logprobs: readonly (Readonly<Record<string, number>> | null)[] | null;
  /** In characters (Unicode code points) from the beginning of the prompt. */
  readonly text_offset: readonly number[];
}

/** A token that is no whole character: it cannot be chosen, since there is no text that has it. */
const BYTES = /^bytes:/;

/**
 * The pieces of the next words of a text. `before` is the number of characters before them. A token that is part of a character
 * has no text of its own: the last token of the character has it.
 */
export function piecesOf(added: string, logprobs: AnsweredLogprobs, before: number): Piece[] {
  const characters = [...added];
  const places = logprobs.text_offset.map((offset) => Math.min(characters.length, Math.max(0, offset - before)));
  const pieces: Piece[] = [];
  // Characters of a token of an earlier piece, which begins before these words.
  const first = places[0] ?? characters.length;
  if (first > 0) pieces.push({ text: characters.slice(0, first).join(''), token: null });
  for (const [index, place] of places.entries()) {
    const text = characters.slice(place, places[index + 1] ?? characters.length).join('');
    pieces.push({ text, token: tokenAt(index, logprobs) });
  }
  return pieces.filter(({ text }) => text !== '');
}

function tokenAt(index: number, { token_logprobs, top_logprobs }: AnsweredLogprobs): TokenFacts | null {
  const logprob = token_logprobs[index];
  if (logprob === null || logprob === undefined) return null;
  const choices = Object.entries(top_logprobs?.[index] ?? {})
    .filter(([text]) => !BYTES.test(text) && text !== '')
    .map(([text, each]) => ({ text, probability: Math.exp(each) }))
    .sort((a, b) => b.probability - a.probability);
  return { probability: Math.exp(logprob), choices };
}

/** The text of pieces. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** How unsure the model was of a token, from 0 (sure) to 4, for shading. */
export function doubtOf({ token }: Piece): 0 | 1 | 2 | 3 | 4 {
  if (token === null || token.probability >= 0.5) return 0;
  if (token.probability >= 0.2) return 1;
  if (token.probability >= 0.05) return 2;
  return token.probability >= 0.01 ? 3 : 4;
}
