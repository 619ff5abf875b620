import type { TextStream, Tokenizer } from './tokenizer.ts';

const SPACE = 0x20;

/** A TextStream for vocabularies whose tokens are plain UTF-8 bytes. */
export class ByteTextStream implements TextStream {
  readonly #tokenizer: Pick<Tokenizer, 'bytesOf'>;
  // U+FEFF is ordinary text, also at the start.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  readonly #dropsSpace: boolean;
  #atStart = true;

  /** `dropsSpace`: a space with which the first token begins is left out. */
  constructor(tokenizer: Pick<Tokenizer, 'bytesOf'>, dropsSpace: boolean) {
    this.#tokenizer = tokenizer;
    this.#dropsSpace = dropsSpace;
  }

  push(id: number): string {
    const bytes = this.#tokenizer.bytesOf(id);
    const skipped = this.#atStart && this.#dropsSpace && bytes[0] === SPACE ? 1 : 0;
    this.#atStart = false;
    return this.#decoder.decode(bytes.subarray(skipped), { stream: true });
  }

  end(): string {
    this.#atStart = true;
    return this.#decoder.decode();
  }
}
