import { decoderFor, EncodingFault, markedEncoding } from './read-text.ts';

/** What other files begin with that are renamed to posts most often. */
const signatures: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a zip archive, or a document that is one, such as .docx', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
];

/** No post has a zero byte in it; most other files do, soon. */
const looksAtBytes = 8192;

/**
 * The text of a whole file; lines end in "\n". `encoding` is a label of the WHATWG Encoding Standard; a byte order
 * mark goes before it, and is not part of the text. Throws EncodingFault, whose message is the reason alone (what the
 * file is, or the first byte that is no text and its line).
 */
export function decodeText(bytes: Uint8Array, encoding = 'utf-8'): string {
  const marked = markedEncoding(bytes);
  const decoder = decoderFor(marked ?? encoding);
  const isWide = decoder.encoding.startsWith('utf-16');
  if (!isWide) refuseBinary(bytes);
  try {
    return decoder.decode(bytes).replace(/\r\n?/g, '\n');
  } catch (cause) {
    const place = decoder.encoding === 'utf-8' ? placeOf(bytes, firstInvalidByte(bytes)) : '';
    throw new EncodingFault(
      `it is not text in ${decoder.encoding}${place}; if it is text, give its encoding with --encoding.`,
      { cause },
    );
  }
}

function refuseBinary(bytes: Uint8Array): void {
  const kind = signatures.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte))?.[0];
  if (kind !== undefined) throw new EncodingFault(`it is ${kind}, not text.`);
  const zero = bytes.subarray(0, looksAtBytes).indexOf(0);
  if (zero !== -1) {
    throw new EncodingFault(
      `it is not text: byte ${zero} is 0 (if it is UTF-16, give --encoding utf-16le or utf-16be).`,
    );
  }
}

function placeOf(bytes: Uint8Array, offset: number): string {
  const line = bytes.subarray(0, offset).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  return ` (byte ${offset}, in line ${line}, is 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')})`;
}

/** Offset of the first byte of the first sequence that is not UTF-8; the length when all of it is. */
export function firstInvalidByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const width = sequenceBytes(bytes, at);
    if (width === 0) return at;
    at += width;
  }
  return bytes.length;
}

/** Bytes of the character that begins at `at`, 0 if none does: Table 3-7 of the Unicode Standard. */
function sequenceBytes(bytes: Uint8Array, at: number): number {
  const [lead, second, third, fourth] = bytes.subarray(at, at + 4);
  if (lead < 0x80) return 1;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (lead < 0xc2 || lead > 0xf4 || !(second >= lowest && second <= highest)) return 0;
  if (lead < 0xe0) return 2;
  if (!continues(third)) return 0;
  if (lead < 0xf0) return 3;
  return continues(fourth) ? 4 : 0;
}

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
