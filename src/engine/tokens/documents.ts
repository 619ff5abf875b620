/**
 * The line that follows each document in a training text, whatever the tokenizer's end mark is. `blog/corpus` writes it, and
 * escapes it where a post has it.
 */
export const DOCUMENT_MARK = '<|endoftext|>';

/** A stretch of a document's text, and whether the document ends with it. */
export interface DocumentPiece {
  readonly text: string;
  readonly endsDocument: boolean;
}

const MARK_LINE = `\n${DOCUMENT_MARK}\n`;
const LAST_MARK_LINE = `\n${DOCUMENT_MARK}`;

/**
 * Divides a training text, coming in pieces, into its documents: each is followed by a line that is exactly
 * `<|endoftext|>`. The line breaks around that line are not part of any document; line breaks are line feeds.
 */
export class DocumentSplitter {
  /** What may still turn out to belong to a mark. The first line is preceded by a line feed that is not in the text. */
  #held = '\n';
  #startsLine = true;

  push(text: string): DocumentPiece[] {
    const pieces: DocumentPiece[] = [];
    const held = this.#held + text;
    let start = 0;
    for (let mark = held.indexOf(MARK_LINE); mark !== -1; mark = held.indexOf(MARK_LINE, start)) {
      pieces.push({ text: this.#take(held, start, mark), endsDocument: true });
      // The line feed after the mark is the one before the next line.
      start = mark + LAST_MARK_LINE.length;
      this.#startsLine = true;
    }
    const safe = Math.max(start, held.length - MARK_LINE.length + 1);
    if (safe > start) pieces.push({ text: this.#take(held, start, safe), endsDocument: false });
    this.#held = held.slice(safe);
    return pieces;
  }

  /** The rest of the text, which ends its last document; another text can follow. */
  finish(): DocumentPiece[] {
    // The last line may lack its line feed, and be a mark all the same.
    const pieces = this.#held.endsWith(LAST_MARK_LINE) ? this.push('\n') : [];
    pieces.push({ text: this.#take(this.#held, 0, this.#held.length), endsDocument: true });
    this.#held = '\n';
    this.#startsLine = true;
    return pieces;
  }

  /** held[start, end) without the line feed that is not the document's. */
  #take(held: string, start: number, end: number): string {
    const from = this.#startsLine ? start + 1 : start;
    if (end > start) this.#startsLine = false;
    return held.slice(from, Math.max(from, end));
  }
}
