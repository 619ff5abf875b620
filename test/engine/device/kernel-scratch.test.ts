import { describe, expect, it } from 'vitest';
import { compiledKernelScratch } from '../../../src/engine/device/compiled/kernel-scratch.ts';

describe('the working memory of attentionBackward', () => {
  const scratchOf = (dims: Record<string, number>) =>
    compiledKernelScratch({ operation: 'attentionBackward', dims, scalars: {} });

  it.each([
    { title: 'every query head has its own keys', dims: { B: 1, T: 1024, W: 2304, Q: 768, NH: 12 } },
    { title: 'there are enough groups', dims: { B: 2, T: 1024, W: 4096, Q: 2048, NH: 16 } },
  ])('is none if $title', ({ dims }) => {
    expect(scratchOf(dims)).toEqual({});
  });

  it.each([
    // Eight groups of two heads: two parts each.
    { dims: { B: 1, T: 1024, W: 4096, Q: 2048, NH: 16 }, tasks: 16, HS: 128 },
    // Three groups of three heads: three parts.
    { dims: { B: 1, T: 512, W: 960, Q: 576, NH: 9 }, tasks: 9, HS: 64 },
    // Three groups of six: two would be too few, four and five do not divide; six.
    { dims: { B: 1, T: 512, W: 1536, Q: 1152, NH: 18 }, tasks: 18, HS: 64 },
  ])('is that of $tasks tasks for $dims', ({ dims, tasks, HS }) => {
    expect(scratchOf(dims)).toEqual({ Partials: 4 * tasks * 2 * dims.T * HS });
  });
});

describe('the working memory of LoRA', () => {
  const dims = { N: 100, C: 64, OC: 192, H: 24, R: 8, M: 3 };
  const bytesOf = (dropout: number) =>
    compiledKernelScratch({ operation: 'lowRank', dims, scalars: { scale: 1, dropout, draw: 0 } });

  it('has room for the rows that dropout thins, only where there is dropout', () => {
    expect(bytesOf(0)).toEqual({ Left: 4 * 100 * 192, Right: 4 * 100 * 64, Rows: 4 * 100 * 24 });
    expect(bytesOf(0.1)).toEqual({ ...bytesOf(0), RowGradients: 4 * 100 * 64 });
  });

  it('has room for the gradient of b, in the backward', () => {
    const scalars = { scale: 1, dropout: 0, draw: 0 };
    const backward = compiledKernelScratch({ operation: 'lowRankBackward', dims, scalars });
    expect(backward).toEqual({ ...bytesOf(0), Partials: 4 * 8 * 192 });
  });
});

describe('the working memory of a packed linear layer', () => {
  const bytesOf = (BITS: number) =>
    compiledKernelScratch({ operation: 'linearPacked', dims: { N: 100, C: 64, OC: 192, BITS }, scalars: {} });

  it('has room for a matrix of q8_0 in bfloat16, and for none of another type', () => {
    expect(bytesOf(16)).toEqual({ Left: 4 * 100 * 64 });
    expect(bytesOf(8)).toEqual(bytesOf(16));
    expect(bytesOf(9)).toEqual({ ...bytesOf(16), Right: 2 * 64 * 192 });
  });
});

describe('the working memory of the classifier', () => {
  const bytesOf = (dims: Record<string, number>) =>
    Object.values(compiledKernelScratch({ operation: 'classifier', dims, scalars: {} })).reduce(
      (sum, bytes) => sum + bytes,
      0,
    );

  it('is below 100 MB, however many tokens and rows there are', () => {
    for (const V of [50_257, 151_936, 262_144]) {
      for (const N of [1024, 65_536]) expect(bytesOf({ N, V, C: 1024 })).toBeLessThan(100e6);
    }
  });

  it.each([
    { V: 50_257, rows: 384 },
    { V: 151_936, rows: 144 },
    { V: 1_000_000, rows: 22 },
    { V: 30_000_000, rows: 1 },
  ])('holds the logits of $rows rows of $V tokens', ({ V, rows }) => {
    expect(compiledKernelScratch({ operation: 'classifier', dims: { N: 1024, C: 64, V }, scalars: {} }).Logits).toBe(
      4 * rows * V,
    );
  });
});
