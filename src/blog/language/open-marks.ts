const CLOSING: Readonly<Record<string, string>> = {
  ')': '(',
  ']': '[',
  '」': '「',
  '』': '『',
  '）': '（',
  '】': '【',
  '》': '《',
  '〉': '〈',
  '›': '‹',
};
const OPENING = new Set(Object.values(CLOSING));
const MARK = /["“”„«»()[\]「」『』（）【】《》〈〉‹›]/g;

/**
 * Tracks open brackets and quotes through a text in one pass. Knows “English”, „German“, „Polish”, «French» and
 * »German« quotes. Single quotes are ignored because they may be apostrophes.
 */
export class OpenMarks {
  readonly #text: string;
  readonly #open = new Map<string, number>();
  readonly #mark = new RegExp(MARK);
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether everything opened before `end` is closed by then. `end` must not decrease from call to call. */
  isClosedAt(end: number): boolean {
    this.#mark.lastIndex = this.#at;
    for (let found = this.#next(end); found !== null; found = this.#next(end)) this.#read(found[0], found.index);
    this.#at = Math.max(this.#at, end);
    return this.#open.size === 0;
  }

  #next(end: number): RegExpExecArray | null {
    const before = this.#mark.lastIndex;
    if (before >= end) return null;
    const found = this.#mark.exec(this.#text);
    return found !== null && found.index < end ? found : null;
  }

  #read(mark: string, index: number): void {
    const opening = CLOSING[mark];
    if (mark === '"') this.#toggle(mark);
    else if (mark === '“') this.#close('„') || this.#add('“');
    else if (mark === '”') this.#close('„') || this.#close('“');
    else if (mark === '«') this.#close('»') || this.#add('«');
    else if (mark === '»') this.#close('«') || this.#addBeforeWord('»', index);
    else if (mark === '„' || OPENING.has(mark)) this.#add(mark);
    else if (opening !== undefined) this.#close(opening);
  }

  #toggle(mark: string): void {
    if (!this.#close(mark)) this.#add(mark);
  }

  #add(mark: string): void {
    this.#open.set(mark, (this.#open.get(mark) ?? 0) + 1);
  }

  #addBeforeWord(mark: string, index: number): void {
    if (/[\p{L}\p{N}]/u.test(this.#text[index + 1] ?? '')) this.#add(mark);
  }

  #close(mark: string): boolean {
    const count = this.#open.get(mark) ?? 0;
    if (count > 1) this.#open.set(mark, count - 1);
    else this.#open.delete(mark);
    return count > 0;
  }
}

/** Whether every bracket and quote that the text opens is closed. */
export function isClosed(text: string): boolean {
  return new OpenMarks(text).isClosedAt(text.length);
}
