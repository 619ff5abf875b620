import { Dice } from './dice.ts';
import { type BlogColour, paletteOf } from './palette.ts';
import type { Pattern } from './pattern.ts';
import { dunes } from './patterns/dunes.ts';
import { facets } from './patterns/facets.ts';
import { orbits } from './patterns/orbits.ts';
import { paper } from './patterns/paper.ts';
import { ribbons } from './patterns/ribbons.ts';
import { tiles } from './patterns/tiles.ts';
import { Sheet } from './sheet.ts';

/** All patterns. A cover is drawn in one of them. */
export const PATTERNS: Readonly<Record<string, Pattern>> = { dunes, paper, tiles, ribbons, facets, orbits };

export interface CoverLook {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The colours of the blog's pictures; empty if they are unknown. */
  readonly colours: readonly BlogColour[];
  /** The name of a pattern; by default the slug decides. */
  readonly pattern?: string;
}

/**
 * Draws the cover of a post as SVG: an abstract picture without text, which depends on nothing but the slug, the size and
 * the colours, to the byte.
 */
export function drawCover(slug: string, { width, height, colours, pattern }: CoverLook): string {
  const dice = new Dice(slug);
  const own = dice.pick(Object.keys(PATTERNS));
  const sheet = new Sheet(width, height);
  PATTERNS[pattern ?? own](sheet, paletteOf(dice, colours), dice);
  return sheet.text();
}
