import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { drawCover } from '../../../src/blog/covers/draw-cover.ts';
import { pictureHeader } from '../../../src/blog/covers/picture-header.ts';
import { sharpPictures } from '../../../src/node/pictures/sharp-pictures.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const svg = drawCover('tea', { width: 640, height: 360, colours: [] });

describe('pictures in pixels', () => {
  it.each(['png', 'webp', 'jpg'] as const)('are written in the size of the drawing: %s', async (format) => {
    const converter = (await sharpPictures.open([]))!;
    const bytes = await converter.encode(svg, format);
    expect(pictureHeader(bytes)).toEqual({ format, width: 640, height: 360 });
    expect(await converter.encode(svg, format)).toEqual(bytes);
  });

  it('are sampled for their colours', async () => {
    const converter = (await sharpPictures.open([]))!;
    const red = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#c80000' } })
      .webp({ lossless: true })
      .toBuffer();
    const pixels = (await converter.pixels(red))!;
    expect(new Set(pixels.map((pixel) => pixel.join()))).toEqual(new Set(['200,0,0']));
    expect(await converter.pixels(new TextEncoder().encode('no picture'))).toBeNull();
  });

  it('need the package, of this program or of the site', async () => {
    vi.doMock('sharp', () => {
      throw new Error('not installed');
    });
    vi.resetModules();
    const { sharpPictures: without } = await import('../../../src/node/pictures/sharp-pictures.ts');
    const site = temporaryFolder();
    expect(await without.open([site])).toBeNull();
    mkdirSync(join(site, 'node_modules/sharp'), { recursive: true });
    writeFileSync(join(site, 'node_modules/sharp/package.json'), '{ "name": "sharp", "main": "index.js" }');
    writeFileSync(
      join(site, 'node_modules/sharp/index.js'),
      'module.exports = () => ({ removeAlpha: () => ({ png: () => ({ toBuffer: async () => Buffer.from("of the site") }) }) });',
    );
    const converter = (await without.open([join(site, 'posts'), site]))!;
    expect(new TextDecoder().decode(await converter.encode(svg, 'png'))).toBe('of the site');
    vi.doUnmock('sharp');
  });

  it('name the version that was tested', () => {
    expect(sharpPictures.howToInstall).toContain(`npm install sharp@${packageJson.devDependencies.sharp}`);
  });
});
