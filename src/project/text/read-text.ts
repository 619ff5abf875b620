import type { Files } from '../files.ts';
import { markedEncoding } from './declared-encoding.ts';
import { isBeyondAscii, isWide } from './decode-text.ts';
import { decoderFor, EncodingFault } from './strict-decoder.ts';

export { decoderFor, EncodingFault } from './strict-decoder.ts';

/** A piece of the text of a file, and the number of bytes read for it. */
export interface TextPiece {
  readonly text: string;
  readonly bytes: number;
}

/**
 * Reads a text file in pieces that end between characters. `encoding` is a label of the WHATWG Encoding Standard (utf-8,
 * latin1, shift_jis, …) or utf-32. A byte order mark takes precedence over it and is not part of the text. A file that
 * is valid UTF-8 throughout is read as UTF-8 whatever `encoding` is.
 * Throws EncodingFault, and the system error if the file cannot be read.
 */
export async function* readText(files: Files, path: string, encoding: string): AsyncGenerator<TextPiece> {
  let decoder = decoderFor(encoding);
  let offset = 0;
  for await (const bytes of files.stream(path)) {
    if (offset === 0)
      decoder = decoderFor(markedEncoding(bytes) ?? (await encodingOfFile(files, path, decoder.encoding)));
    yield { text: decodeStrictly(bytes), bytes: bytes.byteLength };
    offset += bytes.byteLength;
  }
  const rest = decodeStrictly();
  if (rest !== '') yield { text: rest, bytes: 0 };

  function decodeStrictly(bytes?: Uint8Array): string {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw new EncodingFault(
        `${path} is not text in ${decoder.encoding} (the first invalid byte is at offset ${offset} or later); ` +
          'if it is text, give its encoding with --encoding.',
        { cause },
      );
    }
  }
}

/** 'utf-8' for a file that is valid UTF-8 throughout, else the given encoding. A pipe cannot be read twice. */
async function encodingOfFile(files: Files, path: string, given: string): Promise<string> {
  if (given === 'utf-8' || (await files.stat(path)).kind !== 'file') return given;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isNamed = isWide(given);
  try {
    for await (const bytes of files.stream(path)) {
      utf8.decode(bytes, { stream: true });
      if (bytes.includes(0)) return given;
      isNamed ||= isBeyondAscii(bytes);
    }
    utf8.decode();
  } catch {
    return given;
  }
  return isNamed ? 'utf-8' : given;
}
