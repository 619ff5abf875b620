/**
 * What a text is held to while it is written: an automaton over its UTF-8 bytes, from the first byte on. It must lead
 * somewhere from everywhere: from a state that is not free some byte has to be allowed, or the text can never go on.
 */
export interface TextConstraints {
  /** The state of an empty text. States are whole numbers from 0 on. */
  readonly start: number;
  /** The state after one more byte, FORBIDDEN where that byte may not come. */
  next(state: number, byte: number): number;
  /** Anything may follow, and the text may end: the rules have no more to say. */
  isFree(state: number): boolean;
}

/** No state: the byte may not come. */
export const FORBIDDEN = -1;

/** Some of the tokens of a vocabulary, by the shorter list of the two: those that may follow, or those that may not. */
export interface AllowedTokens {
  /** Ids, ascending. */
  readonly listed: Int32Array;
  /** The listed tokens are those allowed; otherwise all others are. */
  readonly isListOfAllowed: boolean;
}
