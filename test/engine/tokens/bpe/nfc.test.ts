import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeNfc } from '../../../../src/engine/tokens/bpe/nfc.ts';
import { forEachRange } from '../../../../src/engine/tokens/bpe/unicode-classes.ts';
import { UNCOMPOSED } from '../../../../src/engine/tokens/bpe/unicode-ranges.ts';

const uncomposed = new Set<number>();
forEachRange(UNCOMPOSED, (start, end) => {
  for (let point = start; point < end; point++) uncomposed.add(point);
});

test('every character alone, after another mark, before another mark, and in parts is as in NFC, if it is not too new', () => {
  const others: string[] = [];
  for (let point = 0; point < 0x110000; point++) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const character = String.fromCodePoint(point);
    const parts = character.normalize('NFD');
    if ([...parts].some((part) => uncomposed.has(part.codePointAt(0)!)) || uncomposed.has(point)) continue;
    for (const text of [character, `a\u0345${character}`, `a${character}\u0334`, parts]) {
      if (normalizeNfc(text) !== text.normalize('NFC')) others.push(point.toString(16));
    }
  }
  expect(others).toEqual([]);
});

/** Recorded from Hugging Face's tokenizers. */
test.each([
  ['a\u0897\u0316', 'a\u0897\u0316'],
  ['e\u0301\u0897e\u0301', '\u00e9\u0897\u00e9'],
  ['\u{105d2}\u0307', '\u{105d2}\u0307'],
  ['\u{11382}\u{113c9}', '\u{11382}\u{113c9}'],
  ['\u{1f600}e\u0301', '\u{1f600}\u00e9'],
])('%j becomes %j', (text, expected) => {
  expect(normalizeNfc(text)).toBe(expected);
});

test('any text without new characters is as in NFC', () => {
  const units = [
    'a',
    'e',
    '\u00e9',
    '\u0301',
    '\u0323',
    '\u0345',
    '\u1100',
    '\u1161',
    '\u11a8',
    '\u212b',
    '\u{1f600}',
    '\u{1d15e}',
  ];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...units) }), (text) => {
      expect(normalizeNfc(text)).toBe(text.normalize('NFC'));
    }),
  );
});
