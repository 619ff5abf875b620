import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import {
  chooseHeldOut,
  documentsOf,
  joinAtDocuments,
  splitDocuments,
  tokenSet,
} from '../../../src/engine/tokens/token-set.ts';

const END = 9;
const set = (...chunks: number[][]) => tokenSet(chunks.map((ids) => Uint16Array.from(ids)));
const idsOf = (tokens: { chunks: readonly Iterable<number>[] }) => tokens.chunks.map((chunk) => [...chunk]);
const anySet = fc
  .array(fc.array(fc.constantFrom(1, 2, END), { maxLength: 12 }), { maxLength: 5 })
  .map((chunks) => set(...chunks));

describe('documentsOf', () => {
  it('ends a document with each end mark, and with the chunk', () => {
    const documents = documentsOf(set([1, 2, END, 3, END], [4, 5], [], [END]), END);
    expect(documents.map(({ chunk, start, end }) => [...chunk.subarray(start, end)])).toEqual([
      [1, 2, END],
      [3, END],
      [4, 5],
      [END],
    ]);
  });

  it('takes a chunk as one where the vocabulary has no end mark', () => {
    expect(documentsOf(set([1, END, 2]), null)).toHaveLength(1);
  });
});

describe('joinAtDocuments', () => {
  it('joins what ends with a document to what follows', () => {
    const joined = joinAtDocuments(set([1, END], [], [2, END], [3], [4, END], [5]), END, 10);
    expect(idsOf(joined)).toEqual([
      [1, END, 2, END, 3],
      [4, END, 5],
    ]);
  });

  it('keeps all tokens in their order', () => {
    fc.assert(
      fc.property(anySet, (tokens) => {
        const joined = joinAtDocuments(tokens, END, 10);
        expect(idsOf(joined).flat()).toEqual(idsOf(tokens).flat());
        expect(joined.total).toBe(tokens.total);
      }),
    );
  });
});

describe('splitDocuments', () => {
  it('gives the held-out documents to validation and the others to training', () => {
    const tokens = set([1, END, 2, END, 3, END], [4, END]);
    const { training, validation } = splitDocuments(tokens, END, 10, new Set([1, 3]));
    expect(idsOf(training)).toEqual([[1, END, 3, END]]);
    expect(idsOf(validation)).toEqual([
      [2, END],
      [4, END],
    ]);
  });

  it('loses no token and gives none to both', () => {
    fc.assert(
      fc.property(anySet, fc.array(fc.nat({ max: 20 })), (tokens, heldOut) => {
        const { training, validation } = splitDocuments(tokens, END, 10, new Set(heldOut));
        expect(training.total + validation.total).toBe(tokens.total);
      }),
    );
  });
});

describe('chooseHeldOut', () => {
  it.each([
    [39, 0.1, 4],
    [10, 0.01, 1],
    [2, 0.99, 1],
    [1, 0.5, 0],
    [0, 0.5, 0],
  ])('of %d documents and a share of %d chooses %d', (documents, share, count) => {
    const chosen = chooseHeldOut(documents, share, Random.fromSeed(1));
    expect(chosen.size).toBe(count);
    expect([...chosen].every((number) => number >= 0 && number < documents)).toBe(true);
  });

  it('chooses the same from the same seed, others from another', () => {
    const choose = (seed: number) => chooseHeldOut(1000, 0.1, Random.fromSeed(seed));
    expect(choose(1)).toEqual(choose(1));
    expect(choose(1)).not.toEqual(choose(2));
  });
});
