import type { Tokenizer } from '../tokens/tokenizer.ts';
import { foldedCharacters, isInWord } from './folded-characters.ts';

/** A place in the banned words, letter by letter. */
interface Node {
  readonly id: number;
  readonly next: Map<number, Node>;
  /** A banned word ends here. */
  ends: boolean;
}

/** Of a text so far: how it may go on to a banned word. */
export interface BannedState {
  /** What of banned words the text ends with. */
  readonly active: readonly Node[];
  /** Whether the last character is part of a word. */
  readonly inWord: boolean;
  /** The last character completed a banned word, unless the next one continues it to another word. */
  readonly complete: boolean;
  /** The first bytes of a character. */
  readonly bytes: readonly number[];
}

const NO_NODES: readonly Node[] = [];
const NO_BYTES: readonly number[] = [];

/**
 * Words that a text must not contain, in whatever tokens they are spelled: after a prefix of a banned word, no token may follow
 * that completes it. A word is banned in capital and small letters, with any white space in place of a space, and as a whole
 * word: to ban `cat` leaves `concatenate` and ` category`. Where a token ends, so may the word: ` cat` is banned even if `egory`
 * could follow, so a text never ends with a banned word, and no word is begun that must be continued.
 */
export class BannedWords {
  readonly #tokenizer: Pick<Tokenizer, 'bytesOf' | 'bytesOfAll' | 'stopTokens'>;
  readonly #root: Node = { id: 0, next: new Map(), ends: false };
  #nodes = 1;
  readonly #excluded = new Map<string, Int32Array>();

  /** Space around a word does not count; at least one character must remain of each. */
  constructor(words: readonly string[], tokenizer: Pick<Tokenizer, 'bytesOf' | 'bytesOfAll' | 'stopTokens'>) {
    this.#tokenizer = tokenizer;
    for (const word of words) this.#add(word.trim());
  }

  /** The state after a text from its beginning on, whether or not it has banned words. */
  stateAfter(text: string): BannedState {
    const start = { active: NO_NODES, inWord: false, complete: false, bytes: NO_BYTES };
    return this.#walk(start, new TextEncoder().encode(text)).state;
  }

  /** The state after one more token. */
  next(state: BannedState, token: number): BannedState {
    return this.#walk(state, this.#tokenizer.bytesOf(token)).state;
  }

  /** The tokens, ascending, that would complete a banned word. */
  excludedAfter(state: BannedState): Int32Array {
    const key = `${state.active.map(({ id }) => id).join(' ')},${state.inWord},${state.bytes.join(' ')}`;
    const known = this.#excluded.get(key);
    if (known !== undefined) return known;
    // A prompt may end with a banned word, which is then nobody's fault.
    const excluded = this.#find({ ...state, complete: false });
    this.#excluded.set(key, excluded);
    return excluded;
  }

  #find(state: BannedState): Int32Array {
    const { tokenBytes, tokenEnds } = this.#tokenizer.bytesOfAll;
    const excluded: number[] = [];
    let start = 0;
    for (let token = 0; token < tokenEnds.length; token++) {
      const end = tokenEnds[token];
      if (!this.#tokenizer.stopTokens.has(token)) {
        const { isBanned, state: after } = this.#walk(state, tokenBytes.subarray(start, end));
        if (isBanned || after.complete) excluded.push(token);
      }
      start = end;
    }
    return Int32Array.from(excluded);
  }

  #add(word: string): void {
    let node = this.#root;
    for (const character of foldedCharacters(word)) {
      let next = node.next.get(character);
      if (next === undefined) {
        next = { id: this.#nodes++, next: new Map(), ends: false };
        node.next.set(character, next);
      }
      node = next;
    }
    node.ends = true;
  }

  /** `isBanned`: the bytes complete a banned word and go on after it. */
  #walk(before: BannedState, bytes: Uint8Array): { readonly state: BannedState; readonly isBanned: boolean } {
    let { active, inWord, complete } = before;
    let pending = before.bytes;
    let isBanned = false;
    for (let i = 0; i < bytes.length; i++) {
      const characters = charactersOf(pending, bytes[i]);
      if (characters === null) {
        pending = [...pending, bytes[i]];
        continue;
      }
      pending = NO_BYTES;
      for (const character of characters) {
        const isLetter = isInWord(character);
        if (complete && !isLetter) isBanned = true;
        active = this.#step(active, character, !(inWord && isLetter));
        const ended = active !== NO_NODES && active.some(({ ends }) => ends);
        // A word that ends with a mark, such as `C#`, is complete whatever follows.
        if (ended && !isLetter) isBanned = true;
        complete = ended;
        inWord = isLetter;
      }
    }
    return { state: { active, inWord, complete, bytes: pending }, isBanned };
  }

  #step(active: readonly Node[], character: number, mayBegin: boolean): readonly Node[] {
    const first = mayBegin ? this.#root.next.get(character) : undefined;
    if (active.length === 0) return first === undefined ? NO_NODES : [first];
    const next = active.flatMap((node) => node.next.get(character) ?? []);
    if (first !== undefined) next.push(first);
    return next.length === 0 ? NO_NODES : next;
  }
}

/** The bytes that a UTF-8 character has, by its first byte. */
function bytesFrom(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

const decoder = new TextDecoder();
const ascii = Array.from({ length: 0x80 }, (_, byte) => foldedCharacters(String.fromCharCode(byte)));

/**
 * The folded characters that one more byte completes, after the first bytes of a character; null if more must follow. Invalid
 * bytes are U+FFFD.
 */
function charactersOf(pending: readonly number[], byte: number): readonly number[] | null {
  if (pending.length === 0 && byte < 0x80) return ascii[byte];
  const isContinued = pending.length === 0 || (byte & 0xc0) === 0x80;
  const bytes = [...pending, byte];
  if (isContinued && bytes.length < bytesFrom(bytes[0])) return null;
  return foldedCharacters(decoder.decode(Uint8Array.from(bytes)));
}
