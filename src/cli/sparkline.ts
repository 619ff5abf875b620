/** Characters that a sparkline has at most. */
export const MOST_CHARACTERS = 16;
/** From the lowest value to the highest. */
const LEVELS = '▁▂▃▄▅▆▇█';

/** A line of block characters, one for each value; a line that stays level is in the middle. */
export function sparkline(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  return values.map((value) => LEVELS[Math.min(LEVELS.length - 1, Math.floor(share(value) * LEVELS.length))]).join('');
}

/**
 * The course of values as at most 16 means, however many values there were. Neighbours are joined in pairs whenever there
 * are twice as many, so that it takes no more memory.
 */
export class Course {
  #sums: number[] = [];
  #valuesInEach = 1;
  #inLast = 0;

  add(value: number): void {
    if (this.#inLast === 0) this.#sums.push(0);
    this.#sums[this.#sums.length - 1] += value;
    this.#inLast = (this.#inLast + 1) % this.#valuesInEach;
    if (this.#inLast > 0 || this.#sums.length < 2 * MOST_CHARACTERS) return;
    this.#sums = Array.from({ length: MOST_CHARACTERS }, (_, i) => this.#sums[2 * i] + this.#sums[2 * i + 1]);
    this.#valuesInEach *= 2;
  }

  get means(): number[] {
    const means = this.#sums.map((sum, i) => {
      const isCut = i === this.#sums.length - 1 && this.#inLast > 0;
      return sum / (isCut ? this.#inLast : this.#valuesInEach);
    });
    const count = Math.min(MOST_CHARACTERS, means.length);
    const place = (i: number) => Math.floor((i * means.length) / count);
    return Array.from({ length: count }, (_, i) => mean(means.slice(place(i), place(i + 1))));
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
