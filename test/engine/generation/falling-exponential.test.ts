import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fallingExponential } from '../../../src/engine/generation/falling-exponential.ts';

describe('fallingExponential', () => {
  it('is Math.exp to 13 digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 63.999, noNaN: true }), (y) => {
        expect(Math.abs(fallingExponential(y) / Math.exp(-y) - 1)).toBeLessThan(1e-13);
      }),
    );
  });

  it('is 1 at 0 and 0 far away', () => {
    expect(fallingExponential(0)).toBe(1);
    expect(fallingExponential(64)).toBe(0);
    expect(fallingExponential(Infinity)).toBe(0);
  });
});
