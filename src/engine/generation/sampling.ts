import { Fault } from '../../fault.ts';
import type { Random } from '../random.ts';
import { fallingExponential } from './falling-exponential.ts';
import { ScoreBins } from './score-bins.ts';

/** How the next token is drawn from the model's logits. */
export interface SamplingSettings {
  /** Logits are divided by it: below 1 the likely tokens become likelier. 0 takes the likeliest token, always. */
  readonly temperature: number;
  /** Draw among the k likeliest tokens, and those tied with the k-th; 0 is off. */
  readonly top_k: number;
  /** Draw among the likeliest tokens that together reach this probability; 0 is off. It goes before top_k. */
  readonly top_p: number;
  /** By how much tokens that the text has already become less likely (Keskar et al., 2019); 1 is off. */
  readonly repetition_penalty: number;
}

/** The model answers with something that is not a number. */
export class LogitsFault extends Fault {}

/**
 * Draws tokens as the 2019 scripts do: temperature, then the nucleus of Holtzman et al. (2020) or else the k
 * likeliest, then a multinomial draw. Either cut is a threshold: the lowest logit such that all greater ones weigh
 * less than a target, where a token weighs its probability (top_p) or 1 (top_k). So the likeliest token always
 * stays, and so do all tokens tied with the last one that stays.
 *
 * Sums are float64. The buffers are kept: one TokenSampler serves any number of draws and texts.
 */
export class TokenSampler {
  readonly #settings: SamplingSettings;
  /** (V): the logits after the repetition penalty. */
  readonly #penalised: Float32Array;
  readonly #bins: ScoreBins;
  /** (V): the tokens that may be drawn, and what each weighs. */
  readonly #kept: Int32Array;
  readonly #weights: Float64Array;

  constructor(settings: SamplingSettings, n_vocab: number) {
    this.#settings = settings;
    this.#penalised = new Float32Array(n_vocab);
    this.#bins = new ScoreBins(n_vocab);
    this.#kept = new Int32Array(n_vocab);
    this.#weights = new Float64Array(n_vocab);
  }

  /**
   * The next token, given the logits (V) and the tokens that the text has so far. Takes one number from `random`,
   * none at temperature 0. Throws LogitsFault when a logit is not a finite number.
   */
  draw(logits: Float32Array, text: ReadonlySet<number>, random: Random): number {
    const scores = this.#penalise(logits, text);
    const best = likeliest(scores);
    if (this.#settings.temperature === 0) return best;
    const highest = scores[best];
    return this.#drawFrom(scores, this.#lowestKept(scores, highest), highest, random);
  }

  #penalise(logits: Float32Array, text: ReadonlySet<number>): Float32Array {
    const { repetition_penalty } = this.#settings;
    if (repetition_penalty === 1) return logits;
    const scores = this.#penalised;
    scores.set(logits);
    for (const token of text) {
      scores[token] = scores[token] > 0 ? scores[token] / repetition_penalty : scores[token] * repetition_penalty;
    }
    return scores;
  }

  /** The lowest score that a token may have and still be drawn. */
  #lowestKept(scores: Float32Array, highest: number): number {
    const { temperature, top_k, top_p } = this.#settings;
    if (top_p > 0) return this.#bins.threshold(top_p * this.#bins.weigh(scores, highest, temperature));
    if (top_k === 0) return -Infinity;
    this.#bins.count(scores, highest);
    return this.#bins.threshold(top_k);
  }

  /** A multinomial draw among the tokens whose score is `lowest` or more. */
  #drawFrom(scores: Float32Array, lowest: number, highest: number, random: Random): number {
    const [kept, weights] = [this.#kept, this.#weights];
    const count = keepFrom(lowest, scores, kept);
    const total = weigh(scores, highest, this.#settings.temperature, kept, count, weights);
    return kept[indexAt(random.uniform() * total, weights, count)];
  }
}

// The loops over the whole vocabulary are functions of their arrays alone, which JavaScript engines compile best.

/** The first token of the greatest score. Throws LogitsFault when a score is not a finite number. */
function likeliest(scores: Float32Array): number {
  let best = 0;
  let highest = scores[0];
  let sum = 0;
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token];
    sum += score;
    if (score > highest) {
      highest = score;
      best = token;
    }
  }
  if (Number.isFinite(sum)) return best;
  throw new LogitsFault(
    'The model answers with something that is not a number: its weights are damaged, or its training diverged. ' +
      'Take an earlier checkpoint.',
  );
}

/** Collects the tokens with a score of `lowest` or more, in order; returns their number. */
function keepFrom(lowest: number, scores: Float32Array, kept: Int32Array): number {
  let count = 0;
  for (let token = 0; token < scores.length; token++) if (scores[token] >= lowest) kept[count++] = token;
  return count;
}

/** The weight of each of the first `count` kept tokens; returns their sum. */
function weigh(
  scores: Float32Array,
  highest: number,
  temperature: number,
  kept: Int32Array,
  count: number,
  weights: Float64Array,
): number {
  let total = 0;
  for (let k = 0; k < count; k++) {
    weights[k] = fallingExponential((highest - scores[kept[k]]) / temperature);
    total += weights[k];
  }
  return total;
}

/** Where `position` lies when the weights are laid end to end. */
function indexAt(position: number, weights: Float64Array, count: number): number {
  let k = 0;
  while (k < count - 1 && position >= weights[k]) position -= weights[k++];
  // Rounding may lead past the last one that weighs anything.
  while (weights[k] === 0) k--;
  return k;
}
