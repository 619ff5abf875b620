import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { NO_TARGET } from '../../../src/engine/tokens/batch.ts';
import { DocumentWindows } from '../../../src/engine/tokens/document-windows.ts';
import { packDocuments } from '../../../src/engine/tokens/pack-documents.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';

const BEGIN = 9998;
const END = 9999;
const MARKS = { beginMark: BEGIN, endMark: END };
const start = (seed = 1) => ({ random: Random.fromSeed(seed, 'data').state(), taken: 0 });

/** Documents of so many tokens, the end mark included; every other token of the corpus differs from all others. */
function corpus(lengths: readonly number[]) {
  let next = 0;
  const documents = lengths.map((length) => [...Array.from({ length: length - 1 }, () => next++), END]);
  return tokenSet([Uint16Array.from(documents.flat())]);
}

/** One window after the other, as pairs of what is read and what is to be said. */
function windowsOf(source: DocumentWindows, count: number) {
  return Array.from({ length: count }, () => {
    const { inputs, targets } = source.batch(1);
    return [...targets].flatMap((target, t) => (target === NO_TARGET ? [] : [[inputs[t], target] as const]));
  });
}

const lengthsOf = fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 1, maxLength: 12 });

describe('a pass over documents', () => {
  test('asks for every token once, from the one before it or from the begin mark', () => {
    fc.assert(
      fc.property(lengthsOf, fc.integer({ min: 1, max: 9 }), fc.nat(), (lengths, T, seed) => {
        const tokens = corpus(lengths);
        const [chunk] = tokens.chunks;
        const source = new DocumentWindows(tokens, MARKS, T, start(seed));
        const pairs: (readonly [number, number])[] = [];
        while (source.state().taken === 0 || pairs.length < tokens.total) pairs.push(...windowsOf(source, 1)[0]);
        const expected = Array.from(chunk, (token, i) => [
          i === 0 || chunk[i - 1] === END ? BEGIN : chunk[i - 1],
          token,
        ]);
        const sorted = (list: readonly (readonly number[])[]) => list.map(String).sort();
        expect(sorted(pairs)).toEqual(sorted(expected));
      }),
    );
  });

  test('puts documents whole, one behind the other', () => {
    const source = new DocumentWindows(corpus([4, 4]), MARKS, 8, start());
    const [window] = windowsOf(source, 1);
    const [first, second] = [window.slice(0, 4), window.slice(4)];
    for (const document of [first, second]) {
      expect(document[0][0]).toBe(BEGIN);
      expect(document[3][1]).toBe(END);
      expect(document.slice(1).map(([input]) => input)).toEqual(document.slice(0, 3).map(([, target]) => target));
    }
  });

  test('counts its predictions, and reads 0 without a target where nothing is left', () => {
    const source = new DocumentWindows(corpus([5]), MARKS, 4, start());
    const batch = source.batch(2);
    expect(batch.predictions).toBe(5);
    expect([...batch.targets].filter((target) => target === NO_TARGET)).toHaveLength(3);
    expect(batch.inputs.length).toBe(8);
  });

  test('is followed by one in another order', () => {
    const lengths = Array.from({ length: 40 }, (_, i) => 3 + (i % 7));
    const { windows } = packDocuments(lengths, 8);
    const source = new DocumentWindows(corpus(lengths), MARKS, 8, start());
    const [one, two] = [windowsOf(source, windows), windowsOf(source, windows)];
    expect(two).not.toEqual(one);
    const other = windowsOf(new DocumentWindows(corpus(lengths), MARKS, 8, start(2)), windows);
    expect(other).not.toEqual(one);
  });

  test('resumes from any of its states, through the end of a pass too', () => {
    const lengths = Array.from({ length: 20 }, (_, i) => 3 + (i % 5));
    const tokens = corpus(lengths);
    const source = new DocumentWindows(tokens, MARKS, 6, start());
    for (let i = 0; i < 40; i++) {
      const again = new DocumentWindows(tokens, MARKS, 6, source.state());
      expect(again.batch(3)).toEqual(source.batch(3));
    }
  });
});
