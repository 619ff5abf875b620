/*
 * Estimates how long the Markdown parser takes for the text of a paragraph, in microseconds on an ordinary machine. The
 * parser looks back at earlier marks for each closing mark, and ahead to the end for each mark that is never closed.
 * The estimate takes linear time, so that text that would take minutes can be refused.
 */

/** Cost of any mark, which becomes one or two events and usually a node. */
const EACH_MARK = 14;
/** Cost of a web or mail address in the text, in addition to its mark. */
const EACH_ADDRESS = 12;
/** Cost of a reference to a note, which is looked up among all notes and gets a link back. */
const EACH_NOTE = 120;
/** Cost of each mark between an opening and a closing mark. */
const BACK = 0.01;
const BACK_IN_LINK = 0.08;
const BACK_IN_IMAGE = 0.6;
/** Cost of each character searched for a closing mark. */
const AHEAD = 0.008;
/** Cost of a possible tag, which is read again as HTML. */
const EACH_TAG = 30;
/** Cost of each space in a tag. */
const EACH_ATTRIBUTE = 4;
/** Cost of each character of an address, for each position in it where an address could begin. */
const ADDRESS = 0.0005;

/** Constructs that are read to their end; nothing inside them is a mark. */
const untilMark: readonly (readonly [begins: string, end: string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['](', ')'],
];

interface Opener {
  readonly length: number;
  /** How many marks come before it. */
  readonly marks: number;
}

/** Tracks the opening and closing marks of a paragraph, in order. */
class OpenMarks {
  #marks = 0;
  readonly #emphasis: Readonly<Record<string, Opener[]>> = { '*': [], _: [], '~': [] };
  /** The open brackets: how many marks come before each, and whether it belongs to an image. */
  readonly #brackets: { readonly marks: number; readonly isImage: boolean }[] = [];

  /** The closed constructs: how many marks come before each, and how deeply it is nested inside. */
  readonly #closed: { readonly marks: number; readonly depth: number }[] = [];
  #cost = 0;
  depth = 0;

  get cost(): number {
    return this.#cost + this.#marks * EACH_MARK;
  }

  mark(): void {
    this.#marks++;
  }

  /** Adds a run of `*`, `_` or `~`, given the characters before and after it. */
  run(mark: string, length: number, before: string, after: string): void {
    this.#marks += 2;
    const opens = !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before));
    const closes = !isSpace(before) && (!isPunctuation(before) || isSpace(after) || isPunctuation(after));
    const opener = this.#emphasis[mark].at(-1);
    if (closes) {
      const fits = opener !== undefined && (length + opener.length) % 3 !== 0;
      // Without a match, the parser looks back to the beginning.
      this.#cost += BACK * (fits ? this.#marks - opener.marks : this.#marks);
      if (fits) this.#closeSince(opener.marks);
      if (fits) return;
    }
    if (opens) this.#emphasis[mark].push({ length, marks: this.#marks });
  }

  openBracket(isImage: boolean): void {
    this.#brackets.push({ marks: this.#marks++, isImage });
  }

  /** `isLink`: an address or a label follows directly. */
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

  address(): void {
    this.#marks++;
    this.#cost += EACH_ADDRESS;
  }

  note(): void {
    this.#cost += EACH_NOTE;
  }

  tag(attributes: number): void {
    this.#cost += EACH_TAG + EACH_ATTRIBUTE * attributes;
  }

  /** Adds characters that are searched in vain. */
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

  /** Closes a construct; marks still open inside it stay text. */
  #closeSince(marks: number): void {
    this.#close(marks);
    for (const openers of Object.values(this.#emphasis)) {
      while (openers.length > 0 && openers.at(-1)!.marks >= marks) openers.pop();
    }
  }
}

const marks = /[*_~`[\]<&\\!:@\n]|www\./gi;

/** The cost of the marks in a paragraph, and how deeply they are nested. */
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
    else if (mark === ':' || mark === '@' || mark.length > 1) open.address();
    else open.mark();
    if (mark === '[' && text[end] === '^') open.note();
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

/** How many spaces there are up to the end of a tag or the start of another. */
function spacesOfTag(text: string, start: number): number {
  let spaces = 0;
  for (let at = start; at < text.length && text[at] !== '<' && text[at] !== '>'; at++)
    if (isSpaceCode(text.charCodeAt(at))) spaces++;
  return spaces;
}

function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** By length, the offset of the last run of that many backticks. */
function lastOfEachRun(text: string): Map<number, number> {
  const last = new Map<number, number>();
  for (let at = text.indexOf('`'); at !== -1; ) {
    const end = endOfRun(text, at);
    last.set(end - at, at);
    at = text.indexOf('`', end);
  }
  return last;
}

/** The cost of finding web addresses: the parser tries each word and mark in a run without spaces, up to its end. */
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

/** Whether a character is one of `-.\w+`. */
function isOfAddress(code: number): boolean {
  return isLetter(code) || code === 43 || code === 45 || code === 46 || code === 95;
}

function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Whether a character is one of `!"&'),.:;<>?]}`, which belong to the sentence around an address. */
function isOfEnd(code: number): boolean {
  return '!"&\'),.:;<>?]}'.includes(String.fromCharCode(code));
}
