// out[t] = Σ_{s≤t} softmax_s(q[t]·k[s] / √HS) v[s] for each head, and logSumExp[t] of the scaled scores.
//
// qkv (B, T, 3C), out (B, T, C), logSumExp (B, NH, T), C = NH · HS. A thread owns whole heads (b, h). It packs the
// head's keys and values once and then takes QUERIES rows at a time against KEYS keys at a time, as in Dao et al.,
// 2022: of each block of scores only the running maximum, the running sum and the weighted values so far remain,
//
//   new = max(old, max(scores)),   sum = sum · e^(old−new) + Σ e^(scores−new),   out = out · e^(old−new) + e^(scores−new) · v.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t QUERIES = 48 / TILE_ROWS * TILE_ROWS;
constexpr int64_t KEYS = 256 / TILE_COLUMNS * TILE_COLUMNS;

struct Head {
  HeadRows queries, keys, values;
  float* out;
  int64_t outStride;
  float* logSumExp;
  int64_t T, HS;
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
    const float kept = weighRow(scores, valid, keys, attentionScale(head.HS), work.largest[row], work.sum[row]);
    makeSteps(scores, keys, Element());
    if (key > 0) scaleRow(out + row * head.outStride, head.HS, kept);
  }
  const Left<Element> weights{reinterpret_cast<const Element*>(work.scores), KEYS, 1, TILE_ROWS * KEYS};
  tiles<true>(queries, head.HS, stepsOf<Element>(keys), weights,
              packedRight(work.values, stepsOf<Element>(head.T), key / NUMBERS<Element>),
              key == 0 ? overwriting(out, head.outStride) : adding(out, head.outStride));
}

template <class Element>
void attendHead(const Head& head, const Work<Element>& work) {
  packRightPanels(head.keys.matrix().transposed(), head.T, head.HS, work.keys);
  packRightPanels(head.values.matrix(), head.HS, head.T, work.values);
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
  int64_t B, T, C, NH;
  command.tensors(qkv, out, logSumExp);
  command.dims(B, T, C, NH);
  const int64_t HS = C / NH;
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    Pieces counted{nullptr};
    Work<Element>(counted, T, HS);
    inParallel(context, B * NH, [&](int64_t task, int thread) {
      const int64_t b = task / NH, h = task % NH;
      const float* rows = qkv + b * T * 3 * C + h * HS;
      const Head head{{rows, 3 * C}, {rows + C, 3 * C}, {rows + 2 * C, 3 * C}, out + b * T * C + h * HS, C,
                      logSumExp + task * T, T, HS};
      Pieces pieces{context.scratch(Scratch::Thread, thread, counted.used)};
      attendHead(head, Work<Element>(pieces, T, HS));
    });
  });
}

}  // namespace tpdne::KERNELS
