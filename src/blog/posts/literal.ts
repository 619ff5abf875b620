import { MAX_NESTING } from './yaml-lines.ts';

/** An entry of the outermost object: its key, and the offsets of its start, its value and its end. */
export interface LiteralEntry {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export interface Literal {
  readonly value: Readonly<Record<string, unknown>>;
  readonly entries: readonly LiteralEntry[];
  /** The offset after its closing brace. */
  readonly end: number;
}

/** Text that is not an object of plain data; `offset` is where reading failed. */
export class LiteralProblem extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads the object at the start of a JSON text, or of a JavaScript text if `isJson` is false: plain data without calls,
 * names, spreads or `${}`, where `new Date('…')` gives its text. Without braces, as in Hexo's JSON, the entries run to
 * the end of the text. Throws LiteralProblem.
 */
export function readLiteral(text: string, { isJson, hasBraces = true }: LiteralForm): Literal {
  return new LiteralReader(text, isJson).object(hasBraces);
}

export interface LiteralForm {
  readonly isJson: boolean;
  readonly hasBraces?: boolean;
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
const SPACE = /[\s\uFEFF]*/y;
const SPACE_OR_COMMENT = /(?:[\s\uFEFF]|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const JSON_NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER = /[+-]?(?:0x[\da-f_]+|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)/iy;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const DATE = /new\s+Date\(\s*(["'])([^"'\\\n]*)\1\s*\)/y;

class LiteralReader {
  readonly #text: string;
  readonly #isJson: boolean;
  #at = 0;
  #depth = 0;
  readonly #entries: LiteralEntry[] = [];

  constructor(text: string, isJson: boolean) {
    this.#text = text;
    this.#isJson = isJson;
  }

  object(hasBraces: boolean): Literal {
    this.#skipSpace();
    const value = this.#object(hasBraces);
    return { value, entries: this.#entries, end: this.#at };
  }

  #object(hasBraces = true): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    if (hasBraces) this.#expect('{');
    this.#deeper();
    while (!this.#closes(hasBraces ? '}' : '')) {
      const start = this.#at;
      const key = this.#key();
      this.#skipSpace();
      this.#expect(':');
      this.#skipSpace();
      const valueStart = this.#at;
      object[key] = this.#value();
      if (this.#depth === 1) this.#entries.push({ key, start, valueStart, end: this.#at });
      this.#separator(hasBraces ? '}' : '');
    }
    this.#depth--;
    return { ...object };
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    this.#expect('[');
    this.#deeper();
    while (!this.#closes(']')) {
      items.push(this.#value());
      this.#separator(']');
    }
    this.#depth--;
    return items;
  }

  #deeper(): void {
    if (++this.#depth > MAX_NESTING) this.#fail('lists and maps are nested too deeply');
  }

  /** Whether the object or list ends here; if so, moves past its end. */
  #closes(mark: string): boolean {
    this.#skipSpace();
    if (mark === '') return this.#at >= this.#text.length;
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #separator(mark: string): void {
    this.#skipSpace();
    const here = this.#text[this.#at];
    if (here === ',') {
      this.#at++;
      this.#skipSpace();
      if (this.#isJson && this.#text[this.#at] === mark) this.#fail('a list or map has a comma before its end');
    } else if (here !== (mark === '' ? undefined : mark)) this.#fail('a comma or a quote is missing');
  }

  #key(): string {
    if (/["']/.test(this.#text[this.#at] ?? '')) return this.#string();
    const word = this.#isJson ? null : (this.#match(WORD) ?? this.#match(NUMBER));
    return word ?? this.#fail('a key or its quotes are missing');
  }

  #value(): unknown {
    const here = this.#text[this.#at] ?? '';
    if (here === '{') return this.#object();
    if (here === '[') return this.#array();
    if (here === '"' || (!this.#isJson && /['`]/.test(here))) return this.#string();
    const number = this.#match(this.#isJson ? JSON_NUMBER : NUMBER);
    if (number !== null) return Number(number.replaceAll('_', ''));
    const date = this.#isJson ? null : this.#match(DATE);
    if (date !== null) return date.slice(date.search(/["']/) + 1, date.lastIndexOf(date.at(date.search(/["']/))!));
    const start = this.#at;
    const word = this.#match(WORD);
    if (word !== null && Object.hasOwn(WORDS, word)) return WORDS[word];
    if (word === 'undefined' && !this.#isJson) return undefined;
    this.#at = start;
    return this.#fail(this.#at >= this.#text.length ? 'the text ends too early' : 'a value or its quotes are missing');
  }

  #string(): string {
    const quote = this.#text[this.#at];
    if (this.#isJson && quote !== '"') this.#fail('text must be in double quotes');
    const start = this.#at + 1;
    let end = start;
    while (end < this.#text.length && this.#text[end] !== quote) {
      if (quote === '`' && this.#text.startsWith('${', end)) this.#fail('a text contains an expression');
      if (this.#text[end] === '\n' && quote !== '`') this.#fail('a quote is missing at the end of this line');
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    if (end >= this.#text.length) this.#fail('the closing quote of a text is missing');
    const inner = this.#text.slice(start, end);
    const value = this.#isJson ? this.#unescapedJson(inner) : unescaped(inner);
    this.#at = end + 1;
    return value;
  }

  #unescapedJson(inner: string): string {
    try {
      return JSON.parse(`"${inner}"`) as string;
    } catch {
      return this.#fail('a text contains a character or a \\ that JSON does not allow');
    }
  }

  #skipSpace(): void {
    this.#match(this.#isJson ? SPACE : SPACE_OR_COMMENT);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }

  #expect(mark: string): void {
    if (this.#text[this.#at] !== mark) this.#fail(`${mark} is missing`);
    this.#at++;
  }

  #fail(reason: string): never {
    throw new LiteralProblem(this.#at, reason);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '0': '\0' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(\n)|(.))/gis, (...found: string[]) => {
    const [, long, four, two, lineBreak, other] = found;
    const code = long ?? four ?? two;
    if (code !== undefined)
      return Number.parseInt(code, 16) > 0x10ffff ? '' : String.fromCodePoint(Number.parseInt(code, 16));
    return lineBreak === undefined ? (ESCAPES[other] ?? other) : '';
  });
}
