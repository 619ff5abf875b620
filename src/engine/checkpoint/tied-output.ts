import { ParameterFault } from './parameter-fault.ts';
import type { StoredTensor } from './tensor-file.ts';

/** Quantised values of one matrix differ by less than this share of their root mean square; other matrices by more. */
const LARGEST_ROUNDING = 0.2;

/** Throws ParameterFault unless both hold the same numbers, up to rounding if they are quantised. */
export async function checkTied(what: string, tied: StoredTensor, embedding: StoredTensor): Promise<void> {
  const untied = new ParameterFault(
    `${what} differs from the token embedding; models whose output is not tied to it are not supported.`,
  );
  if (tied.shape.length !== embedding.shape.length || tied.shape.some((axis, i) => axis !== embedding.shape[i]))
    throw untied;
  const isRounded = tied.isQuantised === true || embedding.isQuantised === true;
  let difference = 0;
  let size = 0;
  for await (const [a, b] of inStep(tied.read(), embedding.read())) {
    for (let i = 0; i < a.length; i++) {
      if (!isRounded && !Object.is(a[i], b[i])) throw untied;
      difference += (a[i] - b[i]) ** 2;
      size += b[i] ** 2;
    }
  }
  if (isRounded && !(difference <= LARGEST_ROUNDING ** 2 * size)) throw untied;
}

/** Two tensors of the same size, side by side in pieces of equal length. */
async function* inStep(
  first: AsyncIterable<Float32Array>,
  second: AsyncIterable<Float32Array>,
): AsyncGenerator<[Float32Array, Float32Array]> {
  const others = second[Symbol.asyncIterator]();
  let other = new Float32Array(0);
  for await (const piece of first) {
    for (let at = 0; at < piece.length; ) {
      if (other.length === 0) other = (await others.next()).value;
      const end = Math.min(piece.length, at + other.length);
      yield [piece.subarray(at, end), other.subarray(0, end - at)];
      other = other.subarray(end - at);
      at = end;
    }
  }
}
