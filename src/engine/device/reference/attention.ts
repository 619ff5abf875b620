import { TensorFault } from '../backend.ts';
import { roundToBfloat16 } from '../bfloat16.ts';
import type { Call, Work } from './kernel.ts';
import { addScaled, dot } from './row-products.ts';

/**
 * Causal self-attention of NH heads with HS = C / NH: out (B, T, C) and logSumExp (B, NH, T) of qkv (B, T, 3C),
 * out[b,t,h] = Σ_{s≤t} softmax_s(q_t·k_s / √HS) v_s. One row of weights is held at a time.
 */
export function* attention({ qkv, out, logSumExp, B, T, C, NH }: Call<'attention'>): Work {
  const HS = C / NH;
  const weights = new Float64Array(T);
  const sums = new Float64Array(HS);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < NH; h++) {
      const query = b * T * 3 * C + h * HS;
      const key = query + C;
      const value = query + 2 * C;
      for (let t = 0; t < T; t++) {
        const q = query + t * 3 * C;
        for (let s = 0; s <= t; s++) weights[s] = dot(qkv, q, qkv, key + s * 3 * C, HS) / Math.sqrt(HS);
        logSumExp[(b * NH + h) * T + t] = softmax(weights, t + 1);
        sums.fill(0);
        for (let s = 0; s <= t; s++) addScaled(sums, 0, weights[s], qkv, value + s * 3 * C, HS);
        out.set(sums, (b * T + t) * C + h * HS);
        yield 2 * (t + 1) * HS;
      }
    }
  }
}

/** dQkv (B, T, 3C) is overwritten, of dOut (B, T, C) and what the forward left: out (B, T, C), logSumExp (B, NH, T). */
export function* attentionBackward(call: Call<'attentionBackward'>): Work {
  const { dOut, qkv, out, logSumExp, dQkv, B, T, C, NH } = call;
  const HS = C / NH;
  const scale = 1 / Math.sqrt(HS);
  const dQuery = new Float64Array(HS);
  const dKeys = new Float64Array(T * HS);
  const dValues = new Float64Array(T * HS);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < NH; h++) {
      const query = b * T * 3 * C + h * HS;
      const key = query + C;
      const value = query + 2 * C;
      dKeys.fill(0);
      dValues.fill(0);
      for (let t = 0; t < T; t++) {
        const q = query + t * 3 * C;
        const o = (b * T + t) * C + h * HS;
        // Σ_s weight_s · dWeight_s, which the softmax takes from each dWeight, is dOut · out.
        const meanDWeight = dot(dOut, o, out, o, HS);
        dQuery.fill(0);
        for (let s = 0; s <= t; s++) {
          const k = key + s * 3 * C;
          const v = value + s * 3 * C;
          const weight = Math.exp(dot(qkv, q, qkv, k, HS) * scale - logSumExp[(b * NH + h) * T + t]);
          // out_t = Σ_s weight_s · v_s
          addScaled(dValues, s * HS, weight, dOut, o, HS);
          const dWeight = dot(dOut, o, qkv, v, HS);
          // weight = softmax(scores)
          const dScore = weight * (dWeight - meanDWeight);
          // score_s = q_t · k_s / √HS
          addScaled(dQuery, 0, dScore * scale, qkv, k, HS);
          addScaled(dKeys, s * HS, dScore * scale, qkv, q, HS);
        }
        dQkv.set(dQuery, q);
        yield 5 * (t + 1) * HS;
      }
      for (let s = 0; s < T; s++) {
        dQkv.set(dKeys.subarray(s * HS, (s + 1) * HS), key + s * 3 * C);
        dQkv.set(dValues.subarray(s * HS, (s + 1) * HS), value + s * 3 * C);
      }
    }
  }
}

/**
 * out (B, T, C) of qkv (B, T, 3C), whose T positions start at positions (B) of keys and values (B, NH, P, HS): they are
 * written there first, rounded to bfloat16 where BITS is 16, then each attends to everything up to itself.
 */
export function* attentionCached(call: Call<'attentionCached'>): Work {
  const { qkv, positions, keys, values, out, B, T, C, NH, P, HS, BITS } = call;
  const weights = new Float64Array(P);
  const sums = new Float64Array(HS);
  for (let b = 0; b < B; b++) {
    const past = positions[b];
    if (past < 0 || past + T > P) {
      throw new TensorFault(`attentionCached(positions) asks for ${past} to ${past + T - 1} of a cache of ${P}.`);
    }
    for (let h = 0; h < NH; h++) {
      const query = b * T * 3 * C + h * HS;
      const cached = (b * NH + h) * P * HS;
      for (let t = 0; t < T; t++) {
        const key = query + t * 3 * C + C;
        keys.set(qkv.subarray(key, key + HS), cached + (past + t) * HS);
        values.set(qkv.subarray(key + C, key + C + HS), cached + (past + t) * HS);
      }
      if (BITS === 16) {
        for (const cache of [keys, values]) {
          roundToBfloat16(cache.subarray(cached + past * HS, cached + (past + T) * HS));
        }
      }
      for (let t = 0; t < T; t++) {
        const seen = past + t + 1;
        const q = query + t * 3 * C;
        for (let s = 0; s < seen; s++) weights[s] = dot(qkv, q, keys, cached + s * HS, HS) / Math.sqrt(HS);
        softmax(weights, seen);
        sums.fill(0);
        for (let s = 0; s < seen; s++) addScaled(sums, 0, weights[s], values, cached + s * HS, HS);
        out.set(sums, (b * T + t) * C + h * HS);
        yield 2 * seen * HS;
      }
    }
  }
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
