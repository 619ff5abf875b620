/*
 * What the parser of Markdown has to do for the text of a paragraph, in microseconds of a usual machine. It looks
 * back at all marks before for each mark that closes, and ahead to the end for each that is never closed; here each
 * character is looked at once, so that a text can be refused that would take minutes.
 */

/** Of any mark: it becomes an event or two, and mostly a node. */
const EACH_MARK = 22;
/** Of each mark between one that closes and the one that opens. */
const BACK = 0.01;
const BACK_IN_LINK = 0.08;
const BACK_IN_IMAGE = 0.6;
/** Of each character up to what would close it. */
const AHEAD = 0.008;
/** Of what may be a tag, which is read once more as HTML. */
const EACH_TAG = 30;
/** Of each space in a tag. */
const EACH_ATTRIBUTE = 4;
/** Of each character of an address, for each place where one could begin in it. */
const ADDRESS = 0.0005;

/** What is read to its end once it has begun: nothing in there is a mark. */
const untilMark: readonly (readonly [begins: string, end: string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['](', ')'],
];

interface Opener {
  readonly length: number;
  /** Marks before it. */
  readonly marks: number;
}

/** The marks of a paragraph that open and close, one after another. */
class OpenMarks {
  #marks = 0;
  readonly #emphasis: Readonly<Record<string, Opener[]>> = { '*': [], _: [], '~': [] };
  /** Of each bracket that is open: the marks before it, and whether it is an image's. */
  readonly #brackets: { readonly marks: number; readonly isImage: boolean }[] = [];

  /** What has been closed: the marks before it, and how deep others are in it. */
  readonly #closed: { readonly marks: number; readonly depth: number }[] = [];
  #cost = 0;
  depth = 0;

  get cost(): number {
    return this.#cost + this.#marks * EACH_MARK;
  }

  mark(): void {
    this.#marks++;
  }

  /** A run of `*`, `_` or `~`, with the characters before and behind it. */
  run(mark: string, length: number, before: string, behind: string): void {
    this.#marks += 2;
    const opens = !isSpace(behind) && (!isPunctuation(behind) || isSpace(before) || isPunctuation(before));
    const closes = !isSpace(before) && (!isPunctuation(before) || isSpace(behind) || isPunctuation(behind));
    const opener = this.#emphasis[mark].at(-1);
    if (closes) {
      const fits = opener !== undefined && (length + opener.length) % 3 !== 0;
      // What does not fit is looked past, as far as the beginning.
      this.#cost += BACK * (fits ? this.#marks - opener.marks : this.#marks);
      if (fits) this.#closeSince(opener.marks);
      if (fits) return;
    }
    if (opens) this.#emphasis[mark].push({ length, marks: this.#marks });
  }

  openBracket(isImage: boolean): void {
    this.#brackets.push({ marks: this.#marks++, isImage });
  }

  /** `isLink`: an address or a label follows at once. */
  closeBracket(isLink: boolean): void {
    this.#marks++;
    const opener = this.#brackets.pop();
    if (opener === undefined) {
      this.#cost += BACK * this.#marks;
      return;
    }
    if (isLink) this.#close(opener.marks);
    const linked = opener.isImage ? BACK_IN_IMAGE : BACK_IN_LINK;
    this.#cost += (isLink ? linked : BACK) * (this.#marks - opener.marks);
  }

  tag(attributes: number): void {
    this.#cost += EACH_TAG + EACH_ATTRIBUTE * attributes;
  }

  /** Characters that are read for nothing. */
  ahead(characters: number): void {
    this.#cost += AHEAD * characters;
  }

  #close(marks: number): void {
    let depth = 1;
    while (this.#closed.length > 0 && this.#closed.at(-1)!.marks >= marks) {
      depth = Math.max(depth, this.#closed.pop()!.depth + 1);
    }
    this.#closed.push({ marks, depth });
    this.depth = Math.max(this.depth, depth);
  }

  /** Marks that were opened within what is closed now stay text. */
  #closeSince(marks: number): void {
    this.#close(marks);
    for (const openers of Object.values(this.#emphasis)) {
      while (openers.length > 0 && openers.at(-1)!.marks >= marks) openers.pop();
    }
  }
}

const marks = /[*_~`[\]<&\\!:@\n]|www\./gi;

/** What the marks in a paragraph cost, and how deep they are within each other. */
export function inlineCost(text: string): { cost: number; depth: number } {
  const open = new OpenMarks();
  const lastEnds = new Map(untilMark.map(([begins, end]) => [begins, text.lastIndexOf(end)]));
  const lastTicks = lastOfEachRun(text);
  marks.lastIndex = 0;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [mark] = found;
    const at = found.index;
    const end = '*_~`\\'.includes(mark) ? endOfRun(text, at) : at + mark.length;
    marks.lastIndex = end;
    if (mark === '*' || mark === '_' || mark === '~') open.run(mark, end - at, text[at - 1] ?? '', text[end] ?? '');
    else if (mark === '[') open.openBracket(text[at - 1] === '!');
    else if (mark === ']') open.closeBracket(text[end] === '(' || text[end] === '[');
    else open.mark();
    if (mark === '`' && lastTicks.get(end - at) === at) open.ahead(text.length - at);
    if (mark === '<' || mark === ']') {
      const begins = untilMark.find(([beginning]) => text.startsWith(beginning, at))?.[0];
      if (begins !== undefined && lastEnds.get(begins)! < at) open.ahead(text.length - at);
    }
    if (mark === '<') open.tag(spacesOfTag(text, end));
    if (mark === '\\') for (let i = at; i < end; i += 2) open.mark();
  }
  return { cost: open.cost + addressCost(text), depth: open.depth };
}

/** White space up to where a tag ends, or another one begins. */
function spacesOfTag(text: string, start: number): number {
  let spaces = 0;
  for (let at = start; at < text.length && text[at] !== '<' && text[at] !== '>'; at++)
    if (isSpaceCode(text.charCodeAt(at))) spaces++;
  return spaces;
}

function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Where the last run of so many backticks begins. */
function lastOfEachRun(text: string): Map<number, number> {
  const last = new Map<number, number>();
  for (let at = text.indexOf('`'); at !== -1; ) {
    const end = endOfRun(text, at);
    last.set(end - at, at);
    at = text.indexOf('`', end);
  }
  return last;
}

/** Addresses in plain text are looked for at each word and mark of what has no space in it, as far as that reaches. */
function addressCost(text: string): number {
  let cost = 0;
  for (let start = 0; start < text.length; ) {
    const code = text.charCodeAt(start);
    if (!isOfAddress(code) && !isOfEnd(code)) {
      start++;
      continue;
    }
    let [end, marksInside] = [start, 0];
    for (let next = code; isOfAddress(next) || isOfEnd(next); next = text.charCodeAt(++end))
      if (!isLetter(next)) marksInside++;
    if (end - start > 200) cost += ADDRESS * marksInside * (end - start);
    start = end;
  }
  return cost;
}

function endOfRun(text: string, start: number): number {
  let end = start + 1;
  while (text[end] === text[start]) end++;
  return end;
}

function isSpace(character: string): boolean {
  return character === '' || /\s/.test(character);
}

function isPunctuation(character: string): boolean {
  return /[\p{P}\p{S}]/u.test(character);
}

/** Of `-.\w+`. */
function isOfAddress(code: number): boolean {
  return isLetter(code) || code === 43 || code === 45 || code === 46 || code === 95;
}

function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Of `!"&'),.:;<>?]}`, which belong to the sentence around an address. */
function isOfEnd(code: number): boolean {
  return '!"&\'),.:;<>?]}'.includes(String.fromCharCode(code));
}
