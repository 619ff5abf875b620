import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { NO_TARGET } from '../../../src/engine/tokens/batch.ts';
import { DocumentWindows } from '../../../src/engine/tokens/document-windows.ts';
import { packDocuments } from '../../../src/engine/tokens/pack-documents.ts';
import { joinSets, tokenSet, tokensPerPass } from '../../../src/engine/tokens/token-set.ts';

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

describe('datasets', () => {
  /** Datasets with documents of two tokens: a number of its own, from 0, and the end mark. */
  const mixture = (...sets: (readonly [weight: number | null, documents: number])[]) => {
    let next = 0;
    return joinSets(
      sets.map(([weight, documents]) => {
        const tokens = tokenSet([Uint16Array.from(Array.from({ length: documents }, () => [next++, END]).flat())]);
        return { tokens, weight };
      }),
    );
  };

  /** How often each document is in each of `passes` passes. */
  const passesOf = (tokens: ReturnType<typeof mixture>, passes: number) => {
    const source = new DocumentWindows(tokens, MARKS, 2, start());
    let counts = new Map<number, number>();
    const found: Map<number, number>[] = [];
    let before: string | null = null;
    for (;;) {
      const [[[, document]]] = windowsOf(source, 1);
      const { random } = source.state();
      if (before !== null && random.join() !== before) {
        found.push(counts);
        counts = new Map();
        if (found.length === passes) return found;
      }
      counts.set(document, (counts.get(document) ?? 0) + 1);
      before = random.join();
    }
  };

  test('without weights, or with weight 1, are one corpus', () => {
    const plain = tokenSet(mixture([null, 5], [null, 3]).chunks);
    const windows = windowsOf(new DocumentWindows(plain, MARKS, 3, start()), 30);
    expect(windowsOf(new DocumentWindows(mixture([null, 5], [1, 3]), MARKS, 3, start()), 30)).toEqual(windows);
    expect(windowsOf(new DocumentWindows(mixture([null, 5], [null, 3]), MARKS, 3, start()), 30)).toEqual(windows);
  });

  test('of weight 2 are in each pass twice, and of weight 0.3 in part, another one each time', () => {
    const tokens = mixture([null, 4], [2, 2], [0.3, 10]);
    expect(tokensPerPass(tokens)).toBe(8 + 8 + 6);
    const [first, ...others] = passesOf(tokens, 4);
    const part = (pass: Map<number, number>) =>
      [...pass.keys()]
        .filter((document) => document >= 6)
        .sort()
        .join();
    for (const pass of [first, ...others]) {
      const of = (from: number, to: number) =>
        [...pass].filter(([key]) => key >= from && key < to).map(([, count]) => count);
      expect(of(0, 4)).toEqual([1, 1, 1, 1]);
      expect(of(4, 6)).toEqual([2, 2]);
      expect(of(6, 16)).toEqual([1, 1, 1]);
    }
    expect(new Set([first, ...others].map(part)).size).toBeGreaterThan(1);
  });

  test('of a weight that is less than a document are in some passes, and an empty pass is none', () => {
    const passes = passesOf(mixture([1, 1], [0.25, 1]), 400);
    const share = passes.filter((pass) => pass.has(1)).length / 400;
    expect(Math.abs(share - 0.25)).toBeLessThan(0.09);
    expect(passesOf(mixture([0.1, 1]), 2).map((pass) => [...pass])).toEqual([[[0, 1]], [[0, 1]]]);
  });

  test('resume within a pass', () => {
    const tokens = mixture([1.5, 6], [0.5, 7]);
    const source = new DocumentWindows(tokens, MARKS, 3, start());
    windowsOf(source, 20);
    const resumed = new DocumentWindows(tokens, MARKS, 3, source.state());
    expect(windowsOf(resumed, 40)).toEqual(windowsOf(source, 40));
  });
});

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
