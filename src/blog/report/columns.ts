import { type Html, html } from './html.ts';

/** One column of a chart. */
export interface Column {
  readonly label: string;
  readonly value: number;
}

const WIDTH = 640;
const HEIGHT = 180;
/** Space for the numbers above the columns and for the labels below. */
const HEAD = 22;
const FOOT = 26;
/** Width of a digit, used to keep labels apart. */
const DIGIT = 7.2;

/** A column chart as SVG. `unit` is what the values count, shown in the tooltip of a column. */
export function columnChart(title: string, columns: readonly Column[], unit: string): Html {
  const highest = Math.max(1, ...columns.map(({ value }) => value));
  const step = WIDTH / Math.max(1, columns.length);
  const width = Math.min(44, step * 0.72);
  const widest = Math.max(...columns.map(({ label }) => label.length)) * DIGIT + 6;
  const every = Math.ceil(widest / step);
  const drawn = columns.map(({ label, value }, i) => {
    const height = (value / highest) * (HEIGHT - HEAD - FOOT);
    const [middle, top] = [(i + 0.5) * step, HEIGHT - FOOT - height];
    const number =
      value > 0 && String(value).length * DIGIT < step
        ? html`<text x="${fixed(middle)}" y="${fixed(top - 6)}" class="value">${value}</text>`
        : '';
    const name = i % every === 0 ? html`<text x="${fixed(middle)}" y="${fixed(HEIGHT - 8)}">${label}</text>` : '';
    // The tooltip covers the full height, however low the column is.
    const touch = rectangle('touch', { x: i * step, y: 0, width: step, height: HEIGHT });
    const column = rectangle('column', { x: middle - width / 2, y: top, width, height });
    return html`<g><title>${label}: ${value} ${unit}</title>${touch}${column}${number}${name}</g>`;
  });
  const ground = fixed(HEIGHT - FOOT + 0.5);
  const line = html`<line x1="0" x2="${String(WIDTH)}" y1="${ground}" y2="${ground}"/>`;
  const box = `0 0 ${WIDTH} ${HEIGHT}`;
  return html`<svg viewBox="${box}" role="img" aria-label="${title}">${drawn}${line}</svg>`;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function rectangle(cssClass: string, { x, y, width, height }: Rectangle): Html {
  const [left, top, across, down] = [x, y, width, height].map(fixed);
  return html`<rect class="${cssClass}" x="${left}" y="${top}" width="${across}" height="${down}" rx="2"/>`;
}

/** A number for an attribute, without thousands separators. */
function fixed(value: number): string {
  return value.toFixed(1);
}
