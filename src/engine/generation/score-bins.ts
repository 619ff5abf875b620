import { fallingExponential } from './falling-exponential.ts';

/** Enough that even a flat distribution over GPT-2's vocabulary leaves some dozen scores in each. */
const BINS = 4096;

/**
 * Finds where a cut falls among scores without sorting them: they are thrown into bins from the highest to the
 * lowest, and only the bin in which the cut falls is sorted. The buffers are kept.
 */
export class ScoreBins {
  readonly #weights = new Float64Array(BINS);
  /** (V): the scores of one bin. */
  readonly #members: Float32Array;
  #scores: Float32Array = new Float32Array();
  #highest = 0;
  #perScore = 0;
  #lastBin = 0;
  /** Null when each score weighs 1. */
  #temperature: number | null = null;

  constructor(vocabularySize: number) {
    this.#members = new Float32Array(vocabularySize);
  }

  /** Throws the scores (V) into bins, each with weight 1. `highest` is the greatest score. */
  count(scores: Float32Array, highest: number): void {
    this.#start(scores, highest);
    this.#temperature = null;
    countInBins(scores, highest, this.#perScore, this.#weights);
  }

  /** The same, each with the weight e^((score − highest) / temperature); returns the weight of all. */
  weigh(scores: Float32Array, highest: number, temperature: number): number {
    this.#start(scores, highest);
    this.#temperature = temperature;
    weighInBins(scores, highest, this.#perScore, temperature, this.#weights);
    return this.#weights.reduce((total, weight) => total + weight, 0);
  }

  /** The lowest score such that all greater ones weigh less than `target`; the lowest of all when none is. */
  threshold(target: number): number {
    let weight = 0;
    let bin = 0;
    while (bin < this.#lastBin && weight + this.#weights[bin] < target) weight += this.#weights[bin++];
    const count = collectBin(bin, this.#scores, this.#highest, this.#perScore, this.#members);
    const ascending = this.#members.subarray(0, count).sort();
    for (let m = count - 1; m > 0; m--) {
      weight += this.#weightOf(ascending[m]);
      if (weight >= target) return ascending[m];
    }
    return ascending[0];
  }

  #start(scores: Float32Array, highest: number): void {
    const lowest = lowestOf(scores);
    this.#scores = scores;
    this.#highest = highest;
    this.#perScore = highest > lowest ? (BINS - 1) / (highest - lowest) : 0;
    this.#lastBin = binOf(lowest, highest, this.#perScore);
    this.#weights.fill(0);
  }

  #weightOf(score: number): number {
    return this.#temperature === null ? 1 : fallingExponential((this.#highest - score) / this.#temperature);
  }
}

// The loops over the whole vocabulary are functions of their arrays alone, which JavaScript engines compile best.

function lowestOf(scores: Float32Array): number {
  let lowest = scores[0];
  for (let token = 1; token < scores.length; token++) if (scores[token] < lowest) lowest = scores[token];
  return lowest;
}

function binOf(score: number, highest: number, perScore: number): number {
  return ((highest - score) * perScore) | 0;
}

function countInBins(scores: Float32Array, highest: number, perScore: number, counts: Float64Array): void {
  for (let token = 0; token < scores.length; token++) counts[binOf(scores[token], highest, perScore)]++;
}

function weighInBins(
  scores: Float32Array,
  highest: number,
  perScore: number,
  temperature: number,
  weights: Float64Array,
): void {
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token];
    weights[binOf(score, highest, perScore)] += fallingExponential((highest - score) / temperature);
  }
}

function collectBin(
  bin: number,
  scores: Float32Array,
  highest: number,
  perScore: number,
  members: Float32Array,
): number {
  let count = 0;
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token];
    if (binOf(score, highest, perScore) === bin) members[count++] = score;
  }
  return count;
}
