import { expect } from 'vitest';

/**
 * How near a tensor must come to what is expected: its largest error is measured against the largest value
 * expected anywhere in the tensor, because a sum that cancels carries the rounding of its terms.
 */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Float32 throughout: sums of up to a thousand float32 terms. */
export const float32: Tolerance = { relative: 1e-5, absolute: 1e-7 };

/** Float64 sums of float32 inputs, rounded once; the rest is the rounding of what a forward left behind. */
export const float64Sums: Tolerance = { relative: 1e-6, absolute: 1e-7 };

/**
 * Products of operands that were rounded to the 8 significant bits of bfloat16: each term is off by up to 2^-8 of
 * itself. The classifier and attention make it more: e to the power of a sum that is off by 0.01 is off by a hundredth.
 */
export const bfloat16: Tolerance = { relative: 2 ** -6, absolute: 1e-6 };

/** The same of the 11 significant bits of float16: each term is off by up to 2^-11 of itself for each operand. */
export const float16: Tolerance = { relative: 2 ** -9, absolute: 1e-6 };

interface TensorMatchers<R> {
  /** Holds each element against `expected`; the message gives the largest error and where it is. */
  toBeCloseToTensor(expected: ArrayLike<number>, tolerance?: Tolerance): R;
}

declare module 'vitest' {
  interface Matchers<T> extends TensorMatchers<T> {}
}

expect.extend({
  toBeCloseToTensor(received: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance = float32) {
    if (received.length !== expected.length) {
      return { pass: false, message: () => `expected ${expected.length} elements, got ${received.length}` };
    }
    const { error, index, largest } = largestError(received, expected);
    const allowed = tolerance.absolute + tolerance.relative * largest;
    return {
      pass: error <= allowed,
      message: () =>
        `element ${index} is ${received[index]}, expected ${expected[index]}: an error of ${error / largest} of ` +
        `the largest value ${largest}, where ${tolerance.relative} (+ ${tolerance.absolute}) is allowed`,
    };
  },
});

/** The largest error anywhere (infinite where one side is not a number), and the largest expected magnitude. */
export function largestError(received: ArrayLike<number>, expected: ArrayLike<number>) {
  let error = -1;
  let index = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = received[i] === expected[i] ? 0 : Math.abs(received[i] - expected[i]);
    const measured = Number.isNaN(difference) ? Infinity : difference;
    largest = Math.max(largest, Math.abs(expected[i]));
    if (measured > error) [error, index] = [measured, i];
  }
  return { error, index, largest };
}

/** Equal to the last bit; unlike ===, it tells 0 from −0 and a NaN equals itself. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const [aBits, bBits] = [a, b].map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length));
  return aBits.every((bits, i) => bits === bBits[i]);
}
