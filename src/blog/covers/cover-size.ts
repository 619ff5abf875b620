import type { PictureForm } from './picture-form.ts';

/** The size of most pictures for posts: what other sites show of a link (Open Graph). */
const USUAL = { width: 1200, height: 630 };

/** Pixels: smaller ones look poor on a modern screen, and larger ones load slowly. */
const [LEAST_WIDTH, MOST_WIDTH] = [600, 1600];

/** Width over height. Beyond these, patterns are no longer recognisable. */
const [LEAST_RATIO, MOST_RATIO] = [1 / 3, 4];

/** The size of a cover, in pixels: the ratio of the blog's pictures, and their width within limits. */
export function coverSize(size: PictureForm['size']): { readonly width: number; readonly height: number } {
  if (size === null) return USUAL;
  const ratio = clamp(size.width / size.height, LEAST_RATIO, MOST_RATIO);
  const width = clamp(size.width, LEAST_WIDTH, MOST_WIDTH);
  const isMeant = width === size.width && ratio === size.width / size.height;
  return { width, height: isMeant ? size.height : Math.round(width / ratio) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
