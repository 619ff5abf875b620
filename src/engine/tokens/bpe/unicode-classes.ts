import { LETTERS, NUMBERS, OTHER_DIGITS, SPACES } from './unicode-ranges.ts';

/** What a character is for splitting text into words. Everything that is none of the others is `OTHER`. */
export const OTHER = 0;
export const LETTER = 1;
export const NUMBER = 2;
/** White space but carriage returns and line feeds. */
export const SPACE = 3;
/** A carriage return or line feed. */
export const NEWLINE = 4;
/** A digit for the rule of single digits, and `OTHER` for all others. */
export const OTHER_DIGIT = 5;
/** The first half of a surrogate pair: the class is that of the code point. */
export const HIGH_SURROGATE = 6;

/**
 * (65536 and 0x110000): the class of each UTF-16 unit and of each code point. Recorded from Hugging Face's tokenizers, and
 * not JavaScript's \p{…}, whose version of Unicode is another one and depends on the version of Node or the browser.
 */
export const classOfUnit = new Uint8Array(0x10000);
export const classOfPoint = new Uint8Array(0x110000);

for (const [ranges, of] of [
  [LETTERS, LETTER],
  [NUMBERS, NUMBER],
  [SPACES, SPACE],
  [OTHER_DIGITS, OTHER_DIGIT],
] as const) {
  forEachRange(ranges, (start, end) => classOfPoint.fill(of, start, end));
}
classOfPoint[0x0a] = classOfPoint[0x0d] = NEWLINE;
classOfUnit.set(classOfPoint.subarray(0, 0x10000));
classOfUnit.fill(HIGH_SURROGATE, 0xd800, 0xdc00);

/** Reads the format of unicode-ranges.ts. `end` is exclusive. */
export function forEachRange(ranges: string, visit: (start: number, end: number) => void): void {
  const numbers = ranges.split(' ').map((number) => Number.parseInt(number, 36));
  let end = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    const start = end + numbers[at];
    end = start + numbers[at + 1];
    visit(start, end);
  }
}
