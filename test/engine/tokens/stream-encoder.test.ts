import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBuffer } from '../../../src/engine/tokens/token-buffer.ts';
import { officialTokenizer as official } from './official.ts';
import { anyText, cutAt } from './texts.ts';

function encodeInPieces(pieces: readonly string[]): number[] {
  const buffer = new TokenBuffer(official.vocabularySize);
  const stream = official.streamEncoder(buffer);
  for (const piece of pieces) stream.push(piece);
  stream.finish();
  return [...buffer.take()];
}

describe('a stream encoder', () => {
  it('gives the tokens of the whole text, wherever the pieces end', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat({ max: 200 })), (text, cuts) => {
        expect(encodeInPieces(cutAt(text, cuts))).toEqual(official.encode(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["it's", ['it', "'", 's']],
    ['a  b', ['a', ' ', ' ', 'b']],
    ['a \n\n b', ['a ', '\n', '\n ', 'b']],
    ['don\u0085t', ['don', '\u0085', 't']],
  ])('keeps the words of %j together', (text, pieces) => {
    expect(encodeInPieces(pieces)).toEqual(official.encode(text));
  });

  it('begins a new text after finish', () => {
    const buffer = new TokenBuffer(official.vocabularySize);
    const stream = official.streamEncoder(buffer);
    stream.push('Hello');
    stream.finish();
    stream.push(' world');
    stream.finish();
    expect([...buffer.take()]).toEqual([15496, 995]);
  });
});
