export interface Ticks {
  readonly ticks: readonly number[];
  /** The first and the last tick: they enclose the range. */
  readonly low: number;
  readonly high: number;
  /** A label with as many digits as tell ticks apart. */
  readonly format: (value: number) => string;
}

/**
 * Round numbers that divide an axis: multiples of 1, 2, 2.5 or 5 times a power of ten, about `count` of them, from at most
 * `low` to at least `high`.
 */
export function ticksOf(low: number, high: number, count: number): Ticks {
  // A line that stays level is in the middle of its chart.
  const margin = high > low ? 0 : Math.max(Math.abs(low) / 10, 1e-9);
  const [from, to] = [low - margin, high + margin];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  // In units of the step, so that 3 × 0.1 is not a little more than 0.3.
  const [first, last] = [Math.floor(from / step + 1e-9), Math.ceil(to / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return {
    ticks,
    low: first * step,
    high: last * step,
    format: formatFor(step, Math.max(Math.abs(low), Math.abs(high))),
  };
}

function formatFor(step: number, greatest: number): (value: number) => string {
  if (greatest > 0 && greatest < 0.001)
    return (value) => (value === 0 ? '0' : Number(value.toPrecision(3)).toExponential().replace('e-', 'e−'));
  const digits = [0, 1, 2, 3, 4, 5].find(
    (count) => Math.abs(step * 10 ** count - Math.round(step * 10 ** count)) < 1e-6,
  );
  return (value) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
