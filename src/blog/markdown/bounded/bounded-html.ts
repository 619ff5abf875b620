/** Maximum nesting of elements; browsers stop at about 500. */
const MOST_DEPTH = 250;
/** The reason reported when deeper elements are left out. */
export const TOO_DEEP = 'its elements are nested too deeply';
/** Maximum number of tags in a text. */
const MOST_TAGS = 80_000;
/** Maximum number of attributes in a tag; parsers compare each one with all before it. */
const MOST_ATTRIBUTES = 300;
/** Maximum number of text marks that may be open at the start of a block. */
const MOST_MARKS = 50;
/** Maximum number of times, over all blocks of a text, that parsers reopen unclosed elements. */
const MOST_OPENED_AGAIN = 20_000;

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements that mark text. If one is open when a block begins, parsers reopen it inside the block. */
const marksOfText = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));
/** Elements whose content is text up to their end tag. */
const textOnly = new Set('script style textarea title xmp iframe noembed noframes plaintext'.split(' '));
/** Kinds of elements that close an open element of the same kind, unless one of `within` is open between them. */
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

/** Removes tags from HTML that would take parsers too long. The HTML is passed in consecutive pieces. */
export class HtmlBounds {
  /** Why something was removed; null if nothing was. */
  reason: string | null = null;
  readonly #open: string[] = [];
  /** By name, how many tags were removed whose end tags must be removed too. */
  readonly #leftOut = new Map<string, number>();
  /** By name, how many text marks are open. */
  readonly #marks = new Map<string, number>();
  #openedAgain = 0;
  #tags = 0;

  /** The piece without the removed tags; the same string if nothing was removed. */
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

  /** Starts a block of Markdown, in which parsers reopen the open text marks. Returns end tags to insert, or ''. */
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

  /** The replacement of a tag; null if the tag stays. */
  #replacement(tag: Tag): string | null {
    const { name } = tag;
    // Parsers drop a tag that never ends.
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
    return ends === '' ? '' : ends + this.#without('its text has formatting tags that are never closed');
  }

  #without(reason: string): '' {
    this.reason ??= reason;
    return '';
  }
}

/** A whole HTML text without tags that would take parsers too long. `tell` receives the reason if any were removed. */
export function boundedHtml(html: string, tell?: (reason: string) => void): string {
  const bounds = new HtmlBounds();
  const bounded = bounds.pass(html);
  if (bounds.reason !== null) tell?.(bounds.reason);
  return bounded;
}

/** The number of attributes in the tag that has most. */
export function mostAttributesIn(html: string): number {
  let most = 0;
  for (const { attributes } of tagsIn(html)) most = Math.max(most, attributes);
  return most;
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  /** Whether it ends with ">". */
  readonly isWhole: boolean;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly attributes: number;
}

function attributesLess({ name, attributes }: Tag): string | null {
  return attributes > MOST_ATTRIBUTES ? `<${name}>` : null;
}

/** The tags of a text as parsers find them, in linear time. */
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

/** The offset after the ">" that ends a tag; a ">" in a quoted value does not end it. */
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
