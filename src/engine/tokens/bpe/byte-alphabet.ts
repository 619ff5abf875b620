/**
 * GPT-2's vocabulary files are text, so each of the 256 bytes is written as one printable character:
 * the printable bytes of Latin-1 as themselves, the other 68 as the characters from U+0100 on, in order.
 */
const printable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

/** The character for each byte, by byte. */
export const characterOfByte: readonly string[] = writeAlphabet();

/** The byte for each character; a character outside the alphabet is not in the map. */
export const byteOfCharacter: ReadonlyMap<string, number> = new Map(
  characterOfByte.map((character, byte) => [character, byte]),
);

function writeAlphabet(): string[] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : 0x100 + others++));
}
