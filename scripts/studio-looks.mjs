/** How the pages of the studio are shown in documents: light, dark, and on a telephone's width, as small files. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1200, height: 900 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 380, height: 800 } },
];

const out = join(import.meta.dirname, '../docs/studio');

/** Writes a picture of a page into docs/studio/: no higher than two windows, since what is below is more of the same. */
export async function writePicture(page, { width, height }, name) {
  mkdirSync(out, { recursive: true });
  const full = await page.evaluate('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height: Math.min(full, 2 * height) });
  const png = await page.screenshot();
  await page.setViewportSize({ width, height });
  await sharp(png)
    .webp({ quality: 78 })
    .toFile(join(out, `${name}.webp`));
}

/** Waits until a page has what it loads. */
export async function untilLoaded(page) {
  // The rules of the pages forbid the usual way to wait, which evaluates a text in them.
  const words = () => page.evaluate(`document.querySelector('main').innerText`);
  while (/^(?:Loading|Reading your posts|Looking)/m.test(await words())) await page.waitForTimeout(200);
  await page.waitForTimeout(1500);
}
