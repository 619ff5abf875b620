// Draws the validation losses from bench/shapes.mjs, bench/recipes.mjs or `tpdne train --log` as curves in an SVG.
//
//   node bench/draw-losses.mjs shapes.jsonl [more.jsonl] [--x compute|seconds|tokens|step] [--y loss|bits_per_byte]
//                              [--title ...] > losses.svg
//
// For a log of `tpdne train`, the curve has the name of the file, and each validation the tokens of the step before it.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { svg, text } from './svg.mjs';

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    x: { type: 'string', default: 'compute' },
    y: { type: 'string', default: 'loss' },
    title: { type: 'string', default: 'Validation loss' },
  },
});

const WIDTH = 860;
const HEIGHT = 480;
const MARGIN = { left: 64, top: 44, bottom: 52 };
/** The widths in the legend, in units of the picture: of a letter, and of the space around a name. */
const LEGEND = { letter: 6.6, around: 100 };
/** Colours that are visible on white and on black. */
const COLORS = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df', '#bf3989', '#57606a', '#0a7ea4'];
const LABELS = {
  compute: 'compute (floating-point operations)',
  seconds: 'seconds of training',
  tokens: 'tokens read',
  step: 'step',
};
const HEIGHTS = { loss: 'validation loss (nats a token)', bits_per_byte: 'bits per byte' };

/** Points { x, y } by curve name. */
function curvesOf(paths) {
  const curves = new Map();
  for (const path of paths) {
    let tokens = 0;
    for (const written of readFileSync(path, 'utf8').trimEnd().split('\n')) {
      const line = JSON.parse(written);
      tokens = line.tokens ?? tokens;
      const name = line.name ?? basename(path, '.jsonl');
      const loss = line.type === 'validation' ? line.loss : line.validation_loss;
      const y = { ...line, loss }[options.y];
      const x = { ...line, tokens }[options.x];
      if (y === undefined || x === undefined || x <= 0) continue;
      curves.set(name, [...(curves.get(name) ?? []), { x, y }]);
    }
  }
  return curves;
}

/** The numbers 1, 2 and 5 times a power of ten within a range. */
function logTicks(low, high) {
  const powers = Array.from({ length: 40 }, (_, i) => 10 ** (i - 2));
  return powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((tick) => tick >= low && tick <= high);
}

function linearTicks(low, high) {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2].find((wanted) => (high - low) / wanted <= 10) ?? 5;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

const short = (value) => (value >= 1e5 ? value.toExponential(0).replace('+', '') : String(value));

const curves = curvesOf(files);
const points = [...curves.values()].flat();
if (points.length === 0) {
  console.error(`There is no ${options.y} over ${options.x} in ${files.join(', ') || 'no file'}.`);
  process.exit(1);
}
const [lowX, highX] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
const [lowY, highY] = [Math.min(...points.map(({ y }) => y)) - 0.05, Math.max(...points.map(({ y }) => y)) + 0.05];
const legend = LEGEND.around + LEGEND.letter * Math.max(...[...curves.keys()].map((name) => name.length));
const inner = { width: WIDTH - MARGIN.left - legend, height: HEIGHT - MARGIN.top - MARGIN.bottom };
const across = (x) => MARGIN.left + (inner.width * Math.log(x / lowX)) / Math.log(Math.max(highX / lowX, 1.01));
const down = (y) => MARGIN.top + (inner.height * (highY - y)) / (highY - lowY);
const [bottom, right] = [MARGIN.top + inner.height, MARGIN.left + inner.width];
const number = (value) => value.toFixed(1);

const parts = [text(MARGIN.left, 24, options.title, 'title')];
for (const tick of logTicks(lowX, highX)) {
  const x = number(across(tick));
  parts.push(
    `<path class="grid" d="M${x} ${MARGIN.top}V${bottom}"/>`,
    text(x, bottom + 18, short(tick), 'figure', 'middle'),
  );
}
for (const tick of linearTicks(lowY, highY)) {
  const y = number(down(tick));
  parts.push(
    `<path class="grid" d="M${MARGIN.left} ${y}H${right}"/>`,
    text(MARGIN.left - 8, number(down(tick) + 4), tick.toFixed(2), 'figure', 'end'),
  );
}
parts.push(
  text(MARGIN.left + inner.width / 2, HEIGHT - 12, LABELS[options.x], 'name', 'middle'),
  `<g transform="translate(16 ${MARGIN.top + inner.height / 2}) rotate(-90)">`,
  text(0, 0, HEIGHTS[options.y], 'name', 'middle'),
  '</g>',
);
[...curves].forEach(([name, curve], i) => {
  const color = COLORS[i % COLORS.length];
  const path = curve.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${number(across(x))} ${number(down(y))}`).join('');
  const { y: end } = curve.at(-1);
  parts.push(
    `<path d="${path}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...curve.map(({ x, y }) => `<circle cx="${number(across(x))}" cy="${number(down(y))}" r="2.5" fill="${color}"/>`),
    `<path d="M${right + 14} ${MARGIN.top + 12 + 20 * i}h18" stroke="${color}" stroke-width="2"/>`,
    text(right + 38, MARGIN.top + 16 + 20 * i, `${name}: ${end.toFixed(2)}`, 'name'),
  );
});
console.log(svg(WIDTH, HEIGHT, options.title, parts).trimEnd());
