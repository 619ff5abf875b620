import { describe, expect, it } from 'vitest';
import {
  between,
  chromaOf,
  colourOf,
  distance,
  fromRgb,
  hexOf,
  hueLikeness,
  toned,
  turned,
} from '../../../src/blog/covers/colour.ts';

describe('a colour', () => {
  // From Björn Ottosson's page on OKLab, which gives XYZ; here the primaries of sRGB, as CSS Color 4 lists them.
  it.each([
    [[255, 255, 255], 1, 0, 0],
    [[0, 0, 0], 0, 0, 0],
    [[255, 0, 0], 0.628, 0.2249, 0.1258],
    [[0, 255, 0], 0.8664, -0.2339, 0.1795],
    [[0, 0, 255], 0.452, -0.0325, -0.3115],
  ] as const)('of a screen, %j, has its place in OKLab', (rgb, lightness, a, b) => {
    const colour = fromRgb(rgb);
    expect(colour.lightness).toBeCloseTo(lightness, 3);
    expect(colour.a).toBeCloseTo(a, 3);
    expect(colour.b).toBeCloseTo(b, 3);
  });

  it('is written as it was read', () => {
    for (let i = 0; i < 200; i++) {
      const rgb = [(i * 53) % 256, (i * 101) % 256, (i * 197) % 256] as const;
      expect(hexOf(fromRgb(rgb))).toBe(`#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`);
    }
  });

  it('that no screen shows loses chroma and keeps its lightness and hue', () => {
    const impossible = colourOf(0.6, 0.4, 0.4);
    const hex = hexOf(impossible);
    const shown = fromRgb(
      [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number],
    );
    expect(shown.lightness).toBeCloseTo(0.6, 2);
    expect(chromaOf(shown)).toBeLessThan(0.3);
    expect(chromaOf(shown)).toBeGreaterThan(0.1);
    expect(hueLikeness(shown, impossible)).toBeGreaterThan(0.999);
  });

  it('is turned, toned and mixed', () => {
    const colour = colourOf(0.5, 0.1, 0.2);
    expect(hueLikeness(turned(colour, 0.5), colour)).toBeCloseTo(-1, 8);
    expect(distance(turned(colour, 0.3), colourOf(0.5, 0.1, 0.5))).toBeCloseTo(0, 8);
    expect(distance(toned(colour, 0.8, 0.05), colourOf(0.8, 0.05, 0.2))).toBeCloseTo(0, 8);
    expect(toned({ lightness: 0.3, a: 0, b: 0 }, 0.8, 0)).toEqual({ lightness: 0.8, a: 0, b: 0 });
    expect(between(colourOf(0, 0, 0), colourOf(1, 0, 0), 0.25).lightness).toBe(0.25);
  });

  it('without a hue is like every other', () => {
    expect(hueLikeness({ lightness: 0.5, a: 0, b: 0 }, colourOf(0.5, 0.1, 0.3))).toBe(1);
  });
});
