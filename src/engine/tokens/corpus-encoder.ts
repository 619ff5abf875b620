import { Fault } from '../../fault.ts';
import { DOCUMENT_MARK, DocumentSplitter } from './documents.ts';
import { type TokenArray, TokenBuffer } from './token-buffer.ts';
import type { StreamEncoder, Tokenizer } from './tokenizer.ts';

/** The vocabulary has no end mark to put between documents. */
export class NoEndMarkFault extends Fault {
  override readonly code: string = 'no-end-mark';
}

/**
 * What separates documents. `token`: the tokenizer's end mark, which models are trained with. `text`: the characters
 * `<|endoftext|>` as ordinary tokens, between files, as the scripts of 2019 did.
 */
export type Marker = 'token' | 'text';

/** Text files into chunks of tokens. Each method returns the chunks that it completed. */
export interface CorpusEncoder {
  /** The next piece of the current file's text; a piece ends anywhere but within a surrogate pair. */
  push(text: string): TokenArray[];
  endFile(): TokenArray[];
  /** After the last file. */
  finish(): TokenArray[];
}

/** `combine`: characters (code points) from which on a chunk is closed. Throws NoEndMarkFault. */
export function corpusEncoder(tokenizer: Tokenizer, marker: Marker, combine: number): CorpusEncoder {
  const encoder =
    marker === 'token' ? new DocumentEncoder(tokenizer, combine) : new CombiningEncoder(tokenizer, combine);
  return withLineFeeds(encoder);
}

/**
 * Each document and its end token, whether a mark or the end of its file ends it; nothing but white space is no
 * document. A chunk is closed after a document.
 */
class DocumentEncoder implements CorpusEncoder {
  readonly #endMark: number;
  readonly #combine: number;
  readonly #splitter = new DocumentSplitter();
  readonly #buffer: TokenBuffer;
  readonly #stream: StreamEncoder;
  #characters = 0;
  #documentStart = 0;
  #hasText = false;

  constructor(tokenizer: Tokenizer, combine: number) {
    if (tokenizer.endMark === null) {
      throw new NoEndMarkFault(
        `The vocabulary has no end mark to put between documents; ` +
          'encode with marker "text", or use a vocabulary that has one.',
      );
    }
    this.#endMark = tokenizer.endMark;
    this.#combine = combine;
    this.#buffer = new TokenBuffer(tokenizer.vocabularySize);
    this.#stream = tokenizer.streamEncoder(this.#buffer);
  }

  push(text: string): TokenArray[] {
    return this.#splitter.push(text).flatMap((piece) => this.#add(piece.text, piece.endsDocument));
  }

  endFile(): TokenArray[] {
    return this.#splitter.finish().flatMap((piece) => this.#add(piece.text, piece.endsDocument));
  }

  finish(): TokenArray[] {
    this.#characters = 0;
    return this.#buffer.length === 0 ? [] : [this.#buffer.take()];
  }

  #add(text: string, endsDocument: boolean): TokenArray[] {
    this.#stream.push(text);
    this.#characters += codePoints(text);
    this.#hasText ||= /\P{White_Space}/u.test(text);
    return endsDocument ? this.#endDocument() : [];
  }

  #endDocument(): TokenArray[] {
    this.#stream.finish();
    if (this.#hasText) this.#buffer.push([this.#endMark]);
    else this.#buffer.truncate(this.#documentStart);
    this.#hasText = false;
    const chunks = this.#characters >= this.#combine ? this.finish() : [];
    this.#documentStart = this.#buffer.length;
    return chunks;
  }
}

/**
 * As the load_dataset of 2019: whole files are added up until they have `combine` characters and are then a
 * chunk; until then the mark follows each as text. The last chunk ends with a mark, the others do not.
 */
class CombiningEncoder implements CorpusEncoder {
  readonly #combine: number;
  readonly #buffer: TokenBuffer;
  readonly #stream: StreamEncoder;
  #characters = 0;

  constructor(tokenizer: Tokenizer, combine: number) {
    this.#combine = combine;
    this.#buffer = new TokenBuffer(tokenizer.vocabularySize);
    this.#stream = tokenizer.streamEncoder(this.#buffer);
  }

  push(text: string): TokenArray[] {
    this.#stream.push(text);
    this.#characters += codePoints(text);
    return [];
  }

  endFile(): TokenArray[] {
    return this.#characters >= this.#combine ? this.finish() : this.push(DOCUMENT_MARK);
  }

  finish(): TokenArray[] {
    this.#stream.finish();
    this.#characters = 0;
    return this.#buffer.length === 0 ? [] : [this.#buffer.take()];
  }
}

/** CRLF and CR become line feeds, as when Python reads a text file; a CR waits for the next character. */
function withLineFeeds(encoder: CorpusEncoder): CorpusEncoder {
  let held = '';
  return {
    push(text) {
      const whole = held + text;
      held = whole.endsWith('\r') ? '\r' : '';
      return encoder.push(whole.slice(0, whole.length - held.length).replace(/\r\n?/g, '\n'));
    },
    endFile() {
      const last = held === '' ? [] : encoder.push('\n');
      held = '';
      return [...last, ...encoder.endFile()];
    },
    finish: () => encoder.finish(),
  };
}

/** Characters as Python counts them: the second half of a surrogate pair does not count. */
function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--;
  return count;
}
