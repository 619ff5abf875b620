import { Fault } from '../../fault.ts';
import type { Random } from '../random.ts';
import { type Batch, batchOf } from './batch.ts';
import { partsOf, type TokenSet } from './token-set.ts';
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
 *
 * If datasets have weights (`TokenPart`), a window is from one of them with a probability in proportion to its weight. Those
 * without a weight share what the weights leave of 1, in proportion to their windows: next to 0.3, a dataset without a weight
 * has 0.7.
 */
export class WindowSampler implements WindowSource {
  /** Tokens in chunks shorter than the window, which are never drawn. */
  readonly unreachableTokens: number;
  readonly #tokens: TokenSet;
  readonly #windowTokens: number;
  readonly #random: Random;
  /** The share of all windows up to and with each dataset, ascending to 1; null: none has a weight. */
  readonly #shares: readonly Share[] | null;
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
    this.#shares = sharesOf(tokens, this.#windowsUpTo);
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
    const { from, count } = this.#drawPart();
    const drawn = from + this.#random.below(count);
    let [first, last] = [0, windowsUpTo.length - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (drawn < windowsUpTo[middle]) last = middle;
      else first = middle + 1;
    }
    const start = drawn - (first === 0 ? 0 : windowsUpTo[first - 1]);
    return { chunk: this.#tokens.chunks[first], start, tokens: this.#windowTokens };
  }

  /** The windows to draw one from: those of a dataset, or all. */
  #drawPart(): Pick<Share, 'from' | 'count'> {
    if (this.#shares === null) return { from: 0, count: this.#windowsUpTo[this.#windowsUpTo.length - 1] };
    const point = this.#random.uniform();
    return this.#shares.find(({ upTo }) => point < upTo) ?? this.#shares[this.#shares.length - 1];
  }
}

/** The windows of a dataset, numbered from `from` among those of the corpus. */
interface Share {
  readonly upTo: number;
  readonly from: number;
  readonly count: number;
}

/**
 * How likely each dataset is. One without a window of the length is never drawn, as if it were not there. Null if no dataset
 * that remains has a weight: then every window is as likely as any other. Throws WindowFault if weights leave nothing for a
 * dataset without one.
 */
function sharesOf(tokens: TokenSet, windowsUpTo: Float64Array): readonly Share[] | null {
  let [chunks, from] = [0, 0];
  const parts = partsOf(tokens).map(({ tokens: own, weight }) => {
    chunks += own.chunks.length;
    const start = from;
    from = chunks === 0 ? 0 : windowsUpTo[chunks - 1];
    return { weight, from: start, count: from - start };
  });
  const there = parts.filter(({ count }) => count > 0);
  if (there.every(({ weight }) => weight === null)) return null;
  const given = there.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const unweighted = there.reduce((sum, { weight, count }) => sum + (weight === null ? count : 0), 0);
  if (unweighted > 0 && given >= 1) {
    throw new WindowFault(
      `The weights of datasets add up to ${given}, which leaves nothing for those without a weight: give all of them one, or smaller ones.`,
    );
  }
  const whole = unweighted > 0 ? 1 : given;
  let upTo = 0;
  return there.map(({ weight, from: start, count }) => {
    upTo += (weight ?? ((1 - given) * count) / unweighted) / whole;
    return { upTo, from: start, count };
  });
}
