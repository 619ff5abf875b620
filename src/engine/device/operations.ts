import { adds, operation, optional, overwrites, reads, updates } from './tensor-argument.ts';

/** Tokens of the vocabulary in one block of `scoreBlocks`. */
export const SCORE_BLOCK = 64;

/**
 * Every kernel a device has, in one table: the contract that `create-device.ts` checks, each backend
 * implements and the device suite walks. An operation without a proof in test/device fails that suite.
 *
 * Each tensor argument says how the kernel touches it: `reads`, `overwrites` (ignores what was there),
 * `adds` (sums into what was there) or `updates` (reads and writes). Its shape is given in the letters
 * of docs/shapes.md; `2F` is two times F; a leading `N` or `E` takes all leading axes at once
 * (rows, elements). Equal letters must be equal sizes. An `optional` tensor may be null: that part is
 * not computed. The order of the entries is the order in which the native library receives them.
 */
export const operations = {
  /** out = value. */
  fill: operation({ out: overwrites('E') }, ['value']),
  /** out = source. */
  copy: operation({ source: reads('E'), out: overwrites('E') }),

  /**
   * out[b,t] = tokenTable[tokens[b,t]] + positionTable[positions[b] + t]; positions[b] + T must not exceed P. Without a
   * positionTable it is the row of the token alone.
   */
  embedding: operation({
    tokens: reads('B T', 'int32'),
    positions: reads('B', 'int32'),
    tokenTable: reads('V C', 'table'),
    positionTable: optional(reads('P C')),
    out: overwrites('B T C'),
  }),
  embeddingBackward: operation({
    dOut: reads('B T C'),
    tokens: reads('B T', 'int32'),
    positions: reads('B', 'int32'),
    dTokenTable: optional(adds('V C')),
    dPositionTable: optional(adds('P C')),
  }),

  /** mean and rstd = 1/√(variance + epsilon) over a row; out = (x − mean) · rstd · weight + bias. Ba et al., 2016. */
  layerNorm: operation(
    {
      x: reads('N C'),
      weight: reads('C'),
      bias: reads('C'),
      out: overwrites('N C'),
      mean: optional(overwrites('N')),
      rstd: optional(overwrites('N')),
    },
    ['epsilon'],
  ),
  layerNormBackward: operation({
    dOut: reads('N C'),
    x: reads('N C'),
    weight: reads('C'),
    mean: reads('N'),
    rstd: reads('N'),
    dX: adds('N C'),
    dWeight: optional(adds('C')),
    dBias: optional(adds('C')),
  }),

  /** rstd = 1/√(mean(x²) + epsilon) over a row; out = x · rstd · weight. Zhang and Sennrich, 2019. */
  rmsNorm: operation({ x: reads('N C'), weight: reads('C'), out: overwrites('N C'), rstd: optional(overwrites('N')) }, [
    'epsilon',
  ]),
  rmsNormBackward: operation({
    dOut: reads('N C'),
    x: reads('N C'),
    weight: reads('C'),
    rstd: reads('N'),
    dX: adds('N C'),
    dWeight: optional(adds('C')),
  }),
  /**
   * `rmsNorm` of single heads, as Qwen3 has it before `rotary`: the first `heads` heads of HS channels in a row are
   * queries and get queryWeight, the next `keyHeads` are keys and get keyWeight, the rest is copied.
   */
  headNorm: operation(
    { x: reads('B T W'), queryWeight: reads('HS'), keyWeight: reads('HS'), out: overwrites('B T W') },
    ['heads', 'keyHeads', 'epsilon'],
  ),
  /** The statistics are computed again. dX may be dOut itself. */
  headNormBackward: operation(
    {
      dOut: reads('B T W'),
      x: reads('B T W'),
      queryWeight: reads('HS'),
      keyWeight: reads('HS'),
      dX: overwrites('B T W'),
      dQueryWeight: optional(adds('HS')),
      dKeyWeight: optional(adds('HS')),
    },
    ['heads', 'keyHeads', 'epsilon'],
  ),

  /** out = x · weight + bias + residual. `residual` may be `out` itself. */
  linear: operation({
    x: reads('N C'),
    weight: reads('C OC'),
    bias: optional(reads('OC')),
    residual: optional(reads('N OC')),
    out: overwrites('N OC'),
  }),
  /** dX = dOut · weightᵀ; dWeight += xᵀ · dOut; dBias += column sums of dOut. */
  linearBackward: operation({
    dOut: reads('N OC'),
    x: reads('N C'),
    weight: reads('C OC'),
    dX: optional(overwrites('N C')),
    dWeight: optional(adds('C OC')),
    dBias: optional(adds('OC')),
  }),
  /** Rounds `weight` to the type of `out`: bfloat16 to the nearest, ties to even; for the others see `PackedType`. */
  pack: operation({ weight: reads('C OC'), out: overwrites('C OC', 'packed') }),
  /** The same of the transposed matrix: `head` (V, C) becomes the (C, V) that gives logits. */
  packTransposed: operation({ weight: reads('OC C'), out: overwrites('C OC', 'packed') }),
  /**
   * `linear` with a packed weight. Sums are float32; a device that multiplies in bfloat16 also rounds x, and the
   * weight, unless that is int8. Each row's bits do not depend on N, except on a GPU's matrix units.
   */
  linearPacked: operation({
    x: reads('N C'),
    weight: reads('C OC', 'packed'),
    bias: optional(reads('OC')),
    residual: optional(reads('N OC')),
    out: overwrites('N OC'),
  }),

  /** dX = dOut · weightᵀ: the backward of `linearPacked` for x, so that a frozen weight is held once. */
  linearPackedBackward: operation({
    dOut: reads('N OC'),
    weight: reads('C OC', 'packed'),
    dX: overwrites('N C'),
  }),
  /** Rounds x to bfloat16, to the nearest, ties to even. */
  round: operation({ x: reads('N C'), out: overwrites('N C', 'table16') }),

  /**
   * LoRA (Hu et al., 2021) beside a linear layer whose columns are M parts side by side, as queries, keys and values are. Part
   * m owns columns ends[m−1] … ends[m] − 1 of out, as many rows of b, and rows m·R … (m+1)·R − 1 of a; H = M·R, and the last
   * end is OC. h[:, part m] = x̃ₘ · a[part m]ᵀ, kept for the backward; out[:, part m] += scale · h[:, part m] · b[part m]ᵀ.
   *
   * x̃ₘ is x after dropout (Srivastava et al., 2014), which each part has of its own: of x, a share `dropout` (0 to below 1) is
   * 0, the rest divided by 1 − dropout. `draw`, a whole number below 2³², says which: element i of x stays where
   * mix(mix(i + k) ^ mix(k + K)) ≥ ⌊2³² dropout⌋ with k = mix(draw + (m+1) K), K = 0x9e3779b9, and mix as in random.ts.
   */
  lowRank: operation(
    {
      x: reads('N C'),
      a: reads('H C'),
      b: reads('OC R'),
      ends: reads('M', 'int32'),
      h: overwrites('N H'),
      out: adds('N OC'),
    },
    ['scale', 'dropout', 'draw'],
  ),
  /** Leaves out what the forward left out, by the same `draw`. dH is working memory: the gradient of h. */
  lowRankBackward: operation(
    {
      dOut: reads('N OC'),
      x: reads('N C'),
      a: reads('H C'),
      b: reads('OC R'),
      ends: reads('M', 'int32'),
      h: reads('N H'),
      dH: overwrites('N H'),
      dX: adds('N C'),
      dA: adds('H C'),
      dB: adds('OC R'),
    },
    ['scale', 'dropout', 'draw'],
  ),

  /** out = ½x(1 + tanh(√(2/π)(x + 0.044715x³))), the form GPT-2 uses. Hendrycks and Gimpel, 2016. */
  gelu: operation({ x: reads('E'), out: overwrites('E') }),
  /** dX may be dOut itself. */
  geluBackward: operation({ dOut: reads('E'), x: reads('E'), dX: overwrites('E') }),

  /** A row of x is gate, then up: out = gate · sigmoid(gate) · up. Shazeer, 2020. */
  swiglu: operation({ x: reads('N 2F'), out: overwrites('N F') }),
  swigluBackward: operation({ dOut: reads('N F'), x: reads('N 2F'), dX: overwrites('N 2F') }),
  /** out = factor · x + residual. `out` may be either of them. */
  scale: operation({ x: reads('E'), residual: optional(reads('E')), out: overwrites('E') }, ['factor']),
  /**
   * out = factor · x̃ + residual. x̃ is x after dropout: a share `dropout` of it is 0 and the rest divided by 1 − dropout, those
   * that `lowRank` leaves out of x for part 0 in draw `draw`. `out` may be x or residual. Its backward is itself, of the gradient.
   */
  dropout: operation({ x: reads('E'), residual: optional(reads('E')), out: overwrites('E') }, [
    'factor',
    'dropout',
    'draw',
  ]),

  /**
   * Rotary position embedding (Su et al., 2021) of the first `heads` heads of each row, of 2 HALF channels each, in place.
   * With c and s the row positions[b] + t of cosines and sines, the halves of a head become x1·c − direction·x2·s and
   * x2·c + direction·x1·s, as in Hugging Face's Llama. Direction 1 is the forward; −1 turns back, which is the backward of
   * gradients. positions[b] + T must not exceed P.
   */
  rotary: operation(
    { qkv: updates('B T W'), positions: reads('B', 'int32'), cosines: reads('P HALF'), sines: reads('P HALF') },
    ['heads', 'direction'],
  ),
  /**
   * Causal self-attention. A row of qkv is Q = NH·HS channels of queries, then NKV·HS of keys, then as many of values,
   * W together, heads side by side in each. Query head h reads key head ⌊h·NKV/NH⌋, so NKV divides NH (Ainslie et al., 2023):
   * out[b,t,h] = Σ_{s≤t} softmax_s(scale · q_t·k_s) v_s. `scale` is 1/√HS in most models.
   * logSumExp keeps the softmax's normaliser of each row for the backward (Dao et al., 2022).
   */
  attention: operation({ qkv: reads('B T W'), out: overwrites('B T Q'), logSumExp: overwrites('B NH T') }, ['scale']),
  attentionBackward: operation(
    {
      dOut: reads('B T Q'),
      qkv: reads('B T W'),
      out: reads('B T Q'),
      logSumExp: reads('B NH T'),
      dQkv: overwrites('B T W'),
    },
    ['scale'],
  ),
  /**
   * Attention with a cache of past keys and values: row b's T new positions start at positions[b]; their
   * keys and values are written there, and each attends to everything up to itself.
   * The same numbers as `attention` over the whole text, up to rounding.
   */
  attentionCached: operation(
    {
      qkv: reads('B T W'),
      positions: reads('B', 'int32'),
      keys: updates('B NKV P HS', 'cache'),
      values: updates('B NKV P HS', 'cache'),
      out: overwrites('B T Q'),
    },
    ['scale'],
  ),

  /**
   * Projection to the vocabulary, softmax cross-entropy and both gradients in one pass over chunks of rows,
   * never holding all N·V logits: losses[n] = −log softmax(x[n] · headᵀ)[targets[n]].
   * A target of −1 means no target: loss 0, gradient 0. Gradients are of lossScale · Σ losses; a head of 16 bits has none.
   */
  classifier: operation(
    {
      x: reads('N C'),
      head: reads('V C', 'table'),
      targets: reads('N', 'int32'),
      losses: overwrites('N'),
      dX: optional(overwrites('N C')),
      dHead: optional(adds('V C')),
    },
    ['lossScale'],
  ),
  /** out = x · headᵀ, for decoding: N is the number of texts, not of tokens. Each row's bits do not depend on N. */
  logits: operation({ x: reads('N C'), head: reads('V C', 'table'), out: overwrites('N V') }),
  /**
   * For drawing a token: of each of the G = ⌈V / SCORE_BLOCK⌉ blocks of neighbouring scores the highest, and
   * Σ e^((score − highest) / temperature); in a row of `blocks` all G highest are first, then the sums.
   */
  scoreBlocks: operation({ scores: reads('N V'), blocks: overwrites('N 2G') }, ['temperature']),

  /** out[0] += Σ x². */
  sumOfSquares: operation({ x: reads('E'), out: adds('ONE') }),

  /**
   * Adam as TensorFlow 1 computes it (Kingma and Ba, 2014, end of section 2): with g = gradientScale · gradient,
   * m = β1 m + (1−β1) g; v = β2 v + (1−β2) g²; parameter −= learning_rate · √(1−β2^step)/(1−β1^step) · m/(√v + epsilon).
   */
  adam: operation({ parameter: updates('E'), gradient: reads('E'), m: updates('E'), v: updates('E') }, [
    'learning_rate',
    'beta1',
    'beta2',
    'epsilon',
    'step',
    'gradientScale',
  ]),
  /**
   * AdamW (Loshchilov and Hutter, 2017) as PyTorch computes it: parameter *= 1 − learning_rate · weight_decay, then
   * parameter −= learning_rate · m̂/(√v̂ + epsilon) with m̂ = m/(1−β1^step), v̂ = v/(1−β2^step).
   */
  adamw: operation({ parameter: updates('E'), gradient: reads('E'), m: updates('E'), v: updates('E') }, [
    'learning_rate',
    'beta1',
    'beta2',
    'epsilon',
    'step',
    'gradientScale',
    'weight_decay',
  ]),
  /**
   * Muon (Jordan et al., 2024) for the matrices of hidden layers: with g = gradientScale · gradient,
   * m = momentum · m + (1−momentum) g; u = momentum · m + (1−momentum) g (Nesterov); parameter *= 1 − learning_rate ·
   * weight_decay, then parameter −= learning_rate · 0.2 √max(rows, columns) · orthogonal(u), whose size is that of an
   * AdamW step (Liu et al., 2025). orthogonal: X = u/‖u‖, then five times X = 3.4445 X − 4.775 A X + 2.0315 A² X with
   * A = X Xᵀ, which leaves every singular value between 0.68 and 1.14 or so. Every OC / parts columns are a
   * separate matrix, as queries, keys and values are.
   */
  muon: operation({ parameter: updates('C OC'), gradient: reads('C OC'), m: updates('C OC') }, [
    'learning_rate',
    'momentum',
    'gradientScale',
    'weight_decay',
    'parts',
  ]),
  /** parameter −= learning_rate · gradientScale · gradient. */
  sgd: operation({ parameter: updates('E'), gradient: reads('E') }, ['learning_rate', 'gradientScale']),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
