import { expect, test } from 'vitest';
import { withLineEndsOf, withPlainLineEnds } from '../../../src/studio/pages/review/line-ends.ts';

test.each([
  ['Unix', 'a\nb\n', 'a\nc\nb\n', 'a\nc\nb\n'],
  ['Windows', 'a\r\nb', 'a\nc\nb\n', 'a\r\nc\r\nb\r\n'],
  ['old Mac', 'a\rb\r', 'a\nc\n', 'a\rc\r'],
  ['mixed', 'a\r\nb\nc\r\n', 'a\nnew\nb\nc\n', 'a\r\nnew\r\nb\nc\r\n'],
  ['mixed, with lines removed', 'a\r\nb\nc\r\nd\n\r\n', 'b\nd\n\n', 'b\nd\n\r\n'],
  ['no', 'a', 'a\nb', 'a\nb'],
  ['no (an empty file)', '', 'a\n', 'a\n'],
])('an edited text keeps %s line ends', (_, original, edited, expected) => {
  expect(withLineEndsOf(original, edited)).toBe(expected);
});

test('a text that was not edited is the file again, character by character', () => {
  for (const text of ['', 'a', '\uFEFFa\r\nb\n\rc\r', '\r\n\r\n', 'a\n\nb\r\n']) {
    expect(withLineEndsOf(text, withPlainLineEnds(text))).toBe(text);
  }
});
