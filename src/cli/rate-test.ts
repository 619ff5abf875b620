import { RANGE_TEST_SETTLING } from '../engine/training/range-test.ts';
import type { RatesFoundEvent, RateTestEvent, RateTriedEvent, TrainEvent } from '../pipeline/events/training.ts';
import { duration } from '../project/duration.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';
import type { Screen } from './screen.ts';
import { sparkline } from './sparkline.ts';
import { table } from './table.ts';

/** Characters of the picture at most. */
const MOST_COLUMNS = 60;

type RateTestEvents = RateTestEvent | RateTriedEvent | RatesFoundEvent;

export function isAboutRates(event: TrainEvent): event is RateTestEvents {
  return event.type === 'rate-test' || event.type === 'rate-tried' || event.type === 'rates-found';
}

/** Shows the search for a learning rate: how long it takes, a bar, and in the end a picture and the rates to take. */
export function rateTestScreen(screen: Screen): (event: RateTestEvents) => void {
  const tried: RateTriedEvent[] = [];
  let test: RateTestEvent | null = null;
  return (event) => {
    switch (event.type) {
      case 'rate-test':
        test = event;
        screen.note(
          `Trying up to ${event.steps} learning rates takes ${duration(event.minutes * 60)} at most; nothing is written.`,
        );
        break;
      case 'rate-tried':
        tried.push(event);
        if (test !== null) screen.progress(progressOf(event, test));
        break;
      case 'rates-found':
        screen.progress(null);
        screen.print(rateLines(tried, event, Math.min(MOST_COLUMNS, screen.columns)));
    }
  };
}

function progressOf({ step, learning_rate, smoothed }: RateTriedEvent, { steps, minutes }: RateTestEvent): Progress {
  return {
    done: step,
    total: steps,
    unit: 'steps',
    secondsLeft: minutes * 60 * ((steps - step) / steps),
    details: [`learning rate ${shortNumber(learning_rate)}`, `loss ${smoothed.toFixed(2)}`],
  };
}

/** The losses over the rates as a picture of at most `columns` characters, and what they suggest. */
export function rateLines(
  tried: readonly RateTriedEvent[],
  { steepest, valley, diverged, learning_rate }: RatesFoundEvent,
  columns: number,
): string {
  const end = diverged ? 'where the loss diverged' : 'the highest that was tried';
  const rates = table([
    ['learning rate now', shortNumber(learning_rate)],
    ['steepest fall', shortRate(steepest)],
    ['middle of the fall', shortRate(valley)],
  ]);
  const first = tried[0];
  if (first === undefined) return `The loss is not a finite number at the first step.\n${rates}`;
  const { high, low } = fallOf(tried);
  const advice =
    valley === null
      ? 'The loss fell too little to suggest a learning rate.'
      : `Take --learning_rate ${shortNumber(valley)}${steepest !== null && steepest > valley ? `, or with a warm-up up to ${shortNumber(steepest)}` : ''}.`;
  return [
    picture(tried, columns),
    `Smoothed loss in ${counted(tried.length, 'step')}, from a learning rate of ${shortNumber(first.learning_rate)} to ${shortNumber(tried.at(-1)!.learning_rate)}, ${end}: at best ${low.toFixed(2)}, down from ${high.toFixed(2)}.`,
    '',
    rates,
    '',
    `${advice} Nothing was written.`,
  ].join('\n');
}

/** The lowest smoothed loss, and the highest before it, once the mean has settled. */
function fallOf(tried: readonly RateTriedEvent[]): { readonly high: number; readonly low: number } {
  const losses = tried
    .slice(tried.length > 2 * RANGE_TEST_SETTLING ? RANGE_TEST_SETTLING : 0)
    .map(({ smoothed }) => smoothed);
  const low = Math.min(...losses);
  return { low, high: Math.max(...losses.slice(0, losses.indexOf(low) + 1)) };
}

/** What rises above the fall by as much as that is deep is cut off: the fall is what there is to see. */
function picture(tried: readonly RateTriedEvent[], columns: number): string {
  const losses = tried.map(({ smoothed }) => smoothed);
  const { high, low } = fallOf(tried);
  const highest = high + Math.max(high - low, Number.EPSILON);
  const count = Math.min(columns, losses.length);
  const place = (i: number) => Math.floor((i * losses.length) / count);
  return sparkline(Array.from({ length: count }, (_, i) => Math.max(low, Math.min(highest, losses[place(i)]))));
}

function shortRate(rate: number | null): string {
  return rate === null ? 'none' : shortNumber(rate);
}

/** '0.0005', '6.3e-6' */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(2)));
}
