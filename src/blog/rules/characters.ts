import { bytes, either, type Pattern } from './pattern.ts';

const MORE = [0x80, 0xbf] as const;

/**
 * What may stand in a word besides ASCII, as well-formed UTF-8: letters, marks, typographic quotes and dashes, emoji.
 * Left out is what cannot be seen in a line or is a line's end: controls, white space other than the space, marks of
 * direction and width (U+00AD, U+2000–200F, U+2028–202F, U+2060–206F), halves of pairs, private use, U+FEFF and beyond.
 */
const BEYOND_ASCII = either(
  bytes([0xc2, 0xc2], [0xa1, 0xac]),
  bytes([0xc2, 0xc2], [0xae, 0xbf]),
  bytes([0xc3, 0xdf], MORE),
  bytes([0xe0, 0xe0], [0xa0, 0xbf], MORE),
  bytes([0xe1, 0xe1], MORE, MORE),
  bytes([0xe2, 0xe2], [0x80, 0x80], [0x90, 0xa7]),
  bytes([0xe2, 0xe2], [0x80, 0x80], [0xb0, 0xbf]),
  bytes([0xe2, 0xe2], [0x81, 0x81], [0x80, 0x9f]),
  bytes([0xe2, 0xe2], [0x82, 0xbf], MORE),
  bytes([0xe3, 0xe3], [0x80, 0x80], [0x81, 0xbf]),
  bytes([0xe3, 0xe3], [0x81, 0xbf], MORE),
  bytes([0xe4, 0xec], MORE, MORE),
  bytes([0xed, 0xed], [0x80, 0x9f], MORE),
  bytes([0xef, 0xef], [0xa4, 0xba], MORE),
  bytes([0xef, 0xef], [0xbc, 0xbe], MORE),
  bytes([0xf0, 0xf0], [0x90, 0xbf], MORE, MORE),
);

const QUOTE = bytes([0x5c, 0x5c], [0x22, 0x22]);

/** A capital letter or a figure, or any character beyond ASCII. */
export const CAPITAL_OR_FIGURE = either(bytes([0x30, 0x39]), bytes([0x41, 0x5a]), BEYOND_ASCII);

/** A letter or a figure, or any character beyond ASCII. */
export const LETTER_OR_FIGURE = either(CAPITAL_OR_FIGURE, bytes([0x61, 0x7a]));

/** A quotation mark as JSON escapes it, or an opening bracket. */
export const OPENING = either(QUOTE, bytes([0x28, 0x28]));

/** Any character of a word, as it stands in a JSON string: all but white space and backslashes; quotes are escaped. */
export const WORD_CHARACTER: Pattern = either(
  QUOTE,
  bytes([0x21, 0x21]),
  bytes([0x23, 0x5b]),
  bytes([0x5d, 0x7e]),
  BEYOND_ASCII,
);
