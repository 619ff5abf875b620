import { firstColumns } from './columns.ts';

/** The progress of some work. */
export interface Progress {
  readonly done: number;
  /** Null if the total is unknown. */
  readonly total: number | null;
  readonly unit: string;
  /** Estimated time left, if known. */
  readonly secondsLeft?: number | null;
  /** Other facts to show: '5,430 tokens/s', 'best validation loss 3.11'. */
  readonly details?: readonly string[];
}

const barColumns = 24;

/** A line of at most `columns` - 1 columns; some terminals wrap if the last column is used. */
export function drawProgress(progress: Progress, columns: number): string {
  const { done, total, unit, secondsLeft = null, details = [] } = progress;
  const share = total === null ? null : Math.min(1, done / Math.max(1, total));
  const parts = [
    ...(share === null ? [] : [bar(share)]),
    `${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`} ${unit}`,
    ...details,
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return firstColumns(parts.join(' · '), columns - 1);
}

function bar(share: number): string {
  const full = Math.round(share * barColumns);
  return '█'.repeat(full) + '░'.repeat(barColumns - full);
}

/** A rounded duration: '42 s', '3 min', '2 h 05 min'. */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
