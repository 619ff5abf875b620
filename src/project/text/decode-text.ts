import { declaredEncoding, encodingByZeros, markedEncoding } from './declared-encoding.ts';
import { decoderFor, EncodingFault } from './strict-decoder.ts';

/** First bytes of files that are often mistaken for posts. */
const signatures: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a zip archive, or a document that is one, such as .docx', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['text in UTF-7, which is not supported: save it as UTF-8', [0x2b, 0x2f, 0x76, 0x38]],
];

/** A text and the encoding it was decoded from. */
export interface DecodedText {
  readonly text: string;
  /** The encoding's name, in lower case. */
  readonly encoding: string;
}

/** Decodes a whole file as `decodeWhole` does. Throws EncodingFault. */
export function decodeText(bytes: Uint8Array, encoding = 'utf-8'): string {
  return decodeWhole(bytes, encoding).text;
}

/**
 * Decodes a whole file; lines end in "\n" in the result. `encoding` is a label of the WHATWG Encoding Standard, or
 * utf-32. A byte order mark takes precedence over it and is not part of the text. A file with valid UTF-8 beyond ASCII
 * is read as UTF-8 whatever `encoding` is, so that one blog may mix encodings; next in order is the encoding that an XML
 * declaration or a page names.
 * Throws EncodingFault, whose message is only the reason (what the file is, or the first invalid byte and its line).
 */
export function decodeWhole(bytes: Uint8Array, encoding: string): DecodedText {
  const decoder = decoderFor(markedEncoding(bytes) ?? unmarkedEncoding(bytes, decoderFor(encoding).encoding));
  const wide = isWide(decoder.encoding);
  if (!wide) refuseBinary(bytes);
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    const place = decoder.encoding === 'utf-8' ? placeOf(bytes, firstInvalidByte(bytes)) : '';
    throw new EncodingFault(
      `it is not text in ${decoder.encoding}${place}; if it is text, give its encoding with --encoding.`,
      { cause },
    );
  }
  if (wide && text.includes('\0')) throw new EncodingFault(`it is not text in ${decoder.encoding}: it contains zeros.`);
  return { text: text.replace(/\r\n?/g, '\n'), encoding: decoder.encoding };
}

function unmarkedEncoding(bytes: Uint8Array, given: string): string {
  const named = declaredEncoding(bytes) ?? given;
  if (named === 'utf-8') return named;
  const mayBeUtf8 = isWide(named) ? !bytes.includes(0) : isBeyondAscii(bytes);
  return mayBeUtf8 && firstInvalidByte(bytes) === bytes.length ? 'utf-8' : named;
}

/** Whether every character takes several bytes, so that ordinary text contains zeros. */
export function isWide(encoding: string): boolean {
  return /^utf-(?:16|32)/.test(encoding);
}

/** Whether there are bytes beyond ASCII; without them, all encodings except the wide ones give the same text. */
export function isBeyondAscii(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f);
}

function refuseBinary(bytes: Uint8Array): void {
  const kind = signatures.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte))?.[0];
  if (kind !== undefined)
    throw new EncodingFault(kind.startsWith('text') ? `it is ${kind}.` : `it is ${kind}, not text.`);
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    const hint = encodingByZeros(bytes)?.startsWith('utf-32')
      ? 'if it is UTF-32, give --encoding utf-32le or utf-32be'
      : 'if it is UTF-16, give --encoding utf-16le or utf-16be';
    throw new EncodingFault(`it is not text: byte ${zero} is 0 (${hint}).`);
  }
}

function placeOf(bytes: Uint8Array, offset: number): string {
  const line = bytes.subarray(0, offset).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  return ` (byte ${offset}, in line ${line}, is 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')})`;
}

/** Offset of the first invalid UTF-8 sequence; the length if all bytes are valid. */
export function firstInvalidByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const width = sequenceBytes(bytes, at);
    if (width === 0) return at;
    at += width;
  }
  return bytes.length;
}

/** Length in bytes of the character that begins at `at`; 0 if none does. From Table 3-7 of the Unicode Standard. */
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
