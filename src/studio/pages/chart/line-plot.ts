import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { aligned, type Points } from './aligned.ts';
import { tick } from './axes.ts';
import { thinned } from './thinned.ts';
import { type Span, within } from './zoom.ts';

/** How a line is drawn: thin and pale, strong, or points joined by a line. */
export type Look = 'faint' | 'strong' | 'points';

/** A line of a chart. */
export interface PlotLine extends Points {
  readonly name: string;
  readonly look: Look;
  /** A colour of the style sheet: '--chart-1'. */
  readonly colour: string;
  /** Whether its highest few values may lie above the chart: see `lossRange`. */
  readonly isNoisy: boolean;
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
  /** What is shown of the axis from left to right; null for all of it. */
  readonly span: Span | null;
}

/** What a person does with the mouse. */
export interface PlotActions {
  /** The place of the cursor; null when it leaves. */
  readonly onPoint: (x: number | null) => void;
  /** A part was selected; null for a double click. */
  readonly onSelect: (span: Span | null) => void;
}

const WIDTHS: Readonly<Record<Look, number>> = { faint: 1, strong: 2.5, points: 2 };
const FAINT = 0.3;
/** Lines with more points than this are drawn without dots. */
const MOST_DOTS = 200;

/** A mouse that moves by less, in pixels, has clicked. */
const LEAST_DRAG = 5;

/** Distances between marks of an axis: 1, 2 and 5 times a power of ten, since there is no half of a step. */
const DISTANCES = Array.from({ length: 14 }, (_, i) => [1, 2, 5].map((factor) => factor * 10 ** (i - 4))).flat();

/** A chart in an element, drawn by uPlot on a canvas. It is as wide as the element. */
export class LinePlot {
  readonly #place: HTMLElement;
  readonly #actions: PlotActions;
  readonly #watch: ResizeObserver;
  readonly #height: number;
  #plot: uPlot | null = null;
  #content: PlotContent = { lines: [], marks: [], range: null, span: null };
  /** Where the cursor was put without the mouse, and the last thing that the mouse did before; null if it follows the mouse. */
  #pinned: { readonly x: number | null; readonly event: MouseEvent | undefined } | null = null;
  /** What the plot was made for: it is made again if a line is added or looks otherwise. */
  #made = '';

  constructor(place: HTMLElement, height: number, actions: PlotActions) {
    this.#place = place;
    this.#height = height;
    this.#actions = actions;
    this.#watch = new ResizeObserver(() => this.#plot?.setSize({ width: this.#width, height }));
    this.#watch.observe(place);
  }

  get #width(): number {
    return Math.max(200, this.#place.clientWidth);
  }

  /** Draws other content: of each line what is seen, in as much detail as the screen has room for. */
  show(shown: PlotContent): void {
    const content = { ...shown, lines: shown.lines.map((line) => ({ ...line, ...thinned(within(line, shown.span)) })) };
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

  /** Moves the cursor to a place, where it stays until the mouse moves it; null hides it. */
  pointAt(x: number | null): void {
    const plot = this.#plot;
    if (plot === null) return;
    this.#pinned = { x, event: plot.cursor.event };
    const left = x === null ? -10 : plot.valToPos(x, 'x');
    plot.setCursor({ left, top: x === null ? -10 : plot.over.clientHeight / 2 }, false);
  }

  /** Shows a part as selected; null for none. */
  select(span: Span | null): void {
    const plot = this.#plot;
    if (plot === null) return;
    const { clientWidth, clientHeight } = plot.over;
    const [left, right] = (span ?? [0, 0]).map((x) => Math.min(clientWidth, Math.max(0, plot.valToPos(x, 'x'))));
    plot.setSelect({ left, top: 0, width: span === null ? 0 : right - left, height: clientHeight }, false);
  }

  destroy(): void {
    this.#watch.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  #data(): uPlot.AlignedData {
    return aligned(this.#content.lines) as uPlot.AlignedData;
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
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG },
        points: { size: 8, width: 2 },
        bind: { dblclick: () => () => this.#showAll() },
      },
      scales: {
        x: { time: false, range: (_, low, high) => this.#rangeOfX(low, high) },
        y: { range: () => [...(this.#content.range ?? [0, 1])] as [number, number] },
      },
      axes: [
        { ...axis, size: 32 },
        { ...axis, size: 48 },
      ],
      series: [{}, ...this.#content.lines.map((line) => seriesOf(line, colourOf(line.colour)))],
      hooks: {
        draw: [(plot) => drawMarks(plot, this.#content.marks, colourOf)],
        setCursor: [(plot) => this.#tell(plot)],
        setSelect: [(plot) => this.#take(plot)],
      },
    };
  }

  #rangeOfX(low: number, high: number): [number, number] {
    const { span } = this.#content;
    if (span !== null) return [...span];
    return low === high ? [low - 1, high + 1] : [low, high];
  }

  /** Reports where the cursor is, which uPlot also says when the chart below it has changed. */
  #tell({ cursor: { idx, event }, data }: uPlot): void {
    if (this.#pinned !== null && this.#pinned.event === event) {
      this.pointAt(this.#pinned.x);
    } else {
      this.#pinned = null;
      this.#actions.onPoint(idx == null ? null : data[0][idx]);
    }
  }

  #showAll(): null {
    this.#actions.onSelect(null);
    return null;
  }

  /** What was selected with the mouse is shown instead. */
  #take(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < LEAST_DRAG) return;
    const span: Span = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    this.select(null);
    this.#actions.onSelect(span);
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
