import { between } from '../colour.ts';
import { sineOfTurns } from '../exact-math.ts';
import type { Pattern } from '../pattern.ts';
import { curve, type Point } from '../sheet.ts';

/** A braid of lines that swing together and apart. */
export const ribbons: Pattern = (sheet, { ground, glow, tones, accents }, dice) => {
  const { width, height, side } = sheet;
  sheet.fill(sheet.gradient([ground, glow], { x: 0, y: 0 }, { x: 1, y: 1 }));
  const lines = dice.whole(16, 20);
  const thickness = (height * 0.78) / lines;
  const [first, second, third] = [dice.from(0, 1), dice.from(0, 1), dice.from(0, 1)];
  const waves = (width / side) * dice.from(0.42, 0.57);
  const slant = height * dice.from(-0.16, 0.16);
  const marked = [dice.whole(2, lines - 3), dice.whole(2, lines - 3)];
  for (let line = 0; line < lines; line++) {
    const depth = line / (lines - 1);
    const steps = 10;
    const points: Point[] = Array.from({ length: steps + 1 }, (_, i) => {
      const at = i / steps;
      const together = 0.62 + 0.34 * sineOfTurns(second + at * 0.8);
      const middle = height / 2 + slant * (at - 0.5) + side * 0.15 * sineOfTurns(first + at * waves);
      const twist = sineOfTurns(third + at * waves * 0.7 + depth * 0.42);
      return { x: -40 + (width + 80) * at, y: middle + (depth - 0.5) * height * together + side * 0.1 * twist };
    });
    const scale = depth * (tones.length - 1);
    const below = Math.min(tones.length - 2, Math.floor(scale));
    const tone = between(tones[below], tones[below + 1], scale - below);
    const mark = marked.indexOf(line);
    sheet.stroke(curve(points), mark === -1 ? tone : accents[mark], thickness * (mark === -1 ? 1 : 0.75));
  }
};
