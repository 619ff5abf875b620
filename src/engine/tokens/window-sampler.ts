import { Fault } from '../../fault.ts';
import type { Random } from '../random.ts';
import { type Batch, batchOf } from './batch.ts';
import type { TokenSet } from './token-set.ts';
import type { WindowSource, WindowState } from './window-source.ts';

/** A corpus without a single window of the wanted length. */
export class WindowFault extends Fault {
  override readonly code: string = 'window';
}

/** Tokens a window can have: context, or the longest chunk where all are shorter. A window of two predicts one. */
export function longestWindow(tokens: TokenSet, context: number): number {
  return Math.min(
    context,
    tokens.chunks.reduce((longest, chunk) => Math.max(longest, chunk.length), 0),
  );
}

/**
 * Random windows to train on. Every window within a chunk is as likely as any other, as in the
 * scripts of 2019, with two differences: theirs never used the last token of a chunk (nor trained on the
 * end of its last post), and refused a corpus with chunks shorter than the window on average.
 */
export class WindowSampler implements WindowSource {
  /** Tokens in chunks shorter than the window, which are never drawn. */
  readonly unreachableTokens: number;
  readonly #tokens: TokenSet;
  readonly #windowTokens: number;
  readonly #random: Random;
  /** For each chunk, how many windows begin in it or in one before. */
  readonly #windowsUpTo: Float64Array;

  /**
   * `windowTokens` is T + 1, at least 2. All that a sampler remembers is the state of `random`: restore that, and
   * it continues with the same batches. Throws WindowFault if no chunk is long enough.
   */
  constructor(tokens: TokenSet, windowTokens: number, random: Random) {
    this.#tokens = tokens;
    this.#windowTokens = windowTokens;
    this.#random = random;
    let windows = 0;
    let unreachable = 0;
    this.#windowsUpTo = Float64Array.from(tokens.chunks, ({ length }) => {
      if (length < windowTokens) unreachable += length;
      windows += Math.max(0, length - windowTokens + 1);
      return windows;
    });
    this.unreachableTokens = unreachable;
    if (windows === 0 || windowTokens < 2) {
      throw new WindowFault(
        `The corpus has no stretch of ${windowTokens} tokens to train on (${tokens.total} in all); ` +
          'it takes at least two in a row. Give it more text, or a shorter window.',
      );
    }
  }

  /** `B` windows, drawn with replacement. */
  batch(B: number): Batch {
    const windows = Array.from({ length: B }, () => this.#draw());
    return batchOf(windows, this.#windowTokens - 1);
  }

  state(): WindowState {
    return { random: this.#random.state(), taken: 0 };
  }

  #draw() {
    const windowsUpTo = this.#windowsUpTo;
    const drawn = this.#random.below(windowsUpTo[windowsUpTo.length - 1]);
    let [first, last] = [0, windowsUpTo.length - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (drawn < windowsUpTo[middle]) last = middle;
      else first = middle + 1;
    }
    const start = drawn - (first === 0 ? 0 : windowsUpTo[first - 1]);
    return { chunk: this.#tokens.chunks[first], start, tokens: this.#windowTokens };
  }
}
