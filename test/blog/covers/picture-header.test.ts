import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureHeader } from '../../../src/blog/covers/picture-header.ts';

const picture = () => sharp({ create: { width: 37, height: 21, channels: 3, background: '#c63' } });
const text = (content: string) => new TextEncoder().encode(content);

describe('the header of a picture', () => {
  it.each([
    ['png', () => picture().png()],
    ['gif', () => picture().gif()],
    ['jpg', () => picture().jpeg()],
    ['jpg', () => picture().jpeg({ progressive: true })],
    ['webp', () => picture().webp()],
    ['webp', () => picture().webp({ lossless: true })],
    ['webp', () => picture().ensureAlpha(0.5).webp({ quality: 50 })],
    ['avif', () => picture().avif({ effort: 0 })],
  ] as const)('says format and size: %s', async (format, encoded) => {
    const bytes = await encoded().toBuffer();
    expect(pictureHeader(bytes)).toEqual({ format, width: 37, height: 21 });
    expect(pictureHeader(bytes.subarray(0, 9))).toBeNull();
  });

  it('of a photograph taken on its side has the size that is shown', async () => {
    for (const [orientation, size] of [
      [1, [37, 21]],
      [3, [37, 21]],
      [6, [21, 37]],
    ] as const) {
      const bytes = await picture().jpeg().withMetadata({ orientation }).toBuffer();
      const { width, height } = pictureHeader(bytes)!;
      expect([width, height], String(orientation)).toEqual(size);
    }
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg" width="120" height="63">', 120, 63],
    ['<?xml version="1.0"?>\n<!-- a -->\n<svg viewBox="0 0 300 200">', 300, 200],
    ["<svg\n  viewBox='0,0,300,200' width='100%' height='100%'>", 300, 200],
    ['<svg width="12.5px" height="10px" viewBox="0 0 1 1">', 12.5, 10],
  ])('of an SVG is in its tag: %s', (svg, width, height) => {
    expect(pictureHeader(text(svg))).toEqual({ format: 'svg', width, height });
  });

  it.each(['', 'hello', '<svg>', '<svg width="0" height="5">', 'RIFF....WEBPVP8Q..............', 'GIF89a'])(
    'of another file is missing: %s',
    (content) => {
      expect(pictureHeader(text(content))).toBeNull();
    },
  );
});
