import { between } from '../colour.ts';
import type { Dice } from '../dice.ts';
import type { Pattern } from '../pattern.ts';
import { type Paint, type Point, pair, polygon, type Sheet } from '../sheet.ts';

/** A wall of tiles with quarter discs, arcs, leaves, halves and dots. */
export const tiles: Pattern = (sheet, { ground, glow, tones, accents }, dice) => {
  const { width, height, side } = sheet;
  // Bounded by the area too, or a long strip would have hundreds.
  const edge = Math.ceil(Math.max(side / dice.whole(4, 5), Math.sqrt(width * height) / 7));
  const [across, rows] = [Math.ceil(width / edge), Math.ceil(height / edge)];
  // Cut alike on both sides.
  const [left, top] = [Math.round((width - across * edge) / 2), Math.round((height - rows * edge) / 2)];
  const plain = [ground, glow, between(ground, tones[0], 0.6), tones[0], tones[1], tones[5]];
  const strong = [tones[2], tones[3], tones[4], tones[5], tones[6], accents[0], accents[1]];
  sheet.fill(ground);
  let [lastBack, lastFront]: [Paint, Paint] = ['', ''];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < across; column++) {
      const back = dice.pick(plain.filter((paint) => paint !== lastBack));
      const front = dice.pick(strong.filter((paint) => paint !== lastFront && paint !== back));
      [lastBack, lastFront] = [back, front];
      const tile = { x: left + column * edge, y: top + row * edge, edge, turn: dice.whole(0, 3), back, front };
      sheet.path(polygon(cornersOf(tile)), back);
      dice.pick(SHAPES)(sheet, tile, dice);
    }
  }
};

interface Tile extends Point {
  readonly edge: number;
  /** By how many right angles its shape is turned. */
  readonly turn: number;
  readonly back: Paint;
  readonly front: Paint;
}

type Shape = (sheet: Sheet, tile: Tile, dice: Dice) => void;

/** Its corners, clockwise from the one that the shape begins at. */
function cornersOf({ x, y, edge, turn }: Tile): readonly [Point, Point, Point, Point] {
  const corners = [
    { x, y },
    { x: x + edge, y },
    { x: x + edge, y: y + edge },
    { x, y: y + edge },
  ];
  const at = (i: number) => corners[(turn + i) % 4];
  return [at(0), at(1), at(2), at(3)];
}

/** The path of a quarter disc around the first corner; `share` of the edge is its radius. */
function quarter(tile: Tile, share: number): string {
  const [corner, next, , last] = cornersOf(tile);
  const towards = (to: Point) => ({ x: corner.x + (to.x - corner.x) * share, y: corner.y + (to.y - corner.y) * share });
  const radius = Math.round(tile.edge * share);
  return `M${pair(corner)}L${pair(towards(next))}A${radius} ${radius} 0 0 1 ${pair(towards(last))}Z`;
}

const quarterDisc: Shape = (sheet, tile) => sheet.path(quarter(tile, 1), tile.front);

const arcs: Shape = (sheet, tile) => {
  sheet.path(quarter(tile, 1), tile.front);
  sheet.path(quarter(tile, 0.68), tile.back);
  sheet.path(quarter(tile, 0.36), tile.front);
};

/** From the second corner to the last one. */
const leaf: Shape = (sheet, tile) => {
  const [, next, , last] = cornersOf(tile);
  const arc = `A${tile.edge} ${tile.edge} 0 0 1 `;
  sheet.path(`M${pair(next)}${arc}${pair(last)}${arc}${pair(next)}Z`, tile.front);
};

/** Half a disc on one side. */
const half: Shape = (sheet, tile) => {
  const [corner, , , last] = cornersOf(tile);
  const radius = Math.round(tile.edge / 2);
  sheet.path(`M${pair(last)}A${radius} ${radius} 0 0 0 ${pair(corner)}Z`, tile.front);
};

const dot: Shape = (sheet, { x, y, edge, front }, dice) => {
  sheet.circle({ x: x + edge / 2, y: y + edge / 2 }, edge * dice.pick([0.16, 0.3, 0.38]), front);
};

/** Drawn with the frequency that they have here. */
const SHAPES: readonly Shape[] = [quarterDisc, quarterDisc, quarterDisc, arcs, arcs, leaf, leaf, half, half, dot];
