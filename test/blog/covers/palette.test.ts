import { describe, expect, it } from 'vitest';
import { chromaOf, colourOf, distance, fromRgb, hexOf, hueLikeness } from '../../../src/blog/covers/colour.ts';
import { Dice } from '../../../src/blog/covers/dice.ts';
import { paletteOf } from '../../../src/blog/covers/palette.ts';

const palettes = (colours: Parameters<typeof paletteOf>[1], count = 40) =>
  Array.from({ length: count }, (_, i) => paletteOf(new Dice(`post ${i}`), colours));

const of = (...hues: readonly number[]) =>
  hues.map((hue) => ({ colour: colourOf(0.5, 0.12, hue), share: 1 / hues.length }));

describe('a palette', () => {
  it('runs evenly from near the ground to far from it', () => {
    for (const { ground, tones, isDark } of [...palettes([]), ...palettes(of(0.1, 0.6))]) {
      const lightness = tones.map((tone) => tone.lightness);
      const sorted = [...lightness].sort((a, b) => (isDark ? a - b : b - a));
      expect(lightness).toEqual(sorted);
      expect(Math.abs(tones[6].lightness - ground.lightness)).toBeGreaterThan(0.5);
      for (let i = 1; i < tones.length; i++) expect(distance(tones[i], tones[i - 1])).toBeGreaterThan(0.05);
    }
  });

  it('has accents that stand out from the ground', () => {
    for (const { ground, accents } of palettes(of(0.1, 0.6))) {
      for (const accent of accents) expect(distance(accent, ground)).toBeGreaterThan(0.12);
    }
  });

  it("takes its hues from the blog's pictures", () => {
    const [red, blue] = of(0.08, 0.7);
    for (const { tones } of palettes([red, blue])) {
      const nearest = Math.max(hueLikeness(tones[3], red.colour), hueLikeness(tones[3], blue.colour));
      expect(nearest).toBeGreaterThan(0.7);
    }
    const used = palettes([red, blue]).map(({ tones }) => hueLikeness(tones[3], red.colour) > 0.7);
    expect(new Set(used).size).toBe(2);
  });

  it('does not run through yellow, which is brown in the dark: it is an accent, or turned to orange', () => {
    const [yellow, blue] = of(0.29, 0.7);
    for (const { tones } of palettes([yellow, blue])) expect(hueLikeness(tones[3], blue.colour)).toBeGreaterThan(0.7);
    const used = palettes([yellow, blue]).map(({ accents }) => hueLikeness(accents[0], yellow.colour));
    expect(Math.min(...used)).toBeGreaterThan(0.9);
    for (const { tones, isDark } of palettes([yellow])) {
      const darkest = tones[isDark ? 0 : 6];
      expect(hueLikeness(darkest, colourOf(0.5, 0.1, 0.15))).toBeGreaterThan(0.9);
    }
  });

  it('of a grey blog is grey', () => {
    const grey = [{ colour: fromRgb([128, 128, 128]), share: 1 }];
    for (const { tones, accents } of palettes(grey, 5)) {
      for (const colour of [...tones, ...accents]) expect(chromaOf(colour)).toBeLessThan(0.01);
    }
  });

  it('of a garish blog is not garish, and of a pale one not dull', () => {
    for (const chroma of [0.3, 0.03]) {
      const blog = [{ colour: colourOf(0.6, chroma, 0.4), share: 1 }];
      for (const { tones } of palettes(blog, 5)) {
        expect(chromaOf(tones[3])).toBeLessThan(0.14);
        expect(chromaOf(tones[3])).toBeGreaterThan(0.02);
      }
    }
  });

  it('is light where the pictures are light, and dark where they are dark', () => {
    const blog = (lightness: number) => [{ colour: colourOf(lightness, 0.1, 0.6), share: 1 }];
    expect(palettes(blog(0.8)).some(({ isDark }) => isDark)).toBe(false);
    expect(palettes(blog(0.3)).every(({ isDark }) => isDark)).toBe(true);
    expect(new Set(palettes(blog(0.55)).map(({ isDark }) => isDark)).size).toBe(2);
  });

  it('can be shown by a screen', () => {
    for (const { ground, tones, accents } of palettes([])) {
      for (const colour of [ground, ...tones, ...accents]) expect(hexOf(colour)).toMatch(/^#[0-9a-f]{6}$/);
    }
  });
});
