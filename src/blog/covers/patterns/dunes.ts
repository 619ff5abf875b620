import { chromaOf, toned } from '../colour.ts';
import { sineOfTurns } from '../exact-math.ts';
import type { Pattern } from '../pattern.ts';
import { curve, type Point, whole } from '../sheet.ts';

/** Hills behind one another under a low sun. */
export const dunes: Pattern = (sheet, { ground, glow, tones, accents, isDark }, dice) => {
  const { width, height, side } = sheet;
  sheet.fill(sheet.gradient([ground, glow], { x: 0, y: 0 }, { x: 0, y: 1 }));
  const sun = { x: width * dice.from(0.2, 0.8), y: height * dice.from(0.24, 0.4) };
  const radius = side * dice.from(0.11, 0.17);
  sheet.circle(sun, radius * 3.4, sheet.halo(toned(glow, isDark ? 0.62 : 0.99, chromaOf(glow)), isDark ? 0.5 : 0.9));
  sheet.circle(sun, radius, sheet.gradient([accents[1], accents[0]], { x: 0, y: 0 }, { x: 0, y: 1 }));
  const hills = dice.whole(5, 6);
  for (let hill = 0; hill < hills; hill++) {
    const depth = hill / (hills - 1);
    const level = height * (0.46 + 0.44 * depth);
    const swing = side * (0.05 + 0.09 * (1 - Math.abs(depth - 0.4)));
    const [slow, fast] = [(width / side) * dice.from(0.5, 0.9), (width / side) * dice.from(1.2, 2.1)];
    const [first, second] = [dice.from(0, 1), dice.from(0, 1)];
    const steps = 12;
    const crest: Point[] = Array.from({ length: steps + 1 }, (_, i) => {
      const at = i / steps;
      const wave = sineOfTurns(first + at * slow) + 0.35 * sineOfTurns(second + at * fast);
      return { x: -20 + (width + 40) * at, y: level + swing * wave };
    });
    const tone = tones[Math.min(tones.length - 1, Math.round(depth * (tones.length - 1)))];
    const lit = tones[Math.max(0, Math.round(depth * (tones.length - 1)) - 1)];
    const paint = sheet.gradient([lit, tone], { x: 0, y: 0 }, { x: 0, y: 0.7 });
    sheet.path(`${curve(crest)}V${whole(height)}H-20Z`, paint);
  }
};
