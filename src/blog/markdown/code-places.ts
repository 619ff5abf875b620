import type { Stretch } from './edits.ts';
import type { TextFinder } from './text-finder.ts';

/** Longest run of quote and list marks before a fence, in characters. */
const LONGEST_PREFIX = 200;
const fencePrefix = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*$/;

const closingFence = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/gm;

/** Finds code in Markdown. Calls from left to right together take time proportional to the text. */
export class CodePlaces {
  readonly #finder: TextFinder;
  readonly #runs = new Map<number, number[]>();
  readonly #nextRun = new Map<number, number>();
  readonly #closing: { readonly char: string; readonly length: number; readonly start: number; readonly end: number }[];
  readonly #nextClosing = { '`': 0, '~': 0 };

  constructor(finder: TextFinder) {
    this.#finder = finder;
    for (const { 0: run, index } of finder.text.matchAll(/`+/g)) {
      const places = this.#runs.get(run.length);
      if (places === undefined) this.#runs.set(run.length, [index]);
      else places.push(index);
    }
    this.#closing = Array.from(finder.text.matchAll(closingFence), ({ 0: line, 1: fence, index }) => {
      return { char: fence[0], length: fence.length, start: index, end: index + line.length };
    });
  }

  /** The end of the code whose fence is the run of marks at `place`; the end of the text if unclosed; null if not a fence. */
  fenceEnd(place: number, length: number): number | null {
    const { text } = this.#finder;
    const before = text.slice(Math.max(0, place - LONGEST_PREFIX), place);
    const prefix = before.slice(before.lastIndexOf('\n') + 1);
    if (length < 3 || prefix.length === LONGEST_PREFIX || !fencePrefix.test(prefix)) return null;
    const char = text[place] as '`' | '~';
    const lineEnd = this.#finder.lineEnd(place);
    const tick = this.#finder.indexOf('`', place + length);
    if (char === '`' && (lineEnd === text.length || (tick !== -1 && tick < lineEnd))) return null;
    for (let i = this.#nextClosing[char]; i < this.#closing.length; i++) {
      const closing = this.#closing[i];
      this.#nextClosing[char] = i;
      if (closing.start > place && closing.char === char && closing.length >= length) return closing.end;
    }
    return text.length;
  }

  /** The end of the inline code that begins with the backticks at `place`; null if it is not closed in its paragraph. */
  inlineEnd(place: number, length: number): number | null {
    const places = this.#runs.get(length)!;
    let i = this.#nextRun.get(length) ?? 0;
    while (i < places.length && places[i] <= place) i++;
    this.#nextRun.set(length, i);
    return i < places.length && places[i] < this.#finder.paragraphEnd(place) ? places[i] + length : null;
  }
}

/** Lines that own the indented lines below them, which are not code: items, notes, definitions, admonitions. */
const holder = /^(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\n]+\]:|:|[!?]{3}\+?|===)(?:[ \t]|$)/;

/** The stretches of indented code. */
export function indentedCode(text: string): Stretch[] {
  const found: { start: number; end: number }[] = [];
  let [at, afterBlank, inHolder, inCode] = [0, true, false, false];
  for (const line of text.split('\n')) {
    const end = at + line.length;
    if (line === '' || !/\S/.test(line)) afterBlank = true;
    else if (!inHolder && (afterBlank || inCode) && /^(?: {4}| {0,3}\t)/.test(line)) {
      if (inCode) found.at(-1)!.end = end;
      else found.push({ start: at, end });
      [inCode, afterBlank] = [true, false];
    } else {
      if (line[0] !== ' ' && line[0] !== '\t') inHolder = holder.test(line) || (inHolder && !afterBlank);
      [inCode, afterBlank] = [false, false];
    }
    at = end + 1;
  }
  return found;
}
