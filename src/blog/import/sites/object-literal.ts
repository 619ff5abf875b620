/** Values nested more deeply are not read. */
const maxDepth = 50;

/** The tokens of a program that matter; anything else is one character. */
const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|\.\.\.|=>|[\w$]+(?:\.\d+)?|[\s\S]/g;

/** The value of a call, a variable or a function, which only running the program would give. */
const unknown = undefined;

/**
 * The object that a JavaScript program exports, or returns first, as far as it is literal: strings, numbers, booleans,
 * lists and objects. Any other value is `undefined`. Null if there is no object.
 */
export function exportedObject(program: string): Readonly<Record<string, unknown>> | null {
  const found = /\bmodule\.exports\s*=\s*\{|\bexport\s+default\s*\{|\breturn\s*\(?\s*\{|=>\s*\(\s*\{/.exec(program);
  return found === null ? null : objectLiteral(program, found.index + found[0].length - 1);
}

/** The object whose brace opens at `start`; see `exportedObject`. Null if there is none. */
export function objectLiteral(program: string, start: number): Readonly<Record<string, unknown>> | null {
  return program[start] === '{' ? new Reader(program.slice(start)).object(0) : null;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads up to the comma or bracket that ends the value. */
  #value(depth: number): unknown {
    const token = this.#peek();
    let value: unknown = unknown;
    if (token === '{' && depth < maxDepth) value = this.object(depth + 1);
    else if (token === '[' && depth < maxDepth) value = this.#list(depth + 1);
    else if (isPlain(token)) {
      this.#next();
      value = plainValue(token);
    }
    return this.#skip() ? unknown : value;
  }

  object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.#next();
    for (let token = this.#peek(); token !== '}' && token !== ''; token = this.#peek()) {
      const key = /^["']/.test(token) ? plainValue(token) : token;
      if (token !== ',') {
        if (!/^(?:["']|[\w$])/.test(token)) this.#skip();
        else {
          this.#next();
          if (this.#peek() === ':') {
            this.#next();
            entries.push([String(key), this.#value(depth)]);
          } else this.#skip();
        }
      }
      if (this.#peek() === ',') this.#next();
      else if (')]'.includes(this.#peek())) break;
    }
    this.#next();
    return Object.fromEntries(entries);
  }

  #list(depth: number): unknown[] {
    const values: unknown[] = [];
    this.#next();
    for (let token = this.#peek(); token !== ']' && token !== ''; token = this.#peek()) {
      if (token !== ',') values.push(this.#value(depth));
      if (this.#peek() === ',') this.#next();
      else if (')}'.includes(this.#peek())) break;
    }
    this.#next();
    return values;
  }

  /** Skips the rest of a value; returns whether there was any. */
  #skip(): boolean {
    let [depth, skipped] = [0, false];
    for (let token = this.#peek(); token !== ''; token = this.#peek()) {
      if (depth === 0 && /^[,)\]}]$/.test(token)) break;
      if (/^[([{]$/.test(token)) depth++;
      else if (/^[)\]}]$/.test(token)) depth--;
      this.#next();
      skipped = true;
    }
    return skipped;
  }

  /** The next token other than white space and comments; '' at the end. */
  #peek(): string {
    for (;;) {
      TOKEN.lastIndex = this.#at;
      const token = TOKEN.exec(this.#text)?.[0] ?? '';
      if (!/^(?:\s|\/[/*])/.test(token)) return token;
      this.#at += token.length;
    }
  }

  #next(): void {
    this.#at += this.#peek().length;
  }
}

function isPlain(token: string): boolean {
  return /^(?:["'`]|\d|true$|false$|null$)/.test(token) && !(token.startsWith('`') && token.includes('${'));
}

function plainValue(token: string): unknown {
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (/^\d/.test(token)) return Number(token);
  return token.slice(1, -1).replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };
