/**
 * The forward of each operation once more, in float64 and as its definition reads, for the suite alone: nothing
 * here is shared with a device. Gradients are not written out but taken by differences.
 */
type Numbers = Float64Array;

const fromIndex = (elements: number, value: (i: number) => number): Numbers =>
  Float64Array.from({ length: elements }, (_, i) => value(i));
const sum = (terms: number, term: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < terms; i++) total += term(i);
  return total;
};

/** x (N, K) · w (K, M). */
export function product(x: Numbers, w: Numbers, N: number, K: number, M: number): Numbers {
  return fromIndex(N * M, (i) => sum(K, (k) => x[Math.floor(i / M) * K + k] * w[k * M + (i % M)]));
}

/** x (N, K) · wᵀ of w (M, K). */
export function productTransposed(x: Numbers, w: Numbers, N: number, K: number, M: number): Numbers {
  return fromIndex(N * M, (i) => sum(K, (k) => x[Math.floor(i / M) * K + k] * w[(i % M) * K + k]));
}

/** wᵀ (M, N) of w (N, M). */
export function transposed(w: Numbers, N: number, M: number): Numbers {
  return fromIndex(N * M, (i) => w[(i % N) * M + Math.floor(i / N)]);
}

/** A weight w (C, OC) as a packed matrix holds it with 16 bits a number (bfloat16), 9 (multiples of a scale for 32 rows) or 8 (of one for all rows). */
export function rounded(w: Numbers, C: number, OC: number, BITS: number): Numbers {
  if (BITS === 16) return roundedToBfloat16(w);
  const rows = BITS === 9 ? 32 : C;
  const largest = new Float64Array(Math.ceil(C / rows) * OC);
  const scaleOf = (i: number) => Math.floor(i / OC / rows) * OC + (i % OC);
  for (const [i, value] of w.entries()) largest[scaleOf(i)] = Math.max(largest[scaleOf(i)], Math.abs(value));
  return w.map((value, i) => nearestMultiple(value, largest[scaleOf(i)] / 127));
}

/** To eight significant bits. */
export function roundedToBfloat16(w: Numbers): Numbers {
  return w.map((value) => nearestMultiple(value, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 7)));
}

/** Ties to the even multiple. */
function nearestMultiple(value: number, step: number): number {
  if (!(step > 0)) return value;
  const below = Math.floor(value / step);
  const above = value / step - below;
  return (above > 0.5 || (above === 0.5 && below % 2 !== 0) ? below + 1 : below) * step;
}

/** Rows (B, T, C): tokenTable's row of each token plus, if there is a positionTable, its row of the token's place. */
export function embedded(
  tokenTable: Numbers,
  positionTable: Numbers | undefined,
  tokens: Numbers,
  positions: Numbers,
  T: number,
  C: number,
): Numbers {
  return fromIndex(tokens.length * C, (i) => {
    const place = Math.floor(i / C);
    const position = positions[Math.floor(place / T)] + (place % T);
    return tokenTable[tokens[place] * C + (i % C)] + (positionTable ? positionTable[position * C + (i % C)] : 0);
  });
}

/** Of each row of x (N, C): its mean and 1/√(variance + epsilon). */
export function rowStatistics(x: Numbers, C: number, epsilon: number): { mean: Numbers; rstd: Numbers } {
  const mean = fromIndex(x.length / C, (n) => sum(C, (c) => x[n * C + c]) / C);
  const rstd = fromIndex(x.length / C, (n) => {
    const variance = sum(C, (c) => x[n * C + c] ** 2) / C - mean[n] ** 2;
    return (variance + epsilon) ** -0.5;
  });
  return { mean, rstd };
}

/** Rows of x (N, C) brought to mean 0 and variance 1, times weight (C), plus bias (C). */
export function normalized(x: Numbers, weight: Numbers, bias: Numbers, C: number, epsilon: number): Numbers {
  const { mean, rstd } = rowStatistics(x, C, epsilon);
  return x.map((value, i) => (value - mean[Math.floor(i / C)]) * rstd[Math.floor(i / C)] * weight[i % C] + bias[i % C]);
}

/** Of each row of x (N, C), 1/√(mean of squares + epsilon). */
export function rootMeanSquares(x: Numbers, C: number, epsilon: number): Numbers {
  return fromIndex(x.length / C, (n) => (sum(C, (c) => x[n * C + c] ** 2) / C + epsilon) ** -0.5);
}

/** Rows of x (N, C) divided by the root of their mean square, times weight (C). */
export function rmsNormalized(x: Numbers, weight: Numbers, C: number, epsilon: number): Numbers {
  const rstd = rootMeanSquares(x, C, epsilon);
  return x.map((value, i) => value * rstd[Math.floor(i / C)] * weight[i % C]);
}

/** Rows of x (…, W) whose first heads of HS channels are `rmsNormalized`: `heads` by one weight, `keyHeads` by another. */
export function headsNormalized(
  x: Numbers,
  weights: { queryWeight: Numbers; keyWeight: Numbers },
  { W, HS }: { W: number; HS: number },
  { heads, keyHeads, epsilon }: { heads: number; keyHeads: number; epsilon: number },
): Numbers {
  return x.map((value, i) => {
    const [row, h] = [i - (i % W), Math.floor((i % W) / HS)];
    if (h >= heads + keyHeads) return value;
    const head = x.slice(row + h * HS, row + (h + 1) * HS);
    const weight = h < heads ? weights.queryWeight : weights.keyWeight;
    return rmsNormalized(head, weight, HS, epsilon)[(i % W) % HS];
  });
}

/** The first heads of each row of x (B, T, W), 2 HALF channels each, as complex numbers times (cosine + i sine) of their place. */
export function rotated(
  x: Numbers,
  { positions, cosines, sines }: { positions: Numbers; cosines: Numbers; sines: Numbers },
  { T, W, HALF }: { T: number; W: number; HALF: number },
  heads: number,
): Numbers {
  return x.map((value, i) => {
    const [row, channel] = [Math.floor(i / W), i % W];
    if (channel >= heads * 2 * HALF) return value;
    const angle = (positions[Math.floor(row / T)] + (row % T)) * HALF + (channel % HALF);
    const isReal = channel % (2 * HALF) < HALF;
    const other = isReal ? -x[i + HALF] : x[i - HALF];
    return value * cosines[angle] + other * sines[angle];
  });
}

/** Rows of x (N, 2F): the first half times its logistic function, times the second half. */
export function gatedUnits(x: Numbers, N: number, F: number): Numbers {
  return fromIndex(N * F, (i) => {
    const gate = x[Math.floor(i / F) * 2 * F + (i % F)];
    return (gate * x[Math.floor(i / F) * 2 * F + F + (i % F)]) / (1 + Math.exp(-gate));
  });
}

/** A bijection of 32-bit words, by whole numbers of any size. */
function mixed(word: bigint): bigint {
  const [low, first, second] = [(1n << 32n) - 1n, 0x21f0aaadn, 0x735a2d97n];
  const once = ((word ^ (word >> 16n)) * first) & low;
  const twice = ((once ^ (once >> 15n)) * second) & low;
  return twice ^ (twice >> 15n);
}

/** What dropout of this share makes of x, for part `part` and draw `draw`. */
export function thinned(x: Numbers, share: number, draw: number, part: number): Numbers {
  if (share === 0) return x;
  const [step, word] = [0x9e3779b9n, (value: bigint) => BigInt.asUintN(32, value)];
  const key = mixed(word(BigInt(draw) + step * BigInt(part + 1)));
  const second = mixed(word(key + step));
  const stays = (i: number) => Number(mixed(mixed(word(BigInt(i) + key)) ^ second)) / 2 ** 32 >= share;
  return x.map((value, i) => (stays(i) ? value / (1 - share) : 0));
}

/** Sizes of a linear layer with LoRA beside it. */
export interface LowRankSizes {
  readonly N: number;
  readonly C: number;
  readonly H: number;
  readonly OC: number;
  readonly R: number;
}

/** The factor of LoRA, and what is left out. */
export interface LowRankScalars {
  readonly scale: number;
  readonly dropout: number;
  readonly draw: number;
}

/** x after each part's dropout times its rows of aᵀ, (N, H). */
export function lowRankInner(
  { x, a }: { x: Numbers; a: Numbers },
  { N, C, H, R }: LowRankSizes,
  { dropout, draw }: LowRankScalars,
): Numbers {
  const parts = Array.from({ length: H / R }, (_, m) =>
    productTransposed(thinned(x, dropout, draw, m), a.slice(m * R * C, (m + 1) * R * C), N, C, R),
  );
  return fromIndex(N * H, (i) => parts[Math.floor((i % H) / R)][Math.floor(i / H) * R + (i % R)]);
}

/** What LoRA adds to out (N, OC): column o, of the part that `ends` says, is scale · inner[part] · b[o]ᵀ. */
export function lowRankUpdate(
  { x, a, b }: { x: Numbers; a: Numbers; b: Numbers },
  ends: Numbers,
  sizes: LowRankSizes,
  scalars: LowRankScalars,
): Numbers {
  const { N, H, OC, R } = sizes;
  const { scale } = scalars;
  const h = lowRankInner({ x, a }, sizes, scalars);
  return fromIndex(N * OC, (i) => {
    const [n, o] = [Math.floor(i / OC), i % OC];
    const part = ends.findIndex((end) => o < end);
    return scale * sum(R, (r) => h[n * H + part * R + r] * b[o * R + r]);
  });
}

/** x times the logistic function of 2√(2/π)(x + 0.044715x³), which is GPT-2's GELU by tanh(z) = 2σ(2z) − 1. */
export function gelu(x: Numbers): Numbers {
  return x.map((value) => value / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3))));
}

/** Rows (B, T, W) of Q channels of queries in NH heads, then keys, then values, in fewer heads if W is below 3Q. */
export interface AttentionSizes {
  readonly B: number;
  readonly T: number;
  readonly W: number;
  readonly Q: number;
  readonly NH: number;
  readonly scale: number;
}

/** Causal attention over qkv (B, T, W): out (B, T, Q) and logSumExp (B, NH, T), weights by their definition. */
export function attended(
  qkv: Numbers,
  { B, T, W, Q, NH, scale }: AttentionSizes,
): { out: Numbers; logSumExp: Numbers } {
  const HS = Q / NH;
  const keysWidth = (W - Q) / 2;
  const out = new Float64Array(B * T * Q);
  const logSumExp = new Float64Array(B * NH * T);
  for (let b = 0; b < B; b++) {
    const row = (t: number) => qkv.subarray((b * T + t) * W, (b * T + t + 1) * W);
    for (let h = 0; h < NH; h++) {
      const key = Q + Math.floor((h * keysWidth) / Q) * HS;
      for (let t = 0; t < T; t++) {
        const score = (s: number) => scale * sum(HS, (i) => row(t)[h * HS + i] * row(s)[key + i]);
        const exponentials = fromIndex(t + 1, (s) => Math.exp(score(s)));
        const total = sum(t + 1, (s) => exponentials[s]);
        logSumExp[(b * NH + h) * T + t] = Math.log(total);
        for (let i = 0; i < HS; i++) {
          out[(b * T + t) * Q + h * HS + i] = sum(
            t + 1,
            (s) => (exponentials[s] / total) * row(s)[key + keysWidth + i],
          );
        }
      }
    }
  }
  return { out, logSumExp };
}

/** −log of the probability that softmax over x (N, C) · headᵀ (V, C) gives each target (N); 0 for a target of −1. */
export function crossEntropies(x: Numbers, head: Numbers, targets: Numbers, C: number, V: number): Numbers {
  const N = targets.length;
  const logits = productTransposed(x, head, N, C, V);
  return fromIndex(N, (n) => {
    if (targets[n] === -1) return 0;
    const total = sum(V, (v) => Math.exp(logits[n * V + v]));
    return -Math.log(Math.exp(logits[n * V + targets[n]]) / total);
  });
}

/** Of each row of scores (N, V), blocks of 64: the highest of every block, then Σ e^((score − highest) / temperature). */
export function blockScores(scores: Numbers, N: number, V: number, G: number, temperature: number): Numbers {
  const block = (n: number, g: number) => scores.slice(n * V + g * 64, n * V + Math.min(V, (g + 1) * 64));
  return fromIndex(N * 2 * G, (i) => {
    const [n, g] = [Math.floor(i / (2 * G)), i % (2 * G)];
    if (g < G) return Math.max(...block(n, g));
    const members = block(n, g - G);
    const highest = Math.max(...members);
    return sum(members.length, (s) => Math.exp((members[s] - highest) / temperature));
  });
}

/** The gradient of `loss` by each element of `x`, by central differences. */
export function differences(x: Numbers, loss: (x: Numbers) => number): Numbers {
  const step = 1e-4;
  return x.map((value, i) => {
    const moved = x.slice();
    moved[i] = value + step;
    const above = loss(moved);
    moved[i] = value - step;
    return (above - loss(moved)) / (2 * step);
  });
}

/** Σ weights · values: the scalar whose gradient a backward computes when its dOut is `weights`. */
export function weighted(weights: Numbers, values: Numbers): number {
  return sum(values.length, (i) => weights[i] * values[i]);
}

/** u (R, C) with all singular values brought near 1, as Jordan's iteration does it. */
export function orthogonalised(u: Numbers, R: number, C: number): Numbers {
  const norm = Math.sqrt(u.reduce((total, value) => total + value * value, 0));
  let x = u.map((value) => value / norm);
  for (let step = 0; step < 5; step++) {
    const gram = productTransposed(x, x, R, C, R);
    const once = product(gram, x, R, R, C);
    const twice = product(gram, once, R, R, C);
    x = x.map((value, i) => 3.4445 * value - 4.775 * once[i] + 2.0315 * twice[i]);
  }
  return x;
}
