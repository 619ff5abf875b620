import { fallingExponential } from './falling-exponential.ts';

/** Enough that few tokens share one. */
const BINS = 1024;

/**
 * Locally typical sampling (Meister et al., 2022): of the first `count` tokens, keeps those whose surprise −log p is closest
 * to the expected one, Σ −p log p, until together they have the probability `typical_p`; tokens tied with the last one stay.
 * Moves them to the front, in order, and returns their number. `tokens` and `logits` are (V); `highest` is the greatest of
 * these logits, and a token weighs e^((logit − highest) / temperature).
 *
 * log p differs from (logit − highest) / temperature by the same number for all tokens, so that number drops out of the
 * difference from the expectation.
 */
export function keepTypical(
  tokens: Int32Array,
  logits: Float32Array,
  count: number,
  { highest, temperature, typical_p }: { highest: number; temperature: number; typical_p: number },
): number {
  const weights = new Float64Array(count);
  const surprises = new Float64Array(count);
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < count; i++) {
    const surprise = (highest - logits[i]) / temperature;
    const weight = fallingExponential(surprise);
    [surprises[i], weights[i]] = [surprise, weight];
    total += weight;
    // 0 · ∞ for a token without weight.
    if (weight > 0) weighted += weight * surprise;
  }
  const expected = weighted / total;
  const farthest = farthestDistance(surprises, weights, expected, typical_p * total);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (weights[i] === 0 || Math.abs(surprises[i] - expected) > farthest) continue;
    tokens[kept] = tokens[i];
    logits[kept++] = logits[i];
  }
  return kept;
}

/** The smallest distance from the expectation such that all tokens within it weigh `target` or more together. */
function farthestDistance(surprises: Float64Array, weights: Float64Array, expected: number, target: number): number {
  const distances = surprises.map((surprise) => Math.abs(surprise - expected));
  let largest = 0;
  for (let i = 0; i < distances.length; i++) if (weights[i] > 0) largest = Math.max(largest, distances[i]);
  const perDistance = largest === 0 ? 0 : (BINS - 1) / largest;
  const binWeights = new Float64Array(BINS);
  for (let i = 0; i < distances.length; i++) {
    if (weights[i] > 0) binWeights[(distances[i] * perDistance) | 0] += weights[i];
  }
  let bin = 0;
  let weight = 0;
  while (bin < BINS - 1 && weight + binWeights[bin] < target) weight += binWeights[bin++];
  const members: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    if (weights[i] > 0 && ((distances[i] * perDistance) | 0) === bin) members.push(i);
  }
  members.sort((a, b) => distances[a] - distances[b]);
  for (const i of members) {
    weight += weights[i];
    if (weight >= target) return distances[i];
  }
  // Rounding kept the sum below the target, and nothing weighs anything in later bins.
  return largest;
}
