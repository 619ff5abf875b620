import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, firstInvalidByte } from '../../../src/project/text/decode-text.ts';
import { EncodingFault } from '../../../src/project/text/read-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

describe('decodeText', () => {
  it('reads UTF-8, with and without a byte order mark', () => {
    expect(decodeText(utf8('Füße 日本 😀'))).toBe('Füße 日本 😀');
    expect(decodeText(utf8('\uFEFF---'))).toBe('---');
  });

  it.each([true, false])('reads UTF-16 by its byte order mark (little endian: %s)', (littleEndian) => {
    expect(decodeText(utf16('\uFEFFFüße 😀', littleEndian))).toBe('Füße 😀');
  });

  it('reads UTF-16 without a mark, and anything else, by name', () => {
    expect(decodeText(utf16('Füße', false), 'utf-16be')).toBe('Füße');
    expect(decodeText(Uint8Array.of(0x46, 0xfc, 0xdf, 0x65), 'latin1')).toBe('Füße');
    expect(decodeText(Uint8Array.of(0x93, 0xfa), 'shift_jis')).toBe('日');
  });

  it('turns every line end into a line feed', () => {
    expect(decodeText(utf8('a\r\nb\rc\n'))).toBe('a\nb\nc\n');
  });

  it('says which byte is not UTF-8, and in which line', () => {
    expect(() => decodeText(Uint8Array.of(0x61, 0x0a, 0x62, 0xfc, 0x62))).toThrow(
      'it is not text in utf-8 (byte 3, in line 2, is 0xfc); if it is text, give its encoding with --encoding.',
    );
  });

  it('recognises an image by its first bytes, whatever its name', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect(() => decodeText(png)).toThrow('it is a PNG image, not text.');
    expect(() => decodeText(png, 'latin1')).toThrow(EncodingFault);
  });

  it('treats a zero byte as a sign of binary data', () => {
    expect(() => decodeText(utf16('plain', true))).toThrow(/byte 1 is 0 \(if it is UTF-16, give --encoding utf-16le/);
  });

  it('names an unknown encoding', () => {
    expect(() => decodeText(utf8('a'), 'utf-9')).toThrow(/"utf-9" is not a known encoding/);
  });
});

describe('firstInvalidByte', () => {
  it('accepts everything that TextEncoder writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const bytes = utf8(text);
        expect(firstInvalidByte(bytes)).toBe(bytes.length);
      }),
    );
  });

  it('agrees with TextDecoder on where text stops being UTF-8', () => {
    const likelyBytes = fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff);
    fc.assert(
      fc.property(fc.array(likelyBytes, { maxLength: 8 }), (list) => {
        const bytes = Uint8Array.from(list);
        const at = firstInvalidByte(bytes);
        const strict = new TextDecoder('utf-8', { fatal: true });
        expect(() => strict.decode(bytes.subarray(0, at))).not.toThrow();
        if (at < bytes.length) expect(() => strict.decode(bytes)).toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});
