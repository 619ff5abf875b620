// out[t] = Σ_{s≤t} softmax_s(scale · q[t]·k[s]) v[s] for each head, and logSumExp[t] of the scaled scores.
//
// qkv (B, T, W), out (B, T, Q), logSumExp (B, NH, T), Q = NH · HS. A thread owns query heads that share their keys and
// values. It packs those once and then, head by head, takes QUERIES rows at a time against KEYS keys at a time, as in Dao et al.,
// 2022: of each block of scores only the running maximum, the running sum and the weighted values so far remain,
//
//   new = max(old, max(scores)),   sum = sum · e^(old−new) + Σ e^(scores−new),   out = out · e^(old−new) + e^(scores−new) · v.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t QUERIES = 48 / TILE_ROWS * TILE_ROWS;
constexpr int64_t KEYS = 256 / TILE_COLUMNS * TILE_COLUMNS;

struct Head {
  HeadRows queries;
  float* out;
  int64_t outStride;
  float* logSumExp;
  int64_t T, HS;
  float scale;
};

// The thread's working memory.
template <class Element>
struct Work {
  Element *keys, *values, *queries;  // packed: (HS, T), (T, HS), (QUERIES, HS)
  float *scores, *largest, *sum;     // (QUERIES, KEYS), (QUERIES), (QUERIES)

  Work(Pieces& pieces, int64_t T, int64_t HS) {
    pieces.take(packedRightElements<Element>(T, HS), keys);
    pieces.take(packedRightElements<Element>(HS, T), values);
    pieces.take(packedLeftElements<Element>(QUERIES, HS), queries);
    pieces.take(QUERIES * KEYS, scores);
    pieces.take(QUERIES, largest, sum);
  }
};

// Scores of one row become e^(score·scale − largest), zeros from `valid` to `width`. Returns how much smaller
// the earlier terms have become: e^(old largest − new).
float weighRow(float* scores, int64_t valid, int64_t width, float scale, float& largest, float& sum) {
  Vector most = splat(-__builtin_inff());
  overVectors(valid, [&](int64_t i, auto lanes) { most = only(larger(most, load(scores + i, lanes)), lanes, most); });
  const float blockLargest = largestOf(most) * scale;
  const float newLargest = largest > blockLargest ? largest : blockLargest;
  Vector total = splat(0.0f);
  overVectors(valid, [&](int64_t i, auto lanes) {
    const Vector power = exponential(multiplyAdd(load(scores + i, lanes), splat(scale), splat(-newLargest)));
    store(scores + i, power, lanes);
    total = total + only(power, lanes, splat(0.0f));
  });
  for (int64_t i = valid; i < width; i++) scores[i] = 0.0f;
  float lanes[LANES];
  store(lanes, exponential(splat(largest - newLargest)));
  sum = sum * lanes[0] + sumOf(total);
  largest = newLargest;
  return lanes[0];
}

void scaleRow(float* row, int64_t HS, float factor) {
  overVectors(HS, [&](int64_t i, auto lanes) { store(row + i, load(row + i, lanes) * splat(factor), lanes); });
}

// One block of queries against one block of keys.
template <class Element>
void attendToBlock(const Head& head, const Work<Element>& work, int64_t query, int64_t key) {
  const int64_t queries = smallest(QUERIES, head.T - query), steps = stepsOf<Element>(head.HS);
  const int64_t keys = smallest(KEYS, query + queries - key);
  float* out = head.out + query * head.outStride;
  tiles<false>(queries, keys, steps, packedLeft(work.queries, steps), packedRight(work.keys + key * steps, steps),
               overwriting(work.scores, KEYS));
  for (int64_t row = 0; row < queries; row++) {
    const int64_t valid = largest(0, smallest(keys, query + row + 1 - key));
    float* scores = work.scores + row * KEYS;
    if (valid == 0) {
      for (int64_t i = 0; i < keys; i++) scores[i] = 0.0f;
      continue;
    }
    const float kept = weighRow(scores, valid, keys, head.scale, work.largest[row], work.sum[row]);
    makeSteps(scores, keys, Element());
    if (key > 0) scaleRow(out + row * head.outStride, head.HS, kept);
  }
  const Left<Element> weights{reinterpret_cast<const Element*>(work.scores), KEYS, 1, TILE_ROWS * KEYS};
  tiles<true>(queries, head.HS, stepsOf<Element>(keys), weights,
              packedRight(work.values, stepsOf<Element>(head.T), key / NUMBERS<Element>),
              key == 0 ? overwriting(out, head.outStride) : adding(out, head.outStride));
}

// With the keys and values that are packed in `work`.
template <class Element>
void attendHead(const Head& head, const Work<Element>& work) {
  for (int64_t query = 0; query < head.T; query += QUERIES) {
    const int64_t queries = smallest(QUERIES, head.T - query);
    packLeftPanels(head.queries.from(query).matrix(), queries, head.HS, work.queries);
    for (int64_t row = 0; row < queries; row++) {
      work.largest[row] = -__builtin_inff();
      work.sum[row] = 0.0f;
    }
    for (int64_t key = 0; key < query + queries; key += KEYS) attendToBlock(head, work, query, key);
    for (int64_t row = 0; row < queries; row++) {
      scaleRow(head.out + (query + row) * head.outStride, head.HS, 1.0f / work.sum[row]);
      head.logSumExp[query + row] = work.largest[row] + __builtin_logf(work.sum[row]);
    }
  }
}

}  // namespace

void attention(Context& context, const Command& command) {
  const float* qkv;
  float *out, *logSumExp;
  int64_t B, T, W, Q, NH;
  float scale;
  command.tensors(qkv, out, logSumExp);
  command.dims(B, T, W, Q, NH);
  command.scalars(scale);
  const AttentionHeads heads(B, T, W, Q, Q / NH);
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    Pieces counted{nullptr};
    Work<Element>(counted, T, heads.HS);
    inParallel(context, heads.tasks(), [&](int64_t task, int thread) {
      const int64_t b = heads.textOf(task), first = heads.headOf(task);
      Pieces pieces{context.scratch(Scratch::Thread, thread, counted.used)};
      const Work<Element> work(pieces, T, heads.HS);
      const HeadRows keys{qkv + heads.keys(b, first), W}, values{qkv + heads.values(b, first), W};
      packRightPanels(keys.matrix().transposed(), T, heads.HS, work.keys);
      packRightPanels(values.matrix(), heads.HS, T, work.values);
      for (int64_t h = first; h < first + heads.headsOfTask(); h++) {
        const Head head{{qkv + heads.queries(b, h), W}, out + heads.out(b, h), Q, logSumExp + heads.logSumExp(b, h), T,
                        heads.HS, scale};
        attendHead(head, work);
      }
    });
  });
}

}  // namespace tpdne::KERNELS
