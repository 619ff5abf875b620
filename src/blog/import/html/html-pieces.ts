/** A stretch of HTML as split by its angle brackets, the way WordPress and similar systems do, not as a tree. */
export interface HtmlPiece {
  /** `verbatim`: a complete element whose text is not markup. */
  readonly kind: 'text' | 'tag' | 'comment' | 'verbatim';
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
  /** The name of a tag or element, in lower case; else ''. */
  readonly name: string;
  readonly isEnd: boolean;
}

const tagName = /<(\/?)([a-z][\w:-]*)/iy;

/**
 * Splits an HTML text into pieces that, joined, give the text again, in linear time. A tag ends at the next ">", a
 * comment at the next "-->" or at the end of the text, and an element of `verbatim` at its end tag; without an end tag
 * it is only a tag.
 */
export function* htmlPieces(html: string, verbatim: ReadonlySet<string>): Generator<HtmlPiece> {
  const ends = new EndTags(html);
  let [at, from] = [0, 0];
  const textUpTo = function* (end: number): Generator<HtmlPiece> {
    if (end > at) yield { kind: 'text', text: html.slice(at, end), start: at, name: '', isEnd: false };
  };
  for (let start = html.indexOf('<', from); start !== -1; start = html.indexOf('<', from)) {
    if (html.startsWith('<!--', start)) {
      yield* textUpTo(start);
      const end = html.indexOf('-->', start + 4);
      at = end === -1 ? html.length : end + 3;
      from = at;
      yield { kind: 'comment', text: html.slice(start, at), start, name: '', isEnd: false };
      continue;
    }
    tagName.lastIndex = start;
    const [, slash, written] = tagName.exec(html) ?? [];
    from = start + 1;
    if (written === undefined) continue;
    const end = html.indexOf('>', start);
    if (end === -1) break;
    yield* textUpTo(start);
    const name = written.toLowerCase();
    const whole = slash === '' && verbatim.has(name) ? ends.after(name, end + 1) : null;
    at = whole ?? end + 1;
    from = at;
    const kind = whole === null ? 'tag' : 'verbatim';
    yield { kind, text: html.slice(start, at), start, name, isEnd: slash === '/' };
  }
  yield* textUpTo(html.length);
}

/** Positions after end tags; a name without one is not searched for again. */
class EndTags {
  readonly #html: string;
  readonly #missing = new Set<string>();

  constructor(html: string) {
    this.#html = html;
  }

  after(name: string, from: number): number | null {
    if (this.#missing.has(name)) return null;
    const end = new RegExp(`</${name}\\s*>`, 'gi');
    end.lastIndex = from;
    if (end.test(this.#html)) return end.lastIndex;
    this.#missing.add(name);
    return null;
  }
}
