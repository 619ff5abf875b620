import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatOfHalf, narrowFloats, widenFloats } from '../../../src/engine/checkpoint/number-formats.ts';

const halvesOf = (type: 'float16' | 'bfloat16', ...values: number[]) => [
  ...new Uint16Array(narrowFloats(type, Float32Array.from(values)).buffer),
];
const everyHalf = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half);

describe.each(['float16', 'bfloat16'] as const)('%s', (type) => {
  const values = widenFloats(type, new Uint8Array(everyHalf.buffer));

  test('every number there is comes back from float32 as it was', () => {
    const back = new Uint16Array(narrowFloats(type, values).buffer);
    const changed = everyHalf.filter((half, i) => !Number.isNaN(values[i]) && back[i] !== half);
    expect(changed).toEqual(new Uint16Array(0));
    expect(back.every((half, i) => Number.isNaN(values[i]) === Number.isNaN(values[half]))).toBe(true);
  });

  test('a float32 becomes the nearest one, the even one half way between two', () => {
    const ascending = [...everyHalf].filter((half) => half < 0x8000 && Number.isFinite(values[half]));
    fc.assert(
      fc.property(fc.nat(ascending.length - 2), fc.double({ min: 0, max: 1, noNaN: true }), (lower, share) => {
        const [low, high] = [values[lower], values[lower + 1]];
        const value = Math.fround(low + (high - low) * share);
        const [half] = halvesOf(type, value);
        const expected =
          value - low === high - value
            ? lower % 2 === 0
              ? lower
              : lower + 1
            : value - low < high - value
              ? lower
              : lower + 1;
        expect(half).toBe(expected);
        expect(halvesOf(type, -value)).toEqual([expected | 0x8000]);
      }),
      { numRuns: 3000 },
    );
  });

  test('half way between two is the even one', () => {
    for (const lower of [0, 1, 2, 0x3ff, 0x400, 0x401, 0x3c00, 0x3c01]) {
      const between = (values[lower] + values[lower + 1]) / 2;
      if (Math.fround(between) !== between) continue;
      expect(halvesOf(type, between)).toEqual([lower % 2 === 0 ? lower : lower + 1]);
    }
  });
});

test('float16 ends at 65504, and infinity begins half a step above', () => {
  expect(halvesOf('float16', 65504, 65519.99, 65520, Number.NEGATIVE_INFINITY)).toEqual([
    0x7bff, 0x7bff, 0x7c00, 0xfc00,
  ]);
  expect(floatOfHalf(0x7bff)).toBe(65504);
});

test('the smallest numbers are kept, half of the smallest is zero', () => {
  expect(halvesOf('float16', 2 ** -24, 2 ** -25, 1.0001 * 2 ** -25, -(2 ** -26))).toEqual([1, 0, 1, 0x8000]);
});

test('bytes need not begin on a multiple of an element', () => {
  const bytes = new Uint8Array([9, 0, 0, 0x80, 0x3f]).subarray(1);
  expect(widenFloats('float32', bytes)).toEqual(Float32Array.of(1));
});
