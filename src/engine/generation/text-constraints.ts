/**
 * Constraints on a text while it is written: an automaton over its UTF-8 bytes, from the first byte. It must have no dead
 * ends: every state that is not free must allow some byte, or the text can never continue.
 */
export interface TextConstraints {
  /** The state of an empty text. States are whole numbers from 0 on. */
  readonly start: number;
  /** The state after one more byte, FORBIDDEN if that byte is not allowed. */
  next(state: number, byte: number): number;
  /** Anything may follow, and the text may end: no constraints are left. */
  isFree(state: number): boolean;
}

/** No state: the byte is not allowed. */
export const FORBIDDEN = -1;

/** Some of the tokens of a vocabulary, by the shorter list of the two: those that may follow, or those that may not. */
export interface AllowedTokens {
  /** Ids, ascending. */
  readonly listed: Int32Array;
  /** The listed tokens are those allowed; otherwise all others are. */
  readonly isListOfAllowed: boolean;
}
