import { describe, expect, it } from 'vitest';
import { cosineOfTurns, cubeRoot, fifthRoot, sineOfTurns } from '../../../src/blog/covers/exact-math.ts';

describe('the sine and cosine of turns', () => {
  it('are those of JavaScript, for every quarter and beyond a turn', () => {
    for (let turns = -2.3; turns < 2.3; turns += 0.0137) {
      expect(Math.abs(sineOfTurns(turns) - Math.sin(turns * 2 * Math.PI))).toBeLessThan(1e-9);
      expect(Math.abs(cosineOfTurns(turns) - Math.cos(turns * 2 * Math.PI))).toBeLessThan(1e-9);
    }
  });

  it('are exact at the ends of a quarter', () => {
    expect([0, 0.5, 1].map(sineOfTurns).map((value) => Math.abs(value))).toEqual([0, 0, 0]);
    expect(sineOfTurns(0.25)).toBeCloseTo(1, 10);
    expect(sineOfTurns(0.75)).toBeCloseTo(-1, 10);
  });
});

describe('roots', () => {
  it.each([1e-9, 0.001, 0.2, 0.999, 1, 1.001, 8, 1e6])('are those of JavaScript: of %d', (value) => {
    expect(cubeRoot(value) / Math.cbrt(value)).toBeCloseTo(1, 10);
    expect(fifthRoot(value) / value ** 0.2).toBeCloseTo(1, 10);
  });

  it('of nothing and less are 0', () => {
    expect([cubeRoot(0), cubeRoot(-1e-20), fifthRoot(0)]).toEqual([0, 0, 0]);
  });
});
