import { describe, expect, it } from 'vitest';
import { joinedColours, namedColours, prominentColours } from '../../../src/blog/covers/blog-colours.ts';
import { hexOf, type Rgb } from '../../../src/blog/covers/colour.ts';

const repeated = (count: number, rgb: Rgb): Rgb[] => Array.from({ length: count }, () => rgb);
const shown = (colours: ReturnType<typeof prominentColours>) =>
  colours.map(({ colour, share }) => [hexOf(colour), Math.round(100 * share)]);

describe('the colours of a blog', () => {
  it('are the prominent ones of a picture, the largest first', () => {
    const pixels = [...repeated(30, [200, 60, 40]), ...repeated(60, [20, 40, 90]), ...repeated(10, [250, 240, 200])];
    expect(shown(prominentColours(pixels))).toEqual([
      ['#14285a', 60],
      ['#c83c28', 30],
      ['#faf0c8', 10],
    ]);
  });

  it('join what looks alike, and leave out what is hardly there', () => {
    const pixels = [...repeated(500, [200, 60, 40]), ...repeated(495, [204, 64, 44]), ...repeated(5, [0, 255, 0])];
    const colours = prominentColours(pixels);
    expect(colours).toHaveLength(1);
    expect(colours[0].share).toBeCloseTo(0.995, 5);
    expect(prominentColours([])).toEqual([]);
  });

  it('count every picture the same', () => {
    const [red, blue] = [prominentColours(repeated(1000, [200, 60, 40])), prominentColours(repeated(10, [20, 40, 90]))];
    expect(joinedColours([red, [], blue]).map(({ share }) => share)).toEqual([0.5, 0.5]);
    expect(joinedColours([[], []])).toEqual([]);
  });

  it.each([
    ['a { color: #C83C28 } b { color: #14285a } c { color: #14285a }', ['#14285a', '#c83c28']],
    ['fill="#f00" stroke="rgb(0, 0, 255)"', ['#ff0000', '#0000ff']],
    ['rgba(20 40 90 / 50%), #14285a80', ['#14285a']],
    ['#header { top: 0 } #facade { } rgb(300, 0, 0)', []],
  ])('are named in a style sheet: %s', (css, expected) => {
    expect(namedColours(css).map(({ colour }) => hexOf(colour))).toEqual(expected);
  });
});
