import type { TextStream, Tokenizer } from './tokenizer.ts';

/** A TextStream for vocabularies whose tokens are plain UTF-8 bytes. */
export class ByteTextStream implements TextStream {
  readonly #tokenizer: Pick<Tokenizer, 'bytesOf'>;
  // U+FEFF is ordinary text, also at the start.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(tokenizer: Pick<Tokenizer, 'bytesOf'>) {
    this.#tokenizer = tokenizer;
  }

  push(id: number): string {
    return this.#decoder.decode(this.#tokenizer.bytesOf(id), { stream: true });
  }

  end(): string {
    return this.#decoder.decode();
  }
}
