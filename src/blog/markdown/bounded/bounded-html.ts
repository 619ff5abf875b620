/** Elements within each other; browsers too go no deeper than some 500. */
const MOST_DEPTH = 250;
/** What is told of deeper ones, which are left out. */
export const TOO_DEEP = 'its elements are nested too deeply';
/** Tags of a text. */
const MOST_TAGS = 80_000;
/** Attributes of a tag: each one is compared with all before it. */
const MOST_ATTRIBUTES = 300;
/** Marks of text that are open at the beginning of a block. */
const MOST_MARKS = 50;
/** Elements that parsers open again because nobody closed them, in all blocks of a text together. */
const MOST_OPENED_AGAIN = 20_000;

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** A block that begins ends the marks of text around it only for itself: they are opened again in it. */
const marksOfText = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));
/** In these nothing is a tag but their own end. */
const textOnly = new Set('script style textarea title xmp iframe noembed noframes plaintext'.split(' '));
/** What a tag closes that is of its kind, as far as an element of `within` lies between. */
const siblings: Readonly<Record<string, string>> = {
  p: 'p',
  li: 'li',
  dd: 'dt',
  dt: 'dt',
  tr: 'tr',
  td: 'td',
  th: 'td',
  option: 'option',
};
const within = new Set('ul ol dl table tbody thead tfoot select div blockquote section article'.split(' '));

/** Takes away from HTML, tag by tag, what parsers would need too long for; `html` in pieces that follow one another. */
export class HtmlBounds {
  /** Why anything was taken away; null where nothing was. */
  reason: string | null = null;
  readonly #open: string[] = [];
  /** How many tags of a name were left out, whose ends are to be left out too. */
  readonly #leftOut = new Map<string, number>();
  /** Marks of text that nobody closed, and how often each. */
  readonly #marks = new Map<string, number>();
  #openedAgain = 0;
  #tags = 0;

  /** The piece without what is too much: the same where nothing is. */
  pass(html: string): string {
    const kept: string[] = [];
    let done = 0;
    for (const tag of tagsIn(html)) {
      const replacement = this.#replacement(tag);
      if (replacement === null) continue;
      kept.push(html.slice(done, tag.start), replacement);
      done = tag.end;
    }
    return done === 0 && kept.length === 0 ? html : kept.join('') + html.slice(done);
  }

  /** A block of Markdown begins: marks of text that are open are opened again. */
  block(): string {
    while (this.#open.length > 0 && marksOfText.has(this.#open.at(-1)!)) this.#open.pop();
    return this.#openAgain();
  }

  #openAgain(): string {
    let open = 0;
    for (const times of this.#marks.values()) open += times;
    this.#openedAgain += open;
    return open > MOST_MARKS || this.#openedAgain > MOST_OPENED_AGAIN ? this.#endMarks() : '';
  }

  /** What takes the place of a tag; null: it stays. */
  #replacement(tag: Tag): string | null {
    const { name } = tag;
    // Parsers drop what never ends.
    if (!tag.isWhole) return tag.attributes > MOST_ATTRIBUTES ? '' : null;
    if (++this.#tags > MOST_TAGS) return this.#without('it has too many tags');
    if (tag.isEnd) return this.#end(name);
    if (empty.has(name)) return attributesLess(tag);
    const ends = marksOfText.has(name) ? '' : this.#openAgain();
    this.#closeSiblings(name);
    if (this.#open.length >= MOST_DEPTH) {
      this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + 1);
      return ends + this.#without(TOO_DEEP);
    }
    this.#open.push(name);
    if (marksOfText.has(name)) this.#marks.set(name, (this.#marks.get(name) ?? 0) + 1);
    const shorter = attributesLess(tag);
    return ends === '' ? shorter : ends + (shorter ?? tag.text);
  }

  #end(name: string): string | null {
    const leftOut = this.#leftOut.get(name) ?? 0;
    if (leftOut > 0) {
      this.#leftOut.set(name, leftOut - 1);
      return '';
    }
    const at = this.#open.lastIndexOf(name);
    if (at !== -1) this.#open.length = at;
    const marks = this.#marks.get(name) ?? 0;
    if (marks > 1) this.#marks.set(name, marks - 1);
    else this.#marks.delete(name);
    return null;
  }

  #closeSiblings(name: string): void {
    const kind = siblings[name];
    if (kind === undefined) return;
    for (let i = this.#open.length - 1; i >= 0 && !within.has(this.#open[i]); i--) {
      if (siblings[this.#open[i]] === kind) {
        this.#open.length = i;
        return;
      }
    }
  }

  #endMarks(): string {
    const ends = Array.from(this.#marks, ([name, times]) => `</${name}>`.repeat(times)).join('');
    this.#marks.clear();
    return ends === '' ? '' : ends + this.#without('marks of text in it are never closed');
  }

  #without(reason: string): '' {
    this.reason ??= reason;
    return '';
  }
}

/** A whole text of HTML without what parsers would need too long for, which is told. */
export function boundedHtml(html: string, tell?: (reason: string) => void): string {
  const bounds = new HtmlBounds();
  const bounded = bounds.pass(html);
  if (bounds.reason !== null) tell?.(bounds.reason);
  return bounded;
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  /** It has its ">". */
  readonly isWhole: boolean;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly attributes: number;
}

function attributesLess({ name, attributes }: Tag): string | null {
  return attributes > MOST_ATTRIBUTES ? `<${name}>` : null;
}

/** The tags as parsers find them: each character is looked at once. */
function* tagsIn(html: string): Generator<Tag> {
  const beginning = /<(?:!--|[!?]|(\/?)([a-z][^\s/>]*))/gi;
  for (let found = beginning.exec(html); found !== null; found = beginning.exec(html)) {
    const [mark, slash, written] = found;
    if (written === undefined) {
      const end = html.indexOf(mark === '<!--' ? '-->' : '>', beginning.lastIndex);
      if (end === -1) return;
      beginning.lastIndex = end + 1;
      continue;
    }
    const { end, attributes, isWhole } = endOfTag(html, beginning.lastIndex);
    const name = written.toLowerCase();
    yield {
      name,
      isEnd: slash === '/',
      start: found.index,
      end,
      text: html.slice(found.index, end),
      attributes,
      isWhole,
    };
    beginning.lastIndex = end;
    if (slash === '' && textOnly.has(name)) {
      const closing = new RegExp(`</${name}`, 'gi');
      closing.lastIndex = end;
      const closed = closing.exec(html);
      if (closed === null) return;
      beginning.lastIndex = closed.index;
    }
  }
}

/** Behind the ">" that ends a tag; that of a value between quotes does not. */
function endOfTag(html: string, start: number): { end: number; attributes: number; isWhole: boolean } {
  const parts = /[>=]|\s[^\s>=]/g;
  parts.lastIndex = start;
  let attributes = 0;
  for (let found = parts.exec(html); found !== null; found = parts.exec(html)) {
    if (found[0] === '>') return { end: parts.lastIndex, attributes, isWhole: true };
    if (found[0] !== '=') {
      attributes++;
      continue;
    }
    const value = /\s*(["']?)/y;
    value.lastIndex = parts.lastIndex;
    const quote = value.exec(html)![1];
    const end = quote === '' ? value.lastIndex : html.indexOf(quote, value.lastIndex) + 1;
    if (end === 0) break;
    parts.lastIndex = end;
  }
  return { end: html.length, attributes, isWhole: false };
}
