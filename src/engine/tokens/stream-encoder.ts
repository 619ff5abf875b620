import type { TokenBuffer } from './token-buffer.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The tokens of a text that comes in pieces, the same as of the whole text at once. */
export class StreamEncoder {
  readonly #tokenizer: Tokenizer;
  readonly #out: TokenBuffer;
  /** The text since the last cut; in pieces, because a word may be as long as a file. */
  #held: string[] = [];

  constructor(tokenizer: Tokenizer, out: TokenBuffer) {
    this.#tokenizer = tokenizer;
    this.#out = out;
  }

  /** Pieces may end anywhere but within a surrogate pair. */
  push(text: string): void {
    if (text === '') return;
    const cut = this.#tokenizer.needsWholeText ? -1 : lastCut(this.#held.at(-1) ?? '', text);
    if (cut === -1) {
      this.#held.push(text);
    } else {
      this.#encodeHeld(text.slice(0, cut));
      this.#held = [text.slice(cut)];
    }
  }

  /** Encodes the rest; what is pushed afterwards is another text. */
  finish(): void {
    this.#encodeHeld('');
    this.#held = [];
  }

  #encodeHeld(last: string): void {
    this.#tokenizer.encodeInto(this.#held.join('') + last, this.#out);
  }
}

const WHITE_SPACE = /\p{White_Space}/u;

/**
 * The last place in `text` where white space follows something else: no word of GPT-2's goes across, and
 * none before it depends on what comes after. −1 if there is none. `before` is the text that comes first.
 */
function lastCut(before: string, text: string): number {
  let next = false;
  for (let at = text.length - 1; at >= -1; at--) {
    const character = at === -1 ? before.at(-1) : text[at];
    if (character === undefined) break;
    const isSpace = WHITE_SPACE.test(character);
    if (next && !isSpace) return at + 1;
    next = isSpace;
  }
  return -1;
}
