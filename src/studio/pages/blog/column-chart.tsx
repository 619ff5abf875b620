import { counted } from '../core/words.ts';
import { type ChartColumn, inWords } from './columns.ts';

const [WIDTH, HEIGHT, FOOT, HEAD] = [480, 150, 24, 18];
/** Width of a digit, used to keep labels apart. */
const DIGIT = 7.4;

/** Columns of posts. */
export function ColumnChart({ title, columns }: { readonly title: string; readonly columns: readonly ChartColumn[] }) {
  const highest = Math.max(1, ...columns.map(({ value }) => value));
  const step = WIDTH / columns.length;
  const width = Math.min(48, step * 0.74);
  const every = Math.ceil((Math.max(...columns.map(({ label }) => label.length)) * DIGIT + 8) / step);
  const ground = HEIGHT - FOOT;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}. ${inWords(columns)}.`}>
        {columns.map(({ label, value }, i) => {
          const height = (value / highest) * (ground - HEAD);
          const middle = (i + 0.5) * step;
          return (
            <g key={label}>
              <title>{`${label}: ${counted(value, 'post')}`}</title>
              <rect class="touch" x={i * step} y={0} width={step} height={HEIGHT} />
              <rect class="column" x={middle - width / 2} y={ground - height} width={width} height={height} rx={2} />
              {value > 0 && `${value}`.length * DIGIT < step && (
                <text class="value" x={middle} y={ground - height - 5}>
                  {value}
                </text>
              )}
              {i % every === 0 && (
                <text x={middle} y={HEIGHT - 6}>
                  {label}
                </text>
              )}
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={ground + 0.5} y2={ground + 0.5} />
      </svg>
    </figure>
  );
}
