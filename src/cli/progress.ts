import { duration } from '../project/duration.ts';
import { columnsOf, firstColumns } from './columns.ts';
import { sparkline } from './sparkline.ts';

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
  /** What changes on the way, such as the loss: a picture of it, where there is room. */
  readonly course?: { readonly name: string; readonly values: readonly number[] };
}

const barColumns = 24;
/** The bar makes room for a picture. */
const shortBarColumns = 12;
/** A shorter picture shows nothing. */
const fewestCharacters = 10;

/**
 * A line of at most `columns` - 1 columns; some terminals wrap if the last column is used. `pictures`: whether the terminal
 * can show the characters of a sparkline.
 */
export function drawProgress(progress: Progress, columns: number, { pictures = true } = {}): string {
  const most = columns - 1;
  const plain = lineOf(progress, barColumns, null);
  const { name, values = [] } = progress.course ?? {};
  if (!pictures || values.length < fewestCharacters) return firstColumns(plain, most);
  for (const bar of [barColumns, shortBarColumns]) {
    const room = most - columnsOf(lineOf(progress, bar, `${name} `));
    if (room >= fewestCharacters) return lineOf(progress, bar, `${name} ${sparkline(values.slice(-room))}`);
  }
  return firstColumns(plain, most);
}

function lineOf(progress: Progress, columnsOfBar: number, picture: string | null): string {
  const { done, total, unit, secondsLeft = null, details = [] } = progress;
  const share = total === null ? null : Math.min(1, done / Math.max(1, total));
  const parts = [
    ...(share === null ? [] : [bar(share, columnsOfBar)]),
    `${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`} ${unit}`,
    ...details,
    ...(picture === null ? [] : [picture]),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ];
  return parts.join(' · ');
}

function bar(share: number, columns: number): string {
  const full = Math.round(share * columns);
  return '█'.repeat(full) + '░'.repeat(columns - full);
}
