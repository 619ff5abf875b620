import { forEachRange } from './unicode-classes.ts';
import { UNCOMPOSED } from './unicode-ranges.ts';

/** Characters below this are in NFC, and never join with what comes before them. */
const FIRST_CHANGE = 0x300;
/** The surrogates of U+1F000 to U+1FBFF, emoji and other symbols, which NFC never changes. */
const EMOJI = [0xd83c, 0xd83e] as const;

/** (65536): whether NFC may change a text with this UTF-16 unit. Made when first needed, as few texts do. */
let mayChange: Uint8Array | null = null;

function unitsThatMayChange(): Uint8Array {
  const units = new Uint8Array(0x10000);
  // A mark, or a vowel or final consonant of Hangul, may join with what comes before it.
  const joins = /[\p{M}\u1161-\u11ff]/u;
  for (let unit = FIRST_CHANGE; unit < units.length; unit++) {
    if (unit >= 0xd800 && unit < 0xdc00) units[unit] = Number(unit < EMOJI[0] || unit > EMOJI[1]);
    else if (unit < 0xdc00 || unit >= 0xe000) {
      const text = String.fromCharCode(unit);
      units[unit] = Number(joins.test(text) || text.normalize('NFC') !== text);
    }
  }
  return units;
}

const uncomposed = (() => {
  const ranges: string[] = [];
  const escaped = (point: number) => `\\u{${point.toString(16)}}`;
  forEachRange(UNCOMPOSED, (start, end) => ranges.push(`${escaped(start)}-${escaped(end - 1)}`));
  return ranges.join('');
})();
const BETWEEN_UNCOMPOSED = new RegExp(`([${uncomposed}])`, 'u');

/**
 * Text in normalization form C (Unicode Standard Annex 15), as Hugging Face's tokenizers makes it. Its version of Unicode
 * is older, so it leaves newer characters where they are, which separates what is before and after them.
 */
export function normalizeNfc(text: string): string {
  let normal = '';
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < FIRST_CHANGE) continue;
    mayChange ??= unitsThatMayChange();
    if (mayChange[unit] === 0) continue;
    // Only what may change is normalized: the character before it that starts anew, and all up to the next such one.
    let [start, end] = [at, at + 1];
    while (start > done && text.charCodeAt(start) >= FIRST_CHANGE) start--;
    while (end < text.length && text.charCodeAt(end) >= FIRST_CHANGE) end++;
    normal += text.slice(done, start) + normalized(text.slice(start, end));
    done = at = end;
  }
  return done === 0 ? text : normal + text.slice(done);
}

function normalized(text: string): string {
  return text
    .split(BETWEEN_UNCOMPOSED)
    .map((part, index) => (index % 2 === 1 ? part : part.normalize('NFC')))
    .join('');
}
