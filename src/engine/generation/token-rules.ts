import { SortedTokens } from '../tokens/sorted-tokens.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { type AllowedTokens, FORBIDDEN, type TextRules } from './text-rules.ts';

/**
 * Rules over bytes as rules over the tokens of a vocabulary: a token may follow when all its bytes may, one after the
 * other, up to where the rules end. What may follow a state is found once, in one walk through the sorted vocabulary,
 * and kept.
 */
export class TokenRules {
  readonly #rules: TextRules;
  readonly #tokenizer: Tokenizer;
  readonly #sorted: SortedTokens;
  readonly #n_vocab: number;
  readonly #found = new Map<number, AllowedTokens>();
  /** States after the first bytes of the token that is looked at. */
  readonly #states: Int32Array;

  /** `n_vocab` is the model's; tokens that the tokenizer does not know are never allowed. */
  constructor(rules: TextRules, tokenizer: Tokenizer, n_vocab: number) {
    this.#rules = rules;
    this.#tokenizer = tokenizer;
    this.#sorted = new SortedTokens(tokenizer);
    this.#n_vocab = n_vocab;
    this.#states = new Int32Array(this.#sorted.longestBytes + 1);
  }

  /** The state after a text from its beginning on; FORBIDDEN when the rules do not allow it. */
  stateAfter(text: string): number {
    return this.#walk(this.#rules.start, new TextEncoder().encode(text));
  }

  /** The state after one more token, which must be allowed. */
  next(state: number, token: number): number {
    return this.#walk(state, this.#tokenizer.bytesOf(token));
  }

  /** Null where everything is allowed. */
  allowedAfter(state: number): AllowedTokens | null {
    if (this.#rules.isFree(state)) return null;
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
    const { ids, sharedBytes, bytes, ends } = this.#sorted;
    const [rules, states] = [this.#rules, this.#states];
    states[0] = state;
    // Of the token before: bytes whose states are known, and whether it died of the byte behind them.
    let known = 0;
    let died = false;
    let count = 0;
    for (let i = 0; i < ids.length; i++) {
      if (died && sharedBytes[i] > known) continue;
      known = Math.min(known, sharedBytes[i]);
      died = false;
      const start = i === 0 ? 0 : ends[i - 1];
      const length = ends[i] - start;
      while (known < length && !rules.isFree(states[known])) {
        const next = rules.next(states[known], bytes[start + known]);
        died = next === FORBIDDEN;
        if (died) break;
        states[++known] = next;
      }
      if (died) continue;
      isAllowed[ids[i]] = 1;
      count++;
    }
    return count;
  }
}
