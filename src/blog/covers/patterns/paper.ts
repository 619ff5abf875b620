import { cosineOfTurns, sineOfTurns } from '../exact-math.ts';
import type { Pattern } from '../pattern.ts';
import { curve, type Point } from '../sheet.ts';

/** Sheets of cut paper on one another, each with a larger hole than the one below. */
export const paper: Pattern = (sheet, { ground, tones, accents, isDark }, dice) => {
  const { width, height, side } = sheet;
  // The lowest sheet, seen through all holes, is the strongest.
  const layers = [...tones].reverse();
  sheet.fill(sheet.gradient([accents[1], accents[0]], { x: 0, y: 0 }, { x: 1, y: 1 }));
  const centre = { x: width * dice.from(0.32, 0.68), y: height * dice.from(0.38, 0.62) };
  const stretch = Math.min(width / height, 1.7);
  const phases = [dice.from(0, 1), dice.from(0, 1), dice.from(0, 1)];
  const [two, three] = [dice.from(0.1, 0.17), dice.from(0.05, 0.1)];
  const shadow = { ...ground, lightness: isDark ? 0.1 : 0.25 };
  layers.forEach((tone, layer) => {
    const grown = side * (0.13 + 0.092 * layer);
    const turn = layer * 0.021;
    const corners = 14;
    const hole = (shift: Point): Point[] =>
      Array.from({ length: corners }, (_, i) => {
        const at = i / corners;
        const wave =
          1 +
          two * sineOfTurns(2 * at + phases[0] + turn) +
          three * sineOfTurns(3 * at + phases[1] - turn) +
          0.035 * sineOfTurns(5 * at + phases[2] + layer * 0.13);
        return {
          x: centre.x + shift.x + grown * wave * stretch * cosineOfTurns(at),
          y: centre.y + shift.y + grown * wave * sineOfTurns(at),
        };
      });
    const frame = `M0 0H${width}V${height}H0Z`;
    for (const [reach, opacity] of [
      [0.03, 0.1],
      [0.016, 0.16],
    ]) {
      sheet.path(`${frame}${curve(hole({ x: side * reach * 0.5, y: side * reach }), true)}`, shadow, opacity);
    }
    sheet.path(`${frame}${curve(hole({ x: 0, y: 0 }), true)}`, tone);
  });
};
