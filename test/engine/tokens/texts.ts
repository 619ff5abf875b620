import fc from 'fast-check';
import { END_OF_TEXT } from '../../../src/engine/tokens/bpe/marks.ts';

/** Characters at which GPT-2's words are cut in some way or other. */
const telling = ['a', 'é', "'", 's', '.', '1', '日', '\u{1F600}', '\uFEFF', ' ', ' ', '\n', '\u0085', '\u00a0'];

/** Any well-formed text, and texts of the characters that matter. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...telling), maxLength: 200 }),
);

/** A text of lines, some of which are marks or nearly so. */
export const markedText = fc
  .array(fc.constantFrom('', 'a', 'post ', END_OF_TEXT, `${END_OF_TEXT} `, `x${END_OF_TEXT}`, '<|end'), {
    maxLength: 12,
  })
  .map((lines) => lines.join('\n'));

/** The text in pieces that end at some places, never within a surrogate pair. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const ends = places.filter((place) => place < text.length && !/[\uDC00-\uDFFF]/.test(text[place]));
  const sorted = [...ends, text.length].sort((a, b) => a - b);
  return sorted.map((end, i) => text.slice(i === 0 ? 0 : sorted[i - 1], end));
}
