import { firstColumns } from './columns.ts';

/** How far some work is. */
export interface Progress {
  readonly done: number;
  /** Null when nobody knows how much there will be. */
  readonly total: number | null;
  readonly unit: string;
  /** Time left, when it can be told. */
  readonly secondsLeft?: number | null;
  /** What else to show: '5,430 tokens/s', 'best validation loss 3.11'. */
  readonly details?: readonly string[];
}

const barColumns = 24;

/** One line of at most `columns` - 1 columns: a full last one would make some terminals wrap. */
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

/** Seconds as a person says them: '42 s', '3 min', '2 h 05 min'. */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
