import { describe, expect, it } from 'vitest';
import { separateDocuments } from '../../../src/engine/tokens/separate-documents.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';

const END = 9;
const chunks = (beginMark: number | null, endMark: number | null, ...texts: number[][]) =>
  separateDocuments(tokenSet(texts.map((text) => Uint16Array.from(text))), {
    beginMark,
    endMark,
    vocabularySize: 10,
  }).chunks.map((chunk) => [...chunk]);

describe('separateDocuments', () => {
  it('makes each document a chunk with the begin mark in front and its end mark at the end', () => {
    expect(chunks(8, END, [1, 2, END, 3, END], [4, END, 5])).toEqual([
      [8, 1, 2, END],
      [8, 3, END],
      [8, 4, END],
      [8, 5],
    ]);
  });

  it('takes a chunk without end marks for one document', () => {
    expect(chunks(8, END, [1, 2, 3])).toEqual([[8, 1, 2, 3]]);
    expect(chunks(8, null, [1, 2, END, 3])).toEqual([[8, 1, 2, END, 3]]);
  });

  it('puts nothing in front where the vocabulary has no begin mark', () => {
    expect(chunks(null, END, [1, 2, END, 3])).toEqual([[1, 2, END], [3]]);
  });
});
