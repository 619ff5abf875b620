import { describe, expect, it } from 'vitest';
import { TensorFault } from '../../../src/engine/device/backend.ts';
import { checkSizes } from '../../../src/engine/device/size-checks.ts';

describe('sizes that do not fit together', () => {
  const refused = [
    ['attention', { W: 12, Q: 4, NH: 3 }, {}, 'attention cannot split Q = 4 among 3 heads.'],
    ['attentionCached', { W: 15, Q: 5, HS: 2, NKV: 1 }, {}, 'attentionCached cannot split Q = 5 into heads of 2.'],
    [
      'attentionBackward',
      { W: 9, Q: 4, NH: 2 },
      {},
      'attentionBackward has rows of W = 9 channels, 4 of them queries: the other 5 are not keys and values in heads of 2.',
    ],
    ['attention', { W: 4, Q: 4, NH: 2 }, {}, 'the other 0 are not keys and values in heads of 2.'],
    ['attention', { W: 14, Q: 6, NH: 3 }, {}, 'attention cannot share 2 key heads equally among 3 query heads.'],
    ['attention', { W: 22, Q: 2, NH: 1 }, {}, 'attention cannot share 5 key heads equally among 1 query heads.'],
    ['attentionCached', { W: 12, Q: 4, HS: 2, NKV: 1 }, {}, 'attentionCached has keys of 2 heads, and a cache for 1.'],
    ['rotary', { W: 11, HALF: 3 }, { heads: 2, direction: 1 }, 'rotary cannot find 2 heads of 6 channels in 11'],
    ['rotary', { W: 12, HALF: 3 }, { heads: 1.5, direction: 1 }, 'rotary cannot find 1.5 heads'],
    ['rotary', { W: 12, HALF: 3 }, { heads: 1, direction: 0 }, 'rotary(direction) is 0, expected 1 or −1.'],
    ['headNorm', { W: 12, HS: 4 }, { heads: 3, keyHeads: 1 }, 'headNorm cannot find 1 heads of 4 channels in 0'],
    [
      'lowRank',
      { H: 8, M: 2, R: 4 },
      { dropout: 1, draw: 0 },
      'lowRank(dropout) is 1, expected a share from 0 to below 1.',
    ],
    ['lowRankBackward', { H: 8, M: 2, R: 4 }, { dropout: -0.1, draw: 0 }, 'lowRankBackward(dropout) is -0.1'],
    ['lowRank', { H: 8, M: 2, R: 4 }, { dropout: 0.5, draw: 2 ** 32 }, 'lowRank(draw) is 4294967296, expected a whole'],
    ['lowRank', { H: 8, M: 2, R: 4 }, { dropout: 0.5, draw: -1 }, 'lowRank(draw) is -1'],
    ['lowRank', { H: 8, M: 2, R: 4 }, { dropout: 0.5, draw: 0.5 }, 'lowRank(draw) is 0.5'],
    ['lowRank', { H: 6, M: 2, R: 4 }, {}, 'lowRank has H = 6, expected M · R = 2 · 4.'],
    ['lowRankBackward', { H: 4, M: 2, R: 4 }, {}, 'lowRankBackward has H = 4, expected M · R = 2 · 4.'],
    ['headNormBackward', { W: 12, HS: 4 }, { heads: -1, keyHeads: 1 }, 'headNormBackward cannot find -1 heads'],
  ] as const;

  it.each(refused)('%s of %o with %o', (operation, dims, scalars, message) => {
    expect(() => checkSizes(operation, dims, scalars)).toThrow(TensorFault);
    expect(() => checkSizes(operation, dims, scalars)).toThrow(message);
  });

  it.each([
    ['attention', { W: 12, Q: 4, NH: 2 }, {}],
    ['attention', { W: 10, Q: 6, NH: 3 }, {}],
    ['attentionCached', { W: 8, Q: 4, HS: 2, NKV: 1 }, {}],
    ['rotary', { W: 12, HALF: 3 }, { heads: 2, direction: -1 }],
    ['headNorm', { W: 12, HS: 4 }, { heads: 2, keyHeads: 1 }],
    ['lowRank', { H: 6, M: 2, R: 3 }, { dropout: 0, draw: 0 }],
    ['lowRankBackward', { H: 6, M: 2, R: 3 }, { dropout: 0.99, draw: 2 ** 32 - 1 }],
    ['linear', { N: 1, C: 2, OC: 3 }, {}],
  ] as const)('%s of %o with %o is right', (operation, dims, scalars) => {
    expect(() => checkSizes(operation, dims, scalars)).not.toThrow();
  });
});
