import { between } from '../colour.ts';
import type { Pattern } from '../pattern.ts';
import { type Point, polygon } from '../sheet.ts';

/** A folded surface of triangles, lit from one side. */
export const facets: Pattern = (sheet, { ground, tones, accents }, dice) => {
  const { width, height, side } = sheet;
  // Bounded by the area too, or a long strip would have hundreds.
  const edge = Math.max(side / dice.from(3, 3.8), Math.sqrt(width * height) / 6);
  const [across, down] = [Math.ceil(width / edge + 0.9), Math.ceil(height / edge + 0.8)];
  const points: (Point & { readonly rise: number })[][] = Array.from({ length: down + 1 }, (_, row) =>
    Array.from({ length: across + 1 }, (_, column) => ({
      x: (column - 0.8 + (row % 2) * 0.4 + dice.from(-0.24, 0.24)) * edge,
      y: (row - 0.5 + dice.from(-0.24, 0.24)) * edge,
      rise: dice.from(-1, 1),
    })),
  );
  sheet.fill(ground);
  const towards = { x: dice.from(-0.5, 0.5), y: dice.from(0.5, 1) };
  const lamp = { x: width * dice.from(0.15, 0.85), y: height * dice.from(0, 0.3) };
  const reach = side * dice.from(0.55, 0.75);
  const draw = (corners: readonly (Point & { readonly rise: number })[]) => {
    const mean = (of: (corner: Point & { readonly rise: number }) => number) =>
      corners.reduce((sum, corner) => sum + of(corner), 0) / corners.length;
    const along = (mean(({ x }) => x) / width - 0.5) * towards.x + (mean(({ y }) => y) / height - 0.5) * towards.y;
    const scale = Math.min(Math.max(0.46 + along * 0.85 + mean(({ rise }) => rise) * 0.26, 0), 1) * (tones.length - 1);
    const below = Math.min(tones.length - 2, Math.floor(scale));
    const tone = between(tones[below], tones[below + 1], scale - below);
    const [away, beyond] = [mean(({ x }) => x) - lamp.x, mean(({ y }) => y) - lamp.y];
    const shine = Math.max(0, 1 - Math.sqrt(away * away + beyond * beyond) / reach);
    const paint = between(tone, mean(({ rise }) => rise) > 0 ? accents[0] : accents[1], shine);
    sheet.facet(polygon(corners), paint);
  };
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const [a, b] = [points[row][column], points[row][column + 1]];
      const [c, d] = [points[row + 1][column], points[row + 1][column + 1]];
      if (row % 2 === 0) {
        draw([a, b, c]);
        draw([b, d, c]);
      } else {
        draw([a, b, d]);
        draw([a, d, c]);
      }
    }
  }
};
