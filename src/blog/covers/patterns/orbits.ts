import { cosineOfTurns, sineOfTurns } from '../exact-math.ts';
import type { Pattern } from '../pattern.ts';

/** Discs within one another around a point off the middle, with small moons on their edges. */
export const orbits: Pattern = (sheet, { ground, glow, tones, accents }, dice) => {
  const { width, height, side } = sheet;
  sheet.fill(sheet.gradient([ground, glow], { x: 0, y: 0 }, { x: 1, y: 1 }));
  const centre = { x: width * dice.from(0.25, 0.75), y: height * dice.from(0.35, 0.65) };
  const reach = side * dice.from(0.95, 1.15);
  tones.forEach((tone, i) => {
    const radius = reach * (1 - i / (tones.length + 0.4));
    const drift = side * 0.028 * i;
    const angle = 0.12 + i * 0.015;
    const middle = { x: centre.x + drift * cosineOfTurns(angle), y: centre.y + drift * sineOfTurns(angle) };
    sheet.circle(
      middle,
      radius,
      sheet.gradient([tone, tones[Math.min(i + 1, tones.length - 1)]], { x: 0, y: 0 }, { x: 1, y: 1 }),
    );
    const moons = i === 0 ? 0 : dice.whole(0, 2);
    for (let moon = 0; moon < moons; moon++) {
      const at = dice.from(0, 1);
      const place = { x: middle.x + radius * cosineOfTurns(at), y: middle.y + radius * sineOfTurns(at) };
      sheet.circle(place, side * dice.pick([0.018, 0.03, 0.045]), dice.pick(accents));
    }
  });
};
