import { Fault } from '../../fault.ts';
import { SCORE_BLOCK } from '../device/operations.ts';
import type { Random } from '../random.ts';
import { fallingExponential } from './falling-exponential.ts';
import { applyPenalties, hasPenalties } from './penalties.ts';
import type { SaidTokens } from './said.ts';
import type { SamplingSettings } from './sampling-settings.ts';
import { ScoreBins } from './score-bins.ts';
import { allowOnly, blockCount, type Scores } from './scores.ts';
import type { AllowedTokens } from './text-constraints.ts';
import { keepTypical } from './typical.ts';

/**
 * Devices divide by a temperature in float32. Below the first limit only the likeliest tokens have any weight, above the
 * second all weigh the same; further away the temperature would become 0 or infinity.
 */
const [COLDEST, HOTTEST] = [1e-30, 1e30];

/** The model computed something that is not a number. */
export class LogitsFault extends Fault {
  override readonly code: string = 'logits';
}

/**
 * Draws tokens in these steps, each on what the one before has left:
 *
 * 1. bias and penalties on the logits: see `applyPenalties`;
 * 2. tokens that are not allowed go;
 * 3. temperature;
 * 4. the nucleus of Holtzman et al. (2020) or else the k likeliest, as in the scripts of 2019;
 * 5. min_p, which is relative to the likeliest token, so it cuts at the same place before and after step 4;
 * 6. typical_p, among what these have left (the order of transformers);
 * 7. a multinomial draw.
 *
 * Each cut but the last is a threshold. That of top_p and top_k is the lowest logit such that all greater ones weigh less than a
 * target, where a token weighs its probability (top_p) or 1 (top_k). So the likeliest token always stays, and so do all
 * tokens tied with the last one that stays.
 *
 * A draw looks at blocks of tokens first and only into those that matter, so it costs almost nothing compared with the
 * arithmetic of a token. Sums are float64. The buffers are kept: one TokenSampler serves any number of draws and texts.
 */
export class TokenSampler {
  readonly #settings: SamplingSettings;
  /** The scores of one draw, if they differ from those given. */
  readonly #changed: Scores;
  readonly #bins: ScoreBins;
  /** (V): tokens that may be drawn, with their logits and weights. */
  readonly #tokens: Int32Array;
  readonly #logits: Float32Array;
  readonly #weights: Float64Array;
  readonly #undrawable: Int32Array;

  /** `undrawable`: ids that are never drawn, ascending; none by default. */
  constructor(settings: SamplingSettings, vocabularySize: number, undrawable: readonly number[] = []) {
    this.#settings = settings;
    this.#undrawable = Int32Array.from(undrawable);
    this.#changed = {
      logits: new Float32Array(vocabularySize),
      blocks: new Float32Array(2 * blockCount(vocabularySize)),
    };
    this.#bins = new ScoreBins(vocabularySize);
    this.#tokens = new Int32Array(vocabularySize);
    this.#logits = new Float32Array(vocabularySize);
    this.#weights = new Float64Array(vocabularySize);
  }

  /**
   * The temperature for which the scores of a draw are summarised, clamped to the limits. It does not matter at
   * temperature 0.
   */
  get temperature(): number {
    return Math.min(HOTTEST, Math.max(COLDEST, this.#settings.temperature || 1));
  }

  /**
   * The next token, given the scores, what the text has said so far and the tokens that may follow (null: all). Takes one
   * number from `random`, none at temperature 0. Throws LogitsFault when a logit is not a number or infinite, or when
   * all are minus infinity.
   */
  draw(given: Scores, said: SaidTokens, random: Random, allowed: AllowedTokens | null = null): number {
    const scores = this.#change(given, said, allowed);
    const best = bestBlock(scores);
    const highest = scores.blocks[best];
    const total = this.#weighBlocks(scores, highest);
    if (!Number.isFinite(total)) throw notNumbers();
    if (this.#settings.temperature === 0) return scores.logits.indexOf(highest, best * SCORE_BLOCK);
    const count = this.#cut(scores, highest, total);
    const position = random.uniform();
    if (count === null) return this.#drawFromAll(scores, highest, position * total);
    return this.#tokens[indexAt(position * this.#weigh(highest, count), this.#weights, count)];
  }

  /** The scores after bias and penalties, of the tokens that are allowed. */
  #change(scores: Scores, said: SaidTokens, allowed: AllowedTokens | null): Scores {
    const undrawable = this.#undrawable;
    const isPenalised = hasPenalties(this.#settings, said);
    if (!isPenalised && allowed === null && undrawable.length === 0) return scores;
    const changed = this.#changed;
    changed.logits.set(scores.logits);
    changed.blocks.set(scores.blocks);
    if (undrawable.length > 0) allowOnly(changed, { listed: undrawable, isListOfAllowed: false }, this.temperature);
    if (isPenalised) applyPenalties(changed, said, this.#settings, this.temperature);
    if (allowed !== null) allowOnly(changed, allowed, this.temperature);
    return changed;
  }

  /** The weight of each block relative to the likeliest token, which weighs 1; returns the sum. */
  #weighBlocks({ blocks }: Scores, highest: number): number {
    const G = blocks.length / 2;
    let total = 0;
    for (let g = 0; g < G; g++) {
      this.#weights[g] = blocks[G + g] * fallingExponential((highest - blocks[g]) / this.temperature);
      total += this.#weights[g];
    }
    return total;
  }

  /** Collects the tokens that may be drawn and returns their number; null when all may be. */
  #cut(scores: Scores, highest: number, total: number): number | null {
    const { typical_p = 0 } = this.#settings;
    const likely = this.#cutUnlikely(scores, highest, total);
    if (typical_p === 0 || typical_p >= 1) return likely;
    const count = likely ?? this.#collect(scores, -Infinity);
    return keepTypical(this.#tokens, this.#logits, count, { highest, temperature: this.temperature, typical_p });
  }

  /** The same for top_p, top_k and min_p. */
  #cutUnlikely(scores: Scores, highest: number, total: number): number | null {
    const { top_k, top_p, min_p = 0 } = this.#settings;
    // e^((logit − highest) / temperature) ≥ min_p.
    const lowest = min_p > 0 ? highest + this.temperature * Math.log(min_p) : -Infinity;
    if (top_p > 0 && top_p < 1) {
      const candidates = this.#collectWeight(scores, highest, top_p * total);
      this.#bins.weigh(this.#logits.subarray(0, candidates), highest, this.temperature);
      return this.#keepFrom(Math.max(lowest, this.#bins.threshold(top_p * total)), candidates);
    }
    if (top_p >= 1 || top_k === 0 || top_k >= scores.logits.length)
      return min_p > 0 ? this.#collect(scores, lowest) : null;
    const candidates = this.#collectCount(scores, highest, top_k);
    this.#bins.count(this.#logits.subarray(0, candidates), highest);
    return this.#keepFrom(Math.max(lowest, this.#bins.threshold(top_k)), candidates);
  }

  /** At least the `count` likeliest tokens: if that many blocks reach it, that many tokens do. */
  #collectCount(scores: Scores, highest: number, count: number): number {
    const blockHighest = scores.blocks.subarray(0, scores.blocks.length / 2);
    if (count > blockHighest.length) return this.#collect(scores, -Infinity);
    this.#bins.count(blockHighest, highest);
    return this.#collect(scores, this.#bins.threshold(count));
  }

  /** At least the likeliest tokens that together weigh `target`: looks twice as far down until they do. */
  #collectWeight(scores: Scores, highest: number, target: number): number {
    for (let depth = this.temperature; ; depth *= 2) {
      const count = this.#collect(scores, highest - depth);
      if (count === scores.logits.length || this.#weigh(highest, count) >= target) return count;
      // Anything deeper has no weight at all.
      if (depth > 64 * this.temperature) return count;
    }
  }

  /** Collects the tokens with a logit of `from` or more, in order, but none that cannot be drawn; returns their number. */
  #collect({ logits, blocks }: Scores, from: number): number {
    const lowest = Math.max(from, -Number.MAX_VALUE);
    let count = 0;
    for (let g = 0; g < blocks.length / 2; g++) {
      if (blocks[g] >= lowest) count = collectFrom(logits, g, lowest, this.#tokens, this.#logits, count);
    }
    return count;
  }

  /** Of the first `count` collected tokens, keeps those with a logit of `lowest` or more; returns their number. */
  #keepFrom(lowest: number, count: number): number {
    const [tokens, logits] = [this.#tokens, this.#logits];
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (logits[i] < lowest) continue;
      tokens[kept] = tokens[i];
      logits[kept++] = logits[i];
    }
    return kept;
  }

  /** The weight of each of the first `count` collected tokens; returns the sum. */
  #weigh(highest: number, count: number): number {
    return weigh(this.#logits, count, highest, this.temperature, this.#weights);
  }

  /** First the block that contains `position` when all weights are placed end to end, then the token in it. */
  #drawFromAll(scores: Scores, highest: number, position: number): number {
    const weights = this.#weights;
    const G = scores.blocks.length / 2;
    let g = 0;
    while (g < G - 1 && position >= weights[g]) position -= weights[g++];
    while (weights[g] === 0) g--;
    const share = Math.min(position / weights[g], 1);
    const count = collectFrom(scores.logits, g, -Infinity, this.#tokens, this.#logits, 0);
    return this.#tokens[indexAt(share * this.#weigh(highest, count), weights, count)];
  }
}

export function notNumbers(): LogitsFault {
  return new LogitsFault(
    'The model answers with something that is not a number: its weights are damaged, or its training diverged. ' +
      'Take an earlier checkpoint.',
  );
}

/** The first block that has the greatest logit of all. */
function bestBlock({ blocks }: Scores): number {
  let best = 0;
  for (let g = 1; g < blocks.length / 2; g++) if (blocks[g] > blocks[best]) best = g;
  return best;
}

// Loops over many tokens are functions of their arrays alone, which JavaScript engines compile best.

/** Adds the tokens of block g with a logit of `lowest` or more behind the first `count`; returns the new count. */
function collectFrom(
  logits: Float32Array,
  g: number,
  lowest: number,
  tokens: Int32Array,
  kept: Float32Array,
  count: number,
): number {
  const end = Math.min((g + 1) * SCORE_BLOCK, logits.length);
  for (let token = g * SCORE_BLOCK; token < end; token++) {
    if (logits[token] < lowest) continue;
    tokens[count] = token;
    kept[count++] = logits[token];
  }
  return count;
}

function weigh(
  logits: Float32Array,
  count: number,
  highest: number,
  temperature: number,
  weights: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) {
    weights[i] = fallingExponential((highest - logits[i]) / temperature);
    total += weights[i];
  }
  return total;
}

/** The index that contains `position` when the weights are placed end to end. */
function indexAt(position: number, weights: Float64Array, count: number): number {
  let k = 0;
  while (k < count - 1 && position >= weights[k]) position -= weights[k++];
  // Rounding may lead past the last one that weighs anything.
  while (weights[k] === 0) k--;
  return k;
}
