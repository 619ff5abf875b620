import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { aligned, type Points } from './aligned.ts';
import { tick } from './axes.ts';
import { thinned } from './thinned.ts';

/** How a line is drawn: thin and pale, strong, or points joined by a line. */
export type Look = 'faint' | 'strong' | 'points';

/** A line of a chart. */
export interface PlotLine extends Points {
  readonly name: string;
  readonly look: Look;
  /** A colour of the style sheet: '--chart-1'. */
  readonly colour: string;
}

/** A point that stands out, with a line from top to bottom. */
export interface PlotMark {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly colour: string;
}

export interface PlotContent {
  readonly lines: readonly PlotLine[];
  readonly marks: readonly PlotMark[];
  /** The lowest and the highest value shown; null if there are no values. */
  readonly range: readonly [number, number] | null;
}

const WIDTHS: Readonly<Record<Look, number>> = { faint: 1, strong: 2.5, points: 2 };
const FAINT = 0.3;
/** Lines with more points than this are drawn without dots. */
const MOST_DOTS = 200;

/** Distances between marks of an axis: 1, 2 and 5 times a power of ten, since there is no half of a step. */
const DISTANCES = Array.from({ length: 14 }, (_, i) => [1, 2, 5].map((factor) => factor * 10 ** (i - 4))).flat();

/** A chart in an element, drawn by uPlot on a canvas. It is as wide as the element. */
export class LinePlot {
  readonly #place: HTMLElement;
  readonly #onPoint: (x: number | null) => void;
  readonly #watch: ResizeObserver;
  readonly #height: number;
  #plot: uPlot | null = null;
  #content: PlotContent = { lines: [], marks: [], range: null };
  /** What the plot was made for: it is made again if a line is added or looks otherwise. */
  #made = '';

  /** `onPoint` is called with the place of the cursor, null when it leaves. */
  constructor(place: HTMLElement, height: number, onPoint: (x: number | null) => void) {
    this.#place = place;
    this.#height = height;
    this.#onPoint = onPoint;
    this.#watch = new ResizeObserver(() => this.#plot?.setSize({ width: this.#width, height }));
    this.#watch.observe(place);
  }

  get #width(): number {
    return Math.max(200, this.#place.clientWidth);
  }

  /** Draws other content. */
  show(content: PlotContent): void {
    this.#content = content;
    const lines = content.lines.map(({ name, look, colour, xs }) => [name, look, colour, xs.length <= MOST_DOTS]);
    const wanted = JSON.stringify(lines);
    if (this.#plot !== null && wanted === this.#made) this.#plot.setData(this.#data());
    else this.#make(wanted);
  }

  /** Draws again in the colours that the page has now. */
  recolour(): void {
    if (this.#plot !== null) this.#make(this.#made);
  }

  /** Moves the cursor to a place; null hides it. */
  pointAt(x: number | null): void {
    const plot = this.#plot;
    if (plot === null) return;
    const left = x === null ? -10 : plot.valToPos(x, 'x');
    plot.setCursor({ left, top: x === null ? -10 : plot.over.clientHeight / 2 }, false);
  }

  destroy(): void {
    this.#watch.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  #data(): uPlot.AlignedData {
    return aligned(this.#content.lines.map((line) => thinned(line))) as uPlot.AlignedData;
  }

  #make(wanted: string): void {
    this.#plot?.destroy();
    this.#made = wanted;
    this.#plot = new uPlot(this.#options(), this.#data(), this.#place);
  }

  #options(): uPlot.Options {
    const colourOf = (name: string) => resolved(this.#place, name);
    const axis: uPlot.Axis = {
      stroke: colourOf('--soft'),
      font: '12px system-ui, sans-serif',
      grid: { stroke: colourOf('--chart-grid'), width: 1 },
      ticks: { stroke: colourOf('--chart-grid'), width: 1, size: 4 },
      incrs: DISTANCES,
      values: (_, values) => values.map((value) => tick(value)),
    };
    return {
      width: this.#width,
      height: this.#height,
      padding: [12, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 2 } },
      scales: {
        x: { time: false, range: (_, low, high) => (low === high ? [low - 1, high + 1] : [low, high]) },
        y: { range: () => [...(this.#content.range ?? [0, 1])] as [number, number] },
      },
      axes: [
        { ...axis, size: 32 },
        { ...axis, size: 48 },
      ],
      series: [{}, ...this.#content.lines.map((line) => seriesOf(line, colourOf(line.colour)))],
      hooks: {
        draw: [(plot) => drawMarks(plot, this.#content.marks, colourOf)],
        setCursor: [({ cursor, data }) => this.#onPoint(cursor.idx == null ? null : data[0][cursor.idx])],
      },
    };
  }
}

function seriesOf({ look, xs }: PlotLine, colour: string): uPlot.Series {
  return {
    stroke: colour,
    width: WIDTHS[look],
    alpha: look === 'faint' ? FAINT : 1,
    spanGaps: true,
    points: { show: look === 'points' && xs.length <= MOST_DOTS, size: 6, fill: colour },
  };
}

/** A line from top to bottom at each mark, its point, and its label on the side where there is room. */
function drawMarks(plot: uPlot, marks: readonly PlotMark[], colourOf: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = `${12 * scale}px system-ui, sans-serif`;
  for (const { x, y, label, colour } of marks) {
    const [left, top] = [plot.valToPos(x, 'x', true), plot.valToPos(y, 'y', true)];
    if (left < bbox.left - 1 || left > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = ctx.fillStyle = colourOf(colour);
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 4 * scale]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(left, top, 5 * scale, 0, 2 * Math.PI);
    ctx.fill();
    const isRight = left > bbox.left + bbox.width / 2;
    ctx.textAlign = isRight ? 'right' : 'left';
    ctx.textBaseline = 'top';
    ctx.fillText(label, left + (isRight ? -8 : 8) * scale, bbox.top + 2 * scale);
  }
  ctx.restore();
}

/** The colour that a name of the style sheet stands for in the theme of the page; a canvas knows no names. */
function resolved(place: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
