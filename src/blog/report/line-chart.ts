import { type Html, html } from './html.ts';
import { ticksOf } from './ticks.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line of a chart. Its look is a class of the style sheet. */
export interface Line {
  readonly name: string;
  readonly look: 'faint' | 'strong' | 'second';
  readonly points: readonly Point[];
  /** Whether each point has a dot with a tooltip; for lines of few points. */
  readonly dots?: boolean;
}

export interface LineChart {
  /** Identifies the chart in its page: letters and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, for people who do not see it. */
  readonly description: string;
  readonly lines: readonly Line[];
  /** A point to mark, with its label. */
  readonly marked?: Point & { readonly label: string };
  /** Height for a width of 640. */
  readonly height?: number;
  /** Whether the vertical axis begins at 0. */
  readonly fromZero?: boolean;
}

const WIDTH = 640;
/** Space around the lines, and the width of a digit: labels are larger on narrow screens, and fit there too. */
const [RIGHT, TOP, BOTTOM] = [16, 16, 34];
const DIGIT = 11.5;
/** Pixels between two levels, and columns: about. */
const LEVEL_HEIGHT = 46;
const COLUMNS = 6;

/** A chart of lines over one horizontal axis that begins at 0, as SVG with a title, a description and a legend. */
export function lineChart(chart: LineChart): Html {
  const { id, title, description, lines, marked, height = 300, fromZero = false } = chart;
  const points = lines.flatMap(({ points: of }) => of);
  if (points.length === 0) return html``;
  const last = Math.max(1, greatest(points, 'x'));
  const across = ticksOf(0, last, COLUMNS);
  const levels = Math.round((height - TOP - BOTTOM) / LEVEL_HEIGHT);
  const up = ticksOf(fromZero ? 0 : -greatest(points, 'y', -1), greatest(points, 'y'), levels);
  const left = Math.max(...up.ticks.map((value) => up.format(value).length)) * DIGIT + 12;
  const scale: Scale = {
    x: (value) => left + (value / last) * (WIDTH - left - RIGHT),
    y: (value) => TOP + ((up.high - value) / (up.high - up.low)) * (height - TOP - BOTTOM),
  };
  const box = `0 0 ${WIDTH} ${height}`;
  return html`<figure>
${lines.length < 2 ? '' : legend(lines)}
<svg viewBox="${box}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>
${up.ticks.map((value) => level(left, scale.y(value), up.format(value)))}
${across.ticks.filter((value) => value <= last).map((value) => under(scale.x(value), height, across.format(value)))}
${lines.map((line) => drawn(line, scale))}
${marked === undefined ? '' : mark(marked, scale)}
</svg></figure>`;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function legend(lines: readonly Line[]): Html {
  return html`<ul class="legend">${lines.map(({ name, look }) => html`<li class="${look}">${name}</li>`)}</ul>`;
}

function level(left: number, y: number, label: string): Html {
  const at = fixed(y);
  return html`<line x1="${fixed(left)}" x2="${fixed(WIDTH - RIGHT)}" y1="${at}" y2="${at}"/><text class="level" x="${fixed(left - 8)}" y="${at}" dy=".35em">${label}</text>
`;
}

function under(x: number, height: number, label: string): Html {
  // The last label does not leave the picture.
  const isLast = x + (label.length * DIGIT) / 2 > WIDTH;
  const [at, anchor] = isLast ? [WIDTH, 'end'] : [x, 'middle'];
  return html`<text x="${fixed(at)}" y="${fixed(height - BOTTOM + 24)}" style="text-anchor:${anchor}">${label}</text>`;
}

function drawn({ look, points, name, dots = false }: Line, { x, y }: Scale): Html {
  const path = points.map((point) => `${fixed(x(point.x))},${fixed(y(point.y))}`).join(' ');
  const circles = dots
    ? points.map((point) => {
        const tooltip = `${name} at ${point.x.toLocaleString('en')}: ${point.y.toFixed(2)}`;
        return html`<circle class="${look}" cx="${fixed(x(point.x))}" cy="${fixed(y(point.y))}" r="4"><title>${tooltip}</title></circle>`;
      })
    : [];
  return html`<polyline class="${look}" points="${path}"/>${circles}
`;
}

/** A ring, and its label on the side that has room for it. */
function mark({ label, ...point }: Point & { readonly label: string }, { x, y }: Scale): Html {
  const [cx, cy] = [x(point.x), y(point.y)];
  const anchor = cx > (WIDTH * 3) / 4 ? 'end' : cx < WIDTH / 4 ? 'start' : 'middle';
  const above = cy - 14 > TOP + 6 ? cy - 14 : cy + 24;
  return html`<circle class="mark" cx="${fixed(cx)}" cy="${fixed(cy)}" r="8"/><text class="mark" x="${fixed(cx)}" y="${fixed(above)}" style="text-anchor:${anchor}">${label}</text>`;
}

/** The greatest coordinate; with `sign` -1, the greatest of the negated ones. */
function greatest(points: readonly Point[], axis: 'x' | 'y', sign = 1): number {
  return points.reduce((most, point) => Math.max(most, sign * point[axis]), Number.NEGATIVE_INFINITY);
}

/** A number for an attribute, without thousands separators. */
function fixed(value: number): string {
  return value.toFixed(1);
}
