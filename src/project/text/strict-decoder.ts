import { Fault } from '../../fault.ts';
import { Utf32Decoder } from './utf32-decoder.ts';

/** An unknown encoding, or bytes that are invalid in it. */
export class EncodingFault extends Fault {
  override readonly code: string = 'encoding';
}

/** A decoder that throws TypeError for bytes that are invalid in its encoding. */
export interface StrictDecoder {
  /** The encoding's name, in lower case. */
  readonly encoding: string;
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/** Labels besides those of the Encoding Standard, which has no UTF-32. */
const labelsOfUtf32: Readonly<Record<string, 'utf-32le' | 'utf-32be'>> = {
  'utf-32': 'utf-32le',
  'utf-32le': 'utf-32le',
  'utf-32be': 'utf-32be',
};

/** Throws EncodingFault for an unknown encoding. */
export function decoderFor(encoding: string): StrictDecoder {
  const utf32 = labelsOfUtf32[encoding.trim().toLowerCase()];
  if (utf32 !== undefined) return new Utf32Decoder(utf32);
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return decoder.encoding === 'windows-1252' ? withoutControls(decoder) : decoder;
  } catch (cause) {
    throw new EncodingFault(
      `"${encoding}" is not a known encoding; give a label of the Encoding Standard, such as utf-8, utf-16le or windows-1252.`,
      { cause },
    );
  }
}

/** The characters of windows-1252 at 0x80 to 0x9f, in order; those it leaves undefined stay control characters. */
const at80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009dž\u0178';

/**
 * Several releases of Node decode windows-1252 (also known as latin1 and iso-8859-1) as if 0x80 to 0x9f were control
 * characters.
 */
function withoutControls(decoder: InstanceType<typeof TextDecoder>): StrictDecoder {
  return {
    encoding: decoder.encoding,
    decode: (bytes, options) =>
      decoder.decode(bytes, options).replace(/[\u0080-\u009f]/g, (control) => at80[control.charCodeAt(0) - 0x80]),
  };
}
