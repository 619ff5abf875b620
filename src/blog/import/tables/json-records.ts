import { SourceFault } from '../post-source.ts';

/** A JSON value in a text, not parsed yet. */
export interface JsonRecord {
  readonly json: string;
  /** The line it begins on, from 1. */
  readonly line: number;
}

/** Characters. Longer values are refused. */
const maxValueCharacters = 2 ** 28;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from('"\\[]{}', (c) =>
  c.charCodeAt(0),
);

/**
 * The JSON values of a text, one in memory at a time: the items of a list, or values that follow one another, on one or
 * more lines each. A broken value ends where the next one begins. Throws SourceFault with the line for a value that
 * does not end.
 */
export async function* jsonRecords(text: AsyncIterable<string>, source: string): AsyncGenerator<JsonRecord> {
  const cutter = new RecordCutter();
  for await (const piece of text) {
    yield* cutter.push(piece);
    if (cutter.open > maxValueCharacters) {
      throw new SourceFault(
        source,
        cutter.line,
        `a value that begins here has more than ${maxValueCharacters} characters.`,
      );
    }
  }
  yield* cutter.end();
}

class RecordCutter {
  /** Length of the incomplete value, and the line it begins on. */
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

  /** Whether this character begins a value. */
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

  /** Whether this character ends the current value. */
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

/** White space, separators, and the end of a list. */
function isBetween(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0xfeff || code === CLOSE_LIST || code === 0x3b;
}
