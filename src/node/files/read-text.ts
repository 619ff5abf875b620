import { createReadStream } from 'node:fs';
import { Fault } from '../../fault.ts';

/** An encoding that nobody knows, or bytes that are not text in it. */
export class EncodingFault extends Fault {}

/** A stretch of a file's text, and the bytes that were read for it. */
export interface TextPiece {
  readonly text: string;
  readonly bytes: number;
}

/** What a byte order mark says about the bytes that follow it. */
const byteOrderMarks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * A text file in pieces that end between characters. `encoding` is a label of the WHATWG Encoding Standard
 * (utf-8, latin1, shift_jis, …); a byte order mark goes before it, and is not part of the text.
 * Throws EncodingFault, and the system's error if the file cannot be read.
 */
export async function* readText(path: string, encoding: string): AsyncGenerator<TextPiece> {
  let decoder = decoderFor(encoding);
  let offset = 0;
  for await (const bytes of createReadStream(path) as AsyncIterable<Uint8Array>) {
    if (offset === 0) decoder = decoderFor(markedEncoding(bytes) ?? encoding);
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
        `${path} is not text in ${decoder.encoding} (see the bytes from ${offset} on); ` +
          'if it is text, give its encoding with --encoding.',
        { cause },
      );
    }
  }
}

/** Throws EncodingFault if there is no such encoding. */
export function decoderFor(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new EncodingFault(
      `There is no encoding "${encoding}"; give a label of the Encoding Standard, such as utf-8, utf-16le or windows-1252.`,
      { cause },
    );
  }
}

/** The encoding that a byte order mark at the beginning tells; null without one. */
export function markedEncoding(bytes: Uint8Array): string | null {
  return byteOrderMarks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1] ?? null;
}
