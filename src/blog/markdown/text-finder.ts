/**
 * Finds the ends of marks. It remembers each result, so that any number of searches for the same mark from left to right
 * together take time proportional to the text.
 */
export class TextFinder {
  readonly text: string;
  readonly #strings = new Map<string, Found<number>>();
  readonly #patterns = new Map<RegExp, Found<RegExpExecArray | null>>();

  constructor(text: string) {
    this.text = text;
  }

  /** The next occurrence of a string at or after `from`; -1 if there is none. */
  indexOf(string: string, from: number): number {
    const known = this.#strings.get(string);
    if (known !== undefined && known.from <= from && (known.at === -1 || known.at >= from)) return known.at;
    const at = this.text.indexOf(string, from);
    this.#strings.set(string, { from, at, what: at });
    return at;
  }

  /** The next match of a pattern at or after `from`. The pattern must have the flag g. */
  match(pattern: RegExp, from: number): RegExpExecArray | null {
    const known = this.#patterns.get(pattern);
    if (known !== undefined && known.from <= from && (known.at === -1 || known.at >= from)) return known.what;
    pattern.lastIndex = from;
    const what = pattern.exec(this.text);
    this.#patterns.set(pattern, { from, at: what?.index ?? -1, what });
    return what;
  }

  /** The match of a pattern exactly at a position. The pattern must have the flag y. */
  at(pattern: RegExp, place: number): RegExpExecArray | null {
    pattern.lastIndex = place;
    return pattern.exec(this.text);
  }

  /** The end of the line that contains a position, before its line break. */
  lineEnd(from: number): number {
    const at = this.indexOf('\n', from);
    return at === -1 ? this.text.length : at;
  }

  /** The end of the paragraph that contains a position: the next empty line. */
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
