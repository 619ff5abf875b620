import { forEachRange } from './unicode-classes.ts';
import { UNCOMPOSED } from './unicode-ranges.ts';

/** Text without any of these is in NFC already. */
const MAY_CHANGE = /[^\0-\u02ff]/;

const uncomposed = (() => {
  const ranges: string[] = [];
  const escaped = (point: number) => `\\u{${point.toString(16)}}`;
  forEachRange(UNCOMPOSED, (start, end) => ranges.push(`${escaped(start)}-${escaped(end - 1)}`));
  return ranges.join('');
})();
const HAS_UNCOMPOSED = new RegExp(`[${uncomposed}]`, 'u');
const BETWEEN_UNCOMPOSED = new RegExp(`([${uncomposed}])`, 'u');

/**
 * Text in normalization form C (Unicode Standard Annex 15), as Hugging Face's tokenizers makes it. Its version of Unicode
 * is older, so it leaves newer characters where they are, which separates what is before and after them.
 */
export function normalizeNfc(text: string): string {
  if (!MAY_CHANGE.test(text)) return text;
  if (!HAS_UNCOMPOSED.test(text)) return text.normalize('NFC');
  return text
    .split(BETWEEN_UNCOMPOSED)
    .map((part, index) => (index % 2 === 1 ? part : part.normalize('NFC')))
    .join('');
}
