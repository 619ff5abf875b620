import { useEffect, useRef, useState } from 'preact/hooks';
import { nearest } from './aligned.ts';
import { LinePlot, type PlotContent, type PlotLine } from './line-plot.ts';
import '../style/chart.css';

export interface LineChartProps extends PlotContent {
  /** What it shows, for screen readers. */
  readonly label: string;
  /** A place on the axis in words. */
  readonly placeInWords: (x: number) => string;
  readonly height?: number;
}

/** The keys that move the cursor, and by which share of the chart. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowRight: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

/** Lines over steps or time, with the values under the pointer. The arrow keys move the pointer too. */
export function LineChart({ lines, marks, range, label, placeInWords, height = 340 }: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<LinePlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    const made = new LinePlot(place.current!, height, setAt);
    plot.current = made;
    const forget = onThemeChange(() => made.recolour());
    return () => {
      forget();
      made.destroy();
    };
  }, [height]);
  useEffect(() => plot.current?.show({ lines, marks, range }));
  const [first, last] = extent(lines);
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move === undefined || last === first) return;
    event.preventDefault();
    const to = Math.min(last, Math.max(first, (at ?? last) + move * (last - first)));
    plot.current?.pointAt(to);
    setAt(to);
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
        aria-label={`${label}. The arrow keys read its values; all of them are in the table below.`}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={words?.join(', ') ?? placeInWords(last)}
        onKeyDown={press}
      />
      <figcaption>
        <Legend lines={lines} />
        <p class="chart-reading">{words === null ? 'Point at the chart to read values.' : words.join(' · ')}</p>
      </figcaption>
    </figure>
  );
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
