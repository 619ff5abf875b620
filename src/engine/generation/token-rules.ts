import { SortedTokens } from '../tokens/sorted-tokens.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { type AllowedTokens, FORBIDDEN, type TextRules } from './text-rules.ts';

/**
 * Rules over bytes as rules over the tokens of a vocabulary: a token may follow when all its bytes may, one after the
 * other, up to where the rules end. To ask for one token is cheap. All that may follow a state are found in one walk
 * through the sorted vocabulary, and kept.
 */
export class TokenRules {
  readonly #rules: TextRules;
  readonly #tokenizer: Tokenizer;
  readonly #n_vocab: number;
  /** Made when it is first needed. */
  #sorted: SortedTokens | null = null;
  readonly #found = new Map<number, AllowedTokens>();

  /** `n_vocab` is the model's; tokens that the tokenizer does not know are never allowed. */
  constructor(rules: TextRules, tokenizer: Tokenizer, n_vocab: number) {
    this.#rules = rules;
    this.#tokenizer = tokenizer;
    this.#n_vocab = n_vocab;
  }

  /** The state after a text from its beginning on; FORBIDDEN when the rules do not allow it. */
  stateAfter(text: string): number {
    return this.#walk(this.#rules.start, new TextEncoder().encode(text));
  }

  /** Anything may follow, and the text may end. */
  isFree(state: number): boolean {
    return this.#rules.isFree(state);
  }

  /** The state after one more token; FORBIDDEN where it may not come from a state that is not free. */
  next(state: number, token: number): number {
    if (token === this.#tokenizer.endOfText || token >= this.#tokenizer.n_vocab) return FORBIDDEN;
    const bytes = this.#tokenizer.bytesOf(token);
    return bytes.length === 0 ? FORBIDDEN : this.#walk(state, bytes);
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
    const isAllowed = new Uint8Array(this.#n_vocab);
    const count = this.#markAllowed(state, isAllowed);
    const isListOfAllowed = count <= this.#n_vocab / 2;
    const listed = new Int32Array(isListOfAllowed ? count : this.#n_vocab - count);
    const wanted = isListOfAllowed ? 1 : 0;
    let written = 0;
    for (let id = 0; id < this.#n_vocab; id++) if (isAllowed[id] === wanted) listed[written++] = id;
    return { listed, isListOfAllowed };
  }

  /** Marks the tokens that may follow and returns their number. */
  #markAllowed(state: number, isAllowed: Uint8Array): number {
    this.#sorted ??= new SortedTokens(this.#tokenizer);
    const { ids, sharedBytes, nextSharingFewer, bytes, ends, longestBytes } = this.#sorted;
    const rules = this.#rules;
    // After the first bytes of the token that is looked at.
    const states = new Int32Array(longestBytes + 1);
    states[0] = state;
    // Of the token before: bytes whose states are known.
    let known = 0;
    let count = 0;
    for (let i = 0; i < ids.length; ) {
      known = Math.min(known, sharedBytes[i]);
      const start = i === 0 ? 0 : ends[i - 1];
      const length = ends[i] - start;
      let next = states[known];
      while (known < length && !rules.isFree(states[known])) {
        next = rules.next(states[known], bytes[start + known]);
        if (next === FORBIDDEN) break;
        states[++known] = next;
      }
      if (next !== FORBIDDEN) {
        isAllowed[ids[i++]] = 1;
        count++;
        continue;
      }
      // Those that have the forbidden byte in common with it may not come either.
      for (i++; i < ids.length && sharedBytes[i] > known; ) i = nextSharingFewer[i];
    }
    return count;
  }
}
