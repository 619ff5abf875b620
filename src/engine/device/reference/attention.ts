import { TensorFault } from '../backend.ts';
import { roundToBfloat16 } from '../bfloat16.ts';
import type { Call, Work } from './kernel.ts';
import { addScaled, dot } from './row-products.ts';

/**
 * Causal self-attention: out (B, T, Q) and logSumExp (B, NH, T) of qkv (B, T, W), which is Q = NH·HS channels of queries,
 * then NKV·HS of keys and as many of values: out[b,t,h] = Σ_{s≤t} softmax_s(scale · q_t·k_s) v_s, each key head for
 * NH / NKV query heads that follow one another. One row of weights is held at a time.
 */
export function* attention({ qkv, out, logSumExp, B, T, W, Q, NH, scale }: Call<'attention'>): Work {
  const HS = Q / NH;
  const weights = new Float64Array(T);
  const sums = new Float64Array(HS);
  for (let b = 0; b < B; b++) {
    for (const { h, queryChannel, keyChannel, valueChannel } of headsOf(W, Q, HS)) {
      const row = b * T * W;
      for (let t = 0; t < T; t++) {
        const q = row + t * W + queryChannel;
        for (let s = 0; s <= t; s++) weights[s] = dot(qkv, q, qkv, row + s * W + keyChannel, HS) * scale;
        logSumExp[(b * NH + h) * T + t] = softmax(weights, t + 1);
        sums.fill(0);
        for (let s = 0; s <= t; s++) addScaled(sums, 0, weights[s], qkv, row + s * W + valueChannel, HS);
        out.set(sums, (b * T + t) * Q + h * HS);
        yield 2 * (t + 1) * HS;
      }
    }
  }
}

/** dQkv (B, T, W) is overwritten, of dOut (B, T, Q) and what the forward left: out (B, T, Q), logSumExp (B, NH, T). */
export function* attentionBackward(call: Call<'attentionBackward'>): Work {
  const { dQkv, B, T, W, Q, NH } = call;
  const HS = Q / NH;
  const dQuery = new Float64Array(HS);
  const dKeys = new Float64Array(T * HS);
  const dValues = new Float64Array(T * HS);
  for (let b = 0; b < B; b++) {
    for (const head of headsOf(W, Q, HS)) {
      const { h, queryChannel, keyChannel, valueChannel, isFirstOfGroup, isLastOfGroup } = head;
      const row = b * T * W;
      if (isFirstOfGroup) {
        dKeys.fill(0);
        dValues.fill(0);
      }
      for (let t = 0; t < T; t++) {
        const query = { o: (b * T + t) * Q + h * HS, logSumExp: call.logSumExp[(b * NH + h) * T + t] };
        const q = row + t * W + queryChannel;
        backwardOfQuery(
          call,
          { ...query, t, HS, q, k: row + keyChannel, v: row + valueChannel },
          dQuery,
          dKeys,
          dValues,
        );
        dQkv.set(dQuery, q);
        yield 5 * (t + 1) * HS;
      }
      for (let s = 0; isLastOfGroup && s < T; s++) {
        dQkv.set(dKeys.subarray(s * HS, (s + 1) * HS), row + s * W + keyChannel);
        dQkv.set(dValues.subarray(s * HS, (s + 1) * HS), row + s * W + valueChannel);
      }
    }
  }
}

/** One query, number t of its text: where it, its out and its text's first key and value begin. */
interface Query {
  readonly t: number;
  readonly HS: number;
  readonly q: number;
  readonly o: number;
  readonly k: number;
  readonly v: number;
  readonly logSumExp: number;
}

/** Overwrites dQuery (HS), adds to dKeys and dValues (T, HS). */
function backwardOfQuery(
  { dOut, qkv, out, W, scale }: Call<'attentionBackward'>,
  { t, HS, q, o, k, v, logSumExp }: Query,
  dQuery: Float64Array,
  dKeys: Float64Array,
  dValues: Float64Array,
): void {
  // Σ_s weight_s · dWeight_s, which the softmax takes from each dWeight, is dOut · out.
  const meanDWeight = dot(dOut, o, out, o, HS);
  dQuery.fill(0);
  for (let s = 0; s <= t; s++) {
    const weight = Math.exp(dot(qkv, q, qkv, k + s * W, HS) * scale - logSumExp);
    // out_t = Σ_s weight_s · v_s
    addScaled(dValues, s * HS, weight, dOut, o, HS);
    const dWeight = dot(dOut, o, qkv, v + s * W, HS);
    // weight = softmax(scores)
    const dScore = weight * (dWeight - meanDWeight);
    // score_s = scale · q_t · k_s
    addScaled(dQuery, 0, dScore * scale, qkv, k + s * W, HS);
    addScaled(dKeys, s * HS, dScore * scale, qkv, q, HS);
  }
}

/**
 * out (B, T, Q) of qkv (B, T, W), whose T positions start at positions (B) of keys and values (B, NKV, P, HS): they are
 * written there first, rounded to bfloat16 where BITS is 16, then each attends to everything up to itself.
 */
export function* attentionCached(call: Call<'attentionCached'>): Work {
  const { qkv, positions, keys, values, out, B, T, W, Q, NKV, P, HS, scale } = call;
  const weights = new Float64Array(P);
  const sums = new Float64Array(HS);
  for (let b = 0; b < B; b++) {
    const past = positions[b];
    if (past < 0 || past + T > P) {
      throw new TensorFault(`attentionCached(positions) asks for ${past} to ${past + T - 1} of a cache of ${P}.`);
    }
    for (const { h, key, queryChannel, keyChannel, valueChannel, isFirstOfGroup } of headsOf(W, Q, HS)) {
      const cached = (b * NKV + key) * P * HS;
      if (isFirstOfGroup) {
        fillCache(call, keys, b, keyChannel, cached + past * HS);
        fillCache(call, values, b, valueChannel, cached + past * HS);
      }
      for (let t = 0; t < T; t++) {
        const seen = past + t + 1;
        const q = (b * T + t) * W + queryChannel;
        for (let s = 0; s < seen; s++) weights[s] = dot(qkv, q, keys, cached + s * HS, HS) * scale;
        softmax(weights, seen);
        sums.fill(0);
        for (let s = 0; s < seen; s++) addScaled(sums, 0, weights[s], values, cached + s * HS, HS);
        out.set(sums, (b * T + t) * Q + h * HS);
        yield 2 * seen * HS;
      }
    }
  }
}

/** The keys or the values of one head of text b, in qkv from `channel` on, go to `cache` from `place` on. */
function fillCache(
  { qkv, T, W, HS, BITS }: Call<'attentionCached'>,
  cache: Float32Array,
  b: number,
  channel: number,
  place: number,
): void {
  for (let t = 0; t < T; t++) {
    const row = (b * T + t) * W + channel;
    cache.set(qkv.subarray(row, row + HS), place + t * HS);
  }
  if (BITS === 16) roundToBfloat16(cache.subarray(place, place + T * HS));
}

/** Query head h, the key head that it reads, and where both begin in a row of qkv. */
interface Head {
  readonly h: number;
  readonly key: number;
  readonly queryChannel: number;
  readonly keyChannel: number;
  readonly valueChannel: number;
  /** Of the query heads with the same key head. */
  readonly isFirstOfGroup: boolean;
  readonly isLastOfGroup: boolean;
}

function headsOf(W: number, Q: number, HS: number): readonly Head[] {
  const [NH, NKV] = [Q / HS, (W - Q) / 2 / HS];
  const group = NH / NKV;
  return Array.from({ length: NH }, (_, h) => {
    const key = Math.floor(h / group);
    return {
      h,
      key,
      queryChannel: h * HS,
      keyChannel: Q + key * HS,
      valueChannel: Q + (NKV + key) * HS,
      isFirstOfGroup: h % group === 0,
      isLastOfGroup: h % group === group - 1,
    };
  });
}

/** Turns the first `elements` scores into weights that sum to one; returns log Σ exp(score). */
function softmax(scores: Float64Array, elements: number): number {
  let max = -Infinity;
  for (let s = 0; s < elements; s++) max = Math.max(max, scores[s]);
  let sum = 0;
  for (let s = 0; s < elements; s++) {
    scores[s] = Math.exp(scores[s] - max);
    sum += scores[s];
  }
  for (let s = 0; s < elements; s++) scores[s] /= sum;
  return max + Math.log(sum);
}
