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

const SPACE = 0x20;

/** The same constraints on a text whose first token begins with a space that is not part of it, or that may be missing. */
export class AfterSpace implements TextConstraints {
  /** Before the space; the states of the constraints follow. */
  readonly start = 0;
  readonly #rules: TextConstraints;

  constructor(rules: TextConstraints) {
    this.#rules = rules;
  }

  next(state: number, byte: number): number {
    if (state === this.start && byte === SPACE) return this.#rules.start + 1;
    const next = this.#rules.next(this.#inner(state), byte);
    return next === FORBIDDEN ? FORBIDDEN : next + 1;
  }

  isFree(state: number): boolean {
    return this.#rules.isFree(this.#inner(state));
  }

  #inner(state: number): number {
    return state === this.start ? this.#rules.start : state - 1;
  }
}

/** Some of the tokens of a vocabulary, by the shorter list of the two: those that may follow, or those that may not. */
export interface AllowedTokens {
  /** Ids, ascending. */
  readonly listed: Int32Array;
  /** The listed tokens are those allowed; otherwise all others are. */
  readonly isListOfAllowed: boolean;
}
