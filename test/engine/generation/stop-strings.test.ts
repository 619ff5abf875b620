import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StopStrings } from '../../../src/engine/generation/stop-strings.ts';

/** What is released of pieces, piece by piece, and the stop string. */
function released(stops: readonly string[], pieces: readonly string[]) {
  const finder = new StopStrings(stops);
  const texts: string[] = [];
  for (const piece of pieces) {
    const { text, stop } = finder.push(piece);
    texts.push(text);
    if (stop !== null) return { texts, stop };
  }
  texts.push(finder.end());
  return { texts, stop: null };
}

describe('stop strings', () => {
  it.each([
    ['within a piece', ['END'], ['one END two'], ['one '], 'END'],
    ['over pieces', ['END'], ['one E', 'N', 'D two'], ['one ', '', ''], 'END'],
    ['that begin like one, and are none', ['END'], ['one E', 'N', 'd'], ['one ', '', 'ENd', ''], null],
    ['at the end of the text, unfinished', ['END'], ['one EN'], ['one ', 'EN'], null],
    ['whose beginning repeats', ['aab'], ['aa', 'a', 'b'], ['', 'a', ''], 'aab'],
    ['the first of several to be complete', ['bcd', 'c'], ['abcd'], ['ab'], 'c'],
    ['the longest of those complete at once', ['c', 'bc'], ['abc'], ['a'], 'bc'],
    ['of line ends', ['\n\n'], ['a\n', 'b\n', '\nc'], ['a', '\nb', ''], '\n\n'],
    ['none at all', [], ['one ', 'two'], ['one ', 'two', ''], null],
  ])('are found %s', (_, stops, pieces, texts, stop) => {
    expect(released(stops, pieces)).toEqual({ texts, stop });
  });

  it('are found at the same place however the text is divided', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 3 }), fc.array(letters, { maxLength: 12 }), (stops, pieces) => {
        const text = pieces.join('');
        const whole = released(stops, [...text]);
        const found = released(stops, pieces);
        expect([found.texts.join(''), found.stop]).toEqual([whole.texts.join(''), whole.stop]);
        const shown = found.texts.join('');
        expect(stops.some((stop) => shown.includes(stop))).toBe(false);
        expect(text.startsWith(shown + (found.stop ?? ''))).toBe(true);
        if (found.stop === null) expect(shown).toBe(text);
      }),
    );
  });
});
