// Attention over a cache: row b's T new keys and values go to rows positions[b] … of its cache, then
// out[b,t] = Σ_{s ≤ positions[b]+t} softmax_s(q[b,t]·k[b,s] / √HS) v[b,s] for each head.
//
// qkv (B, T, 3C), positions (B), keys and values (B, NH, P, HS), out (B, T, C).
// A thread owns heads (b, h): their part of the cache, which it reads from beginning to end, and of out. Every row is computed alone and in one order, so
// its bits depend neither on B nor on how a text was cut into calls.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

// The cache of one head: rows of HS floats, one after the other.
struct Head {
  float *keys, *values;
  int64_t HS;
};

void copyRow(const float* from, float* to, int64_t HS) {
  overVectors(HS, [&](int64_t i, auto lanes) { store(to + i, load(from + i, lanes), lanes); });
}

float dot(const float* a, const float* b, int64_t HS) {
  Vector sum = splat(0.0f);
  overVectors(HS, [&](int64_t i, auto lanes) { sum = multiplyAdd(load(a + i, lanes), load(b + i, lanes), sum); });
  return sumOf(sum);
}

void scale(float* row, int64_t HS, float factor) {
  overVectors(HS, [&](int64_t i, auto lanes) { store(row + i, load(row + i, lanes) * splat(factor), lanes); });
}

// Rows of values summed at a time, with the sums in registers.
constexpr int64_t ROWS = 8;

// One query against the first `count` cached rows.
void attendRow(const Head& head, const float* query, int64_t count, float* scores, float* out) {
  const float toScore = attentionScale(head.HS);
  float largest = -__builtin_inff();
  for (int64_t s = 0; s < count; s++) {
    scores[s] = dot(query, head.keys + s * head.HS, head.HS) * toScore;
    largest = largest > scores[s] ? largest : scores[s];
  }
  Vector total = splat(0.0f);
  overVectors(count, [&](int64_t i, auto lanes) {
    const Vector power = exponential(load(scores + i, lanes) - splat(largest));
    store(scores + i, power, lanes);
    total = total + only(power, lanes, splat(0.0f));
  });
  overVectors(head.HS, [&](int64_t i, auto lanes) { store(out + i, splat(0.0f), lanes); });
  for (int64_t s = 0; s < count; s += ROWS) {
    const int64_t rows = smallest(ROWS, count - s);
    overVectors(head.HS, [&](int64_t i, auto lanes) {
      Vector sum = load(out + i, lanes);
      for (int64_t row = 0; row < rows; row++) {
        sum = multiplyAdd(splat(scores[s + row]), load(head.values + (s + row) * head.HS + i, lanes), sum);
      }
      store(out + i, sum, lanes);
    });
  }
  scale(out, head.HS, 1.0f / sumOf(total));
}

}  // namespace

void attentionCached(Context& context, const Command& command) {
  const float* qkv;
  const int32_t* positions;
  float *keys, *values, *out;
  int64_t B, T, C, NH, P, HS;
  command.tensors(qkv, positions, keys, values, out);
  command.dims(B, T, C, NH, P, HS);
  for (int64_t b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      context.fail("attentionCached got %lld tokens from position %d on; the cache has %lld rows.",
                   static_cast<long long>(T), positions[b], static_cast<long long>(P));
      return;
    }
  }
  inParallel(context, B * NH, [&](int64_t task, int thread) {
    const int64_t b = task / NH, column = task % NH * HS, past = positions[b];
    const float* rows = qkv + b * T * 3 * C + column;
    const Head head{keys + task * P * HS, values + task * P * HS, HS};
    float* scores = context.scratch(Scratch::Thread, thread, P);
    for (int64_t t = 0; t < T; t++) {
      copyRow(rows + t * 3 * C + C, head.keys + (past + t) * HS, HS);
      copyRow(rows + t * 3 * C + 2 * C, head.values + (past + t) * HS, HS);
    }
    for (int64_t t = 0; t < T; t++) {
      attendRow(head, rows + t * 3 * C, past + t + 1, scores, out + (b * T + t) * C + column);
    }
  });
}

}  // namespace tpdne::KERNELS
