import { expect, it } from 'vitest';
import { tokenPieces } from '../../../src/pipeline/posts/token-pieces.ts';
import { officialTokenizer } from '../../engine/tokens/official.ts';

it.each(['', 'The kettle sang.', 'Tea\n\n  and café', '🫖 is a teapot', 'half a pair \ud83e'])(
  'the pieces of %j add up to the text, and their tokens to its tokens',
  (text) => {
    const pieces = tokenPieces(text, officialTokenizer);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text.replace(/\ud83e$/, '\ufffd'));
    expect(pieces.flatMap(({ ids }) => ids)).toEqual(officialTokenizer.encode(text));
  },
);

it('a character that is divided among tokens is one piece', () => {
  const [teapot] = tokenPieces('🫖', officialTokenizer);
  expect(teapot.text).toBe('🫖');
  expect(teapot.ids.length).toBeGreaterThan(1);
});

it('what is left of a character at the end is a piece of its own', () => {
  const half = officialTokenizer.encode('🫖').slice(0, 1);
  const pieces = tokenPieces('', {
    encode: () => [...officialTokenizer.encode('a'), ...half],
    textStream: () => officialTokenizer.textStream(),
  });
  expect(pieces).toEqual([
    { text: 'a', ids: officialTokenizer.encode('a') },
    { text: '\ufffd', ids: half },
  ]);
});
