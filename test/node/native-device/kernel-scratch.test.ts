import { describe, expect, it } from 'vitest';
import { nativeKernelScratch } from '../../../src/node/native-device/kernel-scratch.ts';

describe('the working memory of attentionBackward', () => {
  const scratchOf = (dims: Record<string, number>) => nativeKernelScratch({ operation: 'attentionBackward', dims });

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
