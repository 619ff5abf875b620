import type { StreamEncoder } from './tokenizer.ts';

/**
 * The last place in `text` where it can be cut: no word crosses it, and no word before it depends on what follows. −1 if
 * there is none. `before` is the text that comes first.
 */
export type LastCut = (before: string, text: string) => number;

/** Encodes a piece of a text. `isStart`: nothing of the text comes before it. */
export type EncodePiece = (text: string, isStart: boolean) => void;

/** Encodes a text in pieces, each up to the last place where it can be cut. */
export class PieceEncoder implements StreamEncoder {
  readonly #encode: EncodePiece;
  readonly #lastCut: LastCut;
  /** The text since the last cut; an array, because a word may be as long as a file. */
  #held: string[] = [];
  #isStart = true;

  constructor(encode: EncodePiece, lastCut: LastCut) {
    this.#encode = encode;
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
      this.#isStart = false;
    }
  }

  finish(): void {
    this.#encodeHeld('');
    this.#held = [];
    this.#isStart = true;
  }

  #encodeHeld(last: string): void {
    this.#encode(this.#held.join('') + last, this.#isStart);
  }
}
