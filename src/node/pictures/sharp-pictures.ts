import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import type { PictureConverter, PictureTools, PixelFormat } from '../../project/picture-tools.ts';

type Sharp = typeof import('sharp').default;

/** Pictures through sharp, which is loaded only when it is needed: most blogs do not need it. */
export const sharpPictures: PictureTools = {
  async open(folders) {
    const sharp = (await ownSharp()) ?? (await sharpAround(folders));
    return sharp === null ? null : converterWith(sharp);
  },
  howToInstall:
    `install it where tpdne is installed, with npm install sharp@${packageJson.devDependencies.sharp} ` +
    '(npm install -g … if tpdne is global), or in the folder of your site',
};

async function ownSharp(): Promise<Sharp | null> {
  return import('sharp').then(
    ({ default: sharp }) => sharp,
    () => null,
  );
}

/** The sharp of a site: Astro, Gatsby and others depend on it. */
async function sharpAround(folders: readonly string[]): Promise<Sharp | null> {
  for (const folder of folders) {
    try {
      const path = createRequire(join(resolve(folder), 'package.json')).resolve('sharp');
      const { default: sharp } = (await import(pathToFileURL(path).href)) as { readonly default: Sharp };
      return sharp;
    } catch {
      // Not here, or for another platform.
    }
  }
  return null;
}

/** Pixels in each direction that are looked at for colours. */
const SAMPLES = 48;

function converterWith(sharp: Sharp): PictureConverter {
  return {
    async encode(svg, format) {
      const picture = sharp(Buffer.from(svg)).removeAlpha();
      return new Uint8Array(await written[format](picture).toBuffer());
    },
    async pixels(picture) {
      try {
        const { data } = await sharp(picture)
          .resize(SAMPLES, SAMPLES, { fit: 'fill' })
          .flatten({ background: '#fff' })
          .toColourspace('srgb')
          .raw()
          .toBuffer({ resolveWithObject: true });
        return Array.from(
          { length: SAMPLES * SAMPLES },
          (_, i) => [data[3 * i], data[3 * i + 1], data[3 * i + 2]] as const,
        );
      } catch {
        return null;
      }
    },
  };
}

const written: Readonly<Record<PixelFormat, (picture: ReturnType<Sharp>) => ReturnType<Sharp>>> = {
  png: (picture) => picture.png({ compressionLevel: 9 }),
  webp: (picture) => picture.webp({ quality: 90 }),
  jpg: (picture) => picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }),
};
