import { useEffect, useMemo, useRef } from 'preact/hooks';
import { nearest } from './aligned.ts';
import { lossRange } from './axes.ts';
import { LinePlot, type PlotLine, type PlotMark } from './line-plot.ts';
import '../style/chart.css';
import { useFingers } from './use-fingers.ts';
import { useZoom, type Zoom } from './use-zoom.ts';
import { type Span, within } from './zoom.ts';

export interface LineChartProps {
  readonly lines: readonly PlotLine[];
  readonly marks: readonly PlotMark[];
  /** What it shows, for screen readers. */
  readonly label: string;
  /** What it has from left to right: with another axis, all of it is shown. */
  readonly axis: string;
  /** A place on the axis in words. */
  readonly placeInWords: (x: number) => string;
  readonly height?: number;
}

/** Lines over steps or time, with the values under the pointer, and a part of them if one is chosen: see `useZoom` for the keys. */
export function LineChart({ lines, marks, label, axis, placeInWords, height = 340 }: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<LinePlot | null>(null);
  const [first, last] = extent(lines);
  const zoom = useZoom([first, last], Math.max(0, ...lines.map(({ xs }) => xs.length)), axis);
  const { at, selected } = zoom;
  const [from, to] = zoom.span ?? [null, null];
  const span = useMemo<Span | null>(() => (from === null || to === null ? null : [from, to]), [from, to]);
  useFingers(place, zoom, [first, last]);
  const current = useRef(zoom);
  current.current = zoom;
  useEffect(() => {
    const made = new LinePlot(place.current!, height, {
      onPoint: (x) => current.current.point(x),
      onSelect: (chosen) => current.current.show(chosen),
    });
    plot.current = made;
    const forget = onThemeChange(() => made.recolour());
    return () => {
      forget();
      made.destroy();
    };
  }, [height]);
  const range = useMemo(() => rangeOf(lines, span), [lines, span]);
  useEffect(() => plot.current?.show({ lines, marks, range, span }), [lines, marks, range, span, height]);
  useEffect(() => plot.current?.select(selected), [selected?.[0], selected?.[1]]);
  // What the keys move to is shown as if it were pointed at, once the part around it is drawn.
  const isMovedByKey = useRef(false);
  useEffect(() => {
    if (isMovedByKey.current) plot.current?.pointAt(at);
    isMovedByKey.current = false;
  }, [at, span]);
  const press = (event: KeyboardEvent) => {
    zoom.press(event);
    isMovedByKey.current = event.defaultPrevented;
  };
  const reading = at === null ? [] : readingAt(lines, at, placeInWords);
  const words = at === null ? null : [placeInWords(at), ...reading.map(({ name, value }) => `${name} ${value}`)];
  return (
    <figure class="line-chart">
      <div
        ref={place}
        class="line-chart-canvas"
        role="slider"
        tabIndex={0}
        aria-label={`${label}. The arrow keys read its values, with Shift they select, and Enter shows what is selected; plus and minus show less and more, Escape all. All values are in the table below.`}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={words?.join(', ') ?? placeInWords(last)}
        onKeyDown={press}
      />
      <figcaption>
        <Legend lines={lines} />
        <p class="chart-reading">{words === null ? 'Point at the chart to read values.' : words.join(' · ')}</p>
        <ZoomLine zoom={zoom} placeInWords={placeInWords} />
      </figcaption>
    </figure>
  );
}

/** Which part is shown, and buttons that show less, more, or all. */
function ZoomLine({ zoom, placeInWords }: { readonly zoom: Zoom } & Pick<LineChartProps, 'placeInWords'>) {
  const { span } = zoom;
  return (
    <div class="chart-zoom">
      <button type="button" class="quiet" aria-label="Show a smaller part" onClick={() => zoom.scale(0.5)}>
        +
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Show a larger part"
        disabled={span === null}
        onClick={() => zoom.scale(2)}
      >
        −
      </button>
      <button type="button" class="quiet" disabled={span === null} onClick={() => zoom.show(null)}>
        Show all
      </button>
      <span class="small" aria-live="polite">
        {span === null
          ? 'Drag over a part of the chart, or pinch it, to look closer.'
          : `From ${placeInWords(span[0])} to ${placeInWords(span[1])}. A double click shows all.`}
      </span>
    </div>
  );
}

/** The values of the part that is shown. */
function rangeOf(lines: readonly PlotLine[], span: Span | null): readonly [number, number] | null {
  const values = (isNoisy: boolean) =>
    lines.filter((line) => line.isNoisy === isNoisy).map((line) => within(line, span).ys);
  return lossRange(values(true), values(false));
}

function Legend({ lines }: { readonly lines: readonly PlotLine[] }) {
  return (
    <ul class="chart-legend" aria-label="Lines">
      {lines.map(({ name, look, colour }) => (
        <li key={name}>
          <span class={`swatch ${look}`} style={{ '--swatch': `var(${colour})` }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The places of the first and the last point of all lines. */
function extent(lines: readonly PlotLine[]): [number, number] {
  const filled = lines.map(({ xs }) => xs).filter((xs) => xs.length > 0);
  if (filled.length === 0) return [0, 0];
  return [Math.min(...filled.map((xs) => xs[0])), Math.max(...filled.map((xs) => xs[xs.length - 1]))];
}

/** The value of each line at a place: that of its nearest point, unless the place is beyond its ends. */
function readingAt(
  lines: readonly PlotLine[],
  x: number,
  placeInWords: (x: number) => string,
): { readonly name: string; readonly value: string }[] {
  return lines.flatMap(({ name, look, xs, ys }) => {
    const i = nearest(xs, x);
    if (i === -1 || x < xs[0] || x > xs[xs.length - 1]) return [];
    // Between points that are far apart, it says which one this is.
    const where = look === 'points' && xs[i] !== x ? ` (${placeInWords(xs[i])})` : '';
    return [{ name, value: `${ys[i].toFixed(3)}${where}` }];
  });
}

/** Calls `act` when the page changes its theme. Returns what ends that. */
function onThemeChange(act: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const watch = new MutationObserver(act);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', act);
  return () => {
    watch.disconnect();
    system.removeEventListener('change', act);
  };
}
