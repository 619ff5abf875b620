import type { Tokenizer } from '../tokens/tokenizer.ts';
import { type AllowedTokens, FORBIDDEN, type TextConstraints } from './text-constraints.ts';
import { TokensByBytes } from './tokens-by-bytes.ts';

/** As many bytes as can start the entries of most lists. */
const NARROW_BYTES = 16;

/**
 * Applies constraints over bytes to the tokens of a vocabulary: a token is allowed if all its bytes are, in order, up to
 * where the constraints end. Checking one token is cheap; the list of all tokens allowed after a state is cached.
 */
export class TokenConstraints {
  readonly #rules: TextConstraints;
  readonly #tokenizer: Tokenizer;
  readonly #vocabularySize: number;
  /** Made when it is first needed. */
  #tokens: TokensByBytes | null = null;
  readonly #found = new Map<number, AllowedTokens>();

  /** `vocabularySize` is the model's; tokens that the tokenizer does not know are never allowed. */
  constructor(rules: TextConstraints, tokenizer: Tokenizer, vocabularySize: number) {
    this.#rules = rules;
    this.#tokenizer = tokenizer;
    this.#vocabularySize = vocabularySize;
  }

  /** The state after a text from its beginning on; FORBIDDEN when the rules do not allow it. */
  stateAfter(text: string): number {
    return this.#walk(this.#rules.start, new TextEncoder().encode(text));
  }

  /** Anything may follow, and the text may end. */
  isFree(state: number): boolean {
    return this.#rules.isFree(state);
  }

  /** The state after one more token; FORBIDDEN if it is not allowed after a state that is not free. */
  next(state: number, token: number): number {
    const { stopTokens, vocabularySize } = this.#tokenizer;
    if (stopTokens.has(token) || token >= vocabularySize) return FORBIDDEN;
    const bytes = this.#tokenizer.bytesOf(token);
    return bytes.length === 0 ? FORBIDDEN : this.#walk(state, bytes);
  }

  /** Hardly any byte is allowed: free draws mostly fail, and the list is short. */
  isNarrow(state: number): boolean {
    let bytes = 0;
    for (let byte = 0; byte < 256; byte++) if (this.#rules.next(state, byte) !== FORBIDDEN) bytes++;
    return bytes <= NARROW_BYTES;
  }

  /** The tokens that may follow a state that is not free. */
  allowedAfter(state: number): AllowedTokens {
    const known = this.#found.get(state);
    if (known !== undefined) return known;
    const allowed = this.#find(state);
    this.#found.set(state, allowed);
    return allowed;
  }

  #walk(start: number, bytes: Uint8Array): number {
    let state = start;
    for (const byte of bytes) {
      if (state === FORBIDDEN || this.#rules.isFree(state)) break;
      state = this.#rules.next(state, byte);
    }
    return state;
  }

  #find(state: number): AllowedTokens {
    this.#tokens ??= new TokensByBytes(this.#tokenizer);
    const allowed = this.#tokens.allowedFrom(this.#rules, state);
    if (allowed.length <= this.#vocabularySize / 2)
      return { listed: Int32Array.from(allowed).sort(), isListOfAllowed: true };
    const isAllowed = new Uint8Array(this.#vocabularySize);
    for (const token of allowed) isAllowed[token] = 1;
    const listed = new Int32Array(this.#vocabularySize - allowed.length);
    let written = 0;
    for (let id = 0; id < this.#vocabularySize; id++) if (isAllowed[id] === 0) listed[written++] = id;
    return { listed, isListOfAllowed: false };
  }
}
