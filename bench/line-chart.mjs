// Lines over one axis, as an SVG.
import { svg, text } from './svg.mjs';

const [WIDTH, HEIGHT] = [720, 380];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 24, 56, 44];

/** Each curve has a `name` and `points` [x, y]; the first line is wide, so that it stays visible under another one. */
export function lineChart(title, unit, curves) {
  const points = curves.flatMap((curve) => curve.points);
  const lastX = Math.max(...points.map(([x]) => x));
  const [low, high] = [
    Math.floor(Math.min(...points.map(([, y]) => y))),
    Math.ceil(Math.max(...points.map(([, y]) => y))),
  ];
  const atX = (x) => LEFT + (x / lastX) * (WIDTH - LEFT - RIGHT);
  const atY = (y) => HEIGHT - BOTTOM - ((y - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const levels = Array.from({ length: high - low + 1 }, (_, k) => low + k);
  const ticks = Array.from({ length: 5 }, (_, k) => Math.round((k * lastX) / 4));
  return svg(WIDTH, HEIGHT, title, [
    text(16, 24, title, 'title'),
    ...levels.flatMap((level) => [
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${atY(level)}" y2="${atY(level)}"/>`,
      text(LEFT - 8, atY(level) + 4, String(level), 'figure', 'end'),
    ]),
    ...ticks.map((tick) =>
      text(atX(tick), HEIGHT - BOTTOM + 20, tick === lastX ? `${tick} ${unit}` : String(tick), 'figure', 'middle'),
    ),
    ...curves.flatMap(({ name, points }, index) => [
      `<polyline class="curve curve${index}" points="${points.map(([x, y]) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`).join(' ')}"/>`,
      `<line class="curve curve${index}" x1="${LEFT + 140 * index}" x2="${LEFT + 140 * index + 30}" y1="40" y2="40"/>`,
      text(LEFT + 140 * index + 38, 44, name, 'name'),
    ]),
  ]);
}
