/**
 * Functions of which JavaScript engines promise only an approximation, computed by +, −, ×, ÷ and √ alone, which IEEE 754
 * defines to the last bit: the same picture has the same bytes on every machine.
 */

const TURN = 2 * Math.PI;

/** The sine of an angle in turns: 0.25 is a right angle. The error is below 10⁻⁹. */
export function sineOfTurns(turns: number): number {
  // To [−½, ½), then by symmetry to [−¼, ¼].
  const part = turns - Math.floor(turns + 0.5);
  const near = part > 0.25 ? 0.5 - part : part < -0.25 ? -0.5 - part : part;
  const x = near * TURN;
  const square = x * x;
  let [term, sum] = [x, x];
  for (let n = 2; n <= 14; n += 2) {
    term = (-term * square) / (n * (n + 1));
    sum += term;
  }
  return sum;
}

/** The cosine of an angle in turns. */
export function cosineOfTurns(turns: number): number {
  return sineOfTurns(turns + 0.25);
}

/** The cube root of a number from 0 on. */
export function cubeRoot(value: number): number {
  return root(value, 3);
}

/** The fifth root of a number from 0 on. */
export function fifthRoot(value: number): number {
  return root(value, 5);
}

/** Newton's method from above, where it falls towards the root of order `n` and stops at the last bits. */
function root(value: number, n: number): number {
  if (value <= 0) return 0;
  let x = value < 1 ? 1 : value;
  for (let step = 0; step < 200; step++) {
    let power = x;
    for (let i = 2; i < n; i++) power *= x;
    const next = x - (x - value / power) / n;
    if (next >= x) break;
    x = next;
  }
  return x;
}
