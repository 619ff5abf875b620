import type { StreamEncoder, Tokenizer, TokenSink } from './tokenizer.ts';

/**
 * The last place in `text` where it can be cut: no word crosses it, and no word before it depends on what follows. −1 if
 * there is none. `before` is the text that comes first.
 */
export type LastCut = (before: string, text: string) => number;

/** Encodes a text in pieces, each up to the last place where it can be cut. */
export class PieceEncoder implements StreamEncoder {
  readonly #tokenizer: Pick<Tokenizer, 'encodeInto'>;
  readonly #out: TokenSink;
  readonly #lastCut: LastCut;
  /** The text since the last cut; an array, because a word may be as long as a file. */
  #held: string[] = [];

  constructor(tokenizer: Pick<Tokenizer, 'encodeInto'>, out: TokenSink, lastCut: LastCut) {
    this.#tokenizer = tokenizer;
    this.#out = out;
    this.#lastCut = lastCut;
  }

  push(text: string): void {
    if (text === '') return;
    const cut = this.#lastCut(this.#held.at(-1) ?? '', text);
    if (cut === -1) {
      this.#held.push(text);
    } else {
      this.#encodeHeld(text.slice(0, cut));
      this.#held = [text.slice(cut)];
    }
  }

  finish(): void {
    this.#encodeHeld('');
    this.#held = [];
  }

  #encodeHeld(last: string): void {
    this.#tokenizer.encodeInto(this.#held.join('') + last, this.#out);
  }
}
