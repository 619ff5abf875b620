/**
 * Looks for the ends of marks. A search from left to right costs as much as the text is long, however often it is asked:
 * what was found, or that there is nothing more, is remembered.
 */
export class TextFinder {
  readonly text: string;
  readonly #strings = new Map<string, Found<number>>();
  readonly #patterns = new Map<RegExp, Found<RegExpExecArray | null>>();

  constructor(text: string) {
    this.text = text;
  }

  /** Where a string is next, at or behind a place; -1 where it is not. */
  indexOf(string: string, from: number): number {
    const known = this.#strings.get(string);
    if (known !== undefined && known.from <= from && (known.at === -1 || known.at >= from)) return known.at;
    const at = this.text.indexOf(string, from);
    this.#strings.set(string, { from, at, what: at });
    return at;
  }

  /** The next match of a pattern, which has the flag g, at or behind a place. */
  match(pattern: RegExp, from: number): RegExpExecArray | null {
    const known = this.#patterns.get(pattern);
    if (known !== undefined && known.from <= from && (known.at === -1 || known.at >= from)) return known.what;
    pattern.lastIndex = from;
    const what = pattern.exec(this.text);
    this.#patterns.set(pattern, { from, at: what?.index ?? -1, what });
    return what;
  }

  /** The match of a pattern, which has the flag y, right at a place. */
  at(pattern: RegExp, place: number): RegExpExecArray | null {
    pattern.lastIndex = place;
    return pattern.exec(this.text);
  }

  /** Where the line of a place ends, before its line break. */
  lineEnd(from: number): number {
    const at = this.indexOf('\n', from);
    return at === -1 ? this.text.length : at;
  }

  /** Where the paragraph of a place ends: at the next empty line. */
  paragraphEnd(from: number): number {
    return this.match(emptyLine, from)?.index ?? this.text.length;
  }
}

interface Found<What> {
  readonly from: number;
  readonly at: number;
  readonly what: What;
}

const emptyLine = /\n[ \t]*\n/g;
