import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngPixels } from '../../../src/blog/covers/png-pixels.ts';
import { png, pngOf } from '../../pictures.ts';

/** A picture with a different colour in every pixel, so that encoders use all filters. */
function varied(channels: 3 | 4) {
  const [width, height] = [40, 30];
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = channels === 4 && i % 4 === 3 ? 255 : (i * 7 + ((i * i) >> 5)) % 256;
  return { data, raw: sharp(data, { raw: { width, height, channels } }) };
}

describe('the pixels of a PNG', () => {
  it.each([3, 4] as const)('are those of another decoder, with %d channels and adaptive filters', async (channels) => {
    const { data, raw } = varied(channels);
    const pixels = pngPixels(await raw.png({ adaptiveFiltering: true }).toBuffer())!;
    const all = Array.from({ length: data.length / channels }, (_, i) => [
      ...data.subarray(i * channels, i * channels + 3),
    ]);
    expect(pixels).toEqual(all);
  });

  it('of a picture with numbered colours, of a grey one and of one with 16 bits', async () => {
    const { raw } = varied(3);
    const numbered = await raw.clone().png({ palette: true, colours: 256, dither: 0 }).toBuffer();
    const decoded = await sharp(numbered).removeAlpha().raw().toBuffer();
    expect(pngPixels(numbered)!.flat()).toEqual([...decoded]);
    const grey = pngOf(2, 1, 8, 0, new Uint8Array([0, 10, 200]));
    expect(pngPixels(grey)).toEqual([
      [10, 10, 10],
      [200, 200, 200],
    ]);
    const deep = pngOf(1, 1, 16, 2, new Uint8Array([0, 10, 99, 20, 99, 30, 99]));
    expect(pngPixels(deep)).toEqual([[10, 20, 30]]);
  });

  it('without the transparent ones', () => {
    const half = pngOf(2, 1, 8, 6, new Uint8Array([0, 1, 2, 3, 0, 4, 5, 6, 255]));
    expect(pngPixels(half)).toEqual([[4, 5, 6]]);
  });

  it('are a sample of a large picture', () => {
    const pixels = pngPixels(png(400, 200, [255, 0, 0], [0, 0, 255]))!;
    expect(pixels).toHaveLength(48 * 48);
    expect(pixels.filter(([red]) => red === 255)).toHaveLength((48 * 48) / 2);
  });

  it.each([
    ['another file', () => new TextEncoder().encode('no picture at all, but long enough for a header')],
    ['a damaged one', () => png(8, 8, [1, 2, 3]).map((byte, i) => (i > 45 ? byte ^ 0x55 : byte))],
    ['one that ends early', () => png(60, 60, [1, 2, 3]).subarray(0, 60)],
    ['one with fewer rows than it says', () => pngOf(2, 9, 8, 2, new Uint8Array(7))],
    ['one with 4 bits a pixel', () => pngOf(2, 1, 4, 0, new Uint8Array([0, 0x1f]))],
    ['one of too many pixels', () => pngOf(40_000, 40_000, 8, 2, new Uint8Array(7))],
    ['one with numbers but without colours', () => pngOf(1, 1, 8, 3, new Uint8Array([0, 0]))],
  ])('of %s are unknown', (_, bytes) => {
    expect(pngPixels(bytes())).toBeNull();
  });
});
