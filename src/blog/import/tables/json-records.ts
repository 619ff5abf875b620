import { SourceFault } from '../post-source.ts';

/** A value in a text of JSON values, not parsed yet. */
export interface JsonRecord {
  readonly json: string;
  /** The line in which it begins, from 1. */
  readonly line: number;
}

/** A value of more characters than this is not taken apart. */
const longestValue = 2 ** 28;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from('"\\[]{}', (c) =>
  c.charCodeAt(0),
);

/**
 * The values of a text, one in memory at a time: those of a list, or those that come one after another, on one line each
 * or on several. What is broken is a value too, up to where the next one begins.
 * Throws SourceFault with the line for a value that does not end.
 */
export async function* jsonRecords(text: AsyncIterable<string>, source: string): AsyncGenerator<JsonRecord> {
  const cutter = new RecordCutter();
  for await (const piece of text) {
    yield* cutter.push(piece);
    if (cutter.open > longestValue) {
      throw new SourceFault(source, cutter.line, `a value that begins here has more than ${longestValue} characters.`);
    }
  }
  yield* cutter.end();
}

class RecordCutter {
  /** Characters of the value that is not whole yet, and the line where it begins. */
  open = 0;
  line = 1;
  #pieces: string[] = [];
  #lines = 1;
  #isInList = false;
  #isIn: 'nothing' | 'brackets' | 'text' | 'word' = 'nothing';
  #depth = 0;
  #isQuoted = false;
  #isEscaped = false;

  *push(piece: string): Generator<JsonRecord> {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#isIn === 'word' && isBetween(code)) {
        yield this.#cut(piece.slice(from, at));
      }
      if (this.#isIn === 'nothing') {
        if (this.#begins(code)) from = at;
      } else if (this.#ends(code)) {
        yield this.#cut(piece.slice(from, at + 1));
        from = at + 1;
      }
      if (code === 10) this.#lines++;
    }
    if (this.#isIn === 'nothing') return;
    this.#pieces.push(piece.slice(from));
    this.open += piece.length - from;
  }

  *end(): Generator<JsonRecord> {
    if (this.#isIn !== 'nothing') yield this.#cut('');
  }

  #cut(last: string): JsonRecord {
    const json = [...this.#pieces, last].join('');
    this.#pieces = [];
    this.open = 0;
    this.#isIn = 'nothing';
    this.#depth = 0;
    this.#isQuoted = false;
    this.#isEscaped = false;
    return { json, line: this.line };
  }

  /** Whether a value begins with this character. */
  #begins(code: number): boolean {
    if (isBetween(code) || (code === OPEN_LIST && !this.#isInList)) {
      if (code === OPEN_LIST) this.#isInList = true;
      if (code === CLOSE_LIST) this.#isInList = false;
      return false;
    }
    this.line = this.#lines;
    this.#isIn = 'word';
    if (code === OPEN_OBJECT || code === OPEN_LIST) this.#isIn = 'brackets';
    if (code === QUOTE) this.#isIn = 'text';
    this.#depth = this.#isIn === 'brackets' ? 1 : 0;
    this.#isQuoted = this.#isIn === 'text';
    return true;
  }

  /** Whether the value that was begun ends with this character. */
  #ends(code: number): boolean {
    if (this.#isIn === 'word') return false;
    if (this.#isQuoted) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === BACKSLASH) this.#isEscaped = true;
      else if (code === QUOTE) {
        this.#isQuoted = false;
        return this.#isIn === 'text';
      }
      return false;
    }
    if (code === QUOTE) this.#isQuoted = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#depth--;
    return this.#depth === 0;
  }
}

/** White space, marks between values, and the end of a list. */
function isBetween(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0xfeff || code === CLOSE_LIST || code === 0x3b;
}
