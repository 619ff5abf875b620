// Attention over a cache: row b's T new keys and values go to rows positions[b] … of its cache, then
// out[b,t] = Σ_{s ≤ positions[b]+t} softmax_s(q[b,t]·k[b,s] / √HS) v[b,s] for each head.
//
// qkv (B, T, 3C), positions (B), keys and values (B, P, C), out (B, T, C), n_head = C / HS.
// A thread owns heads (b, h): their part of the cache and of out. Every row is computed alone and in one order, so
// its bits depend neither on B nor on how a text was cut into calls.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

struct Head {
  HeadRows queries;
  float *keys, *values, *out;
  int64_t C, HS;
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

// A head's rows lie far apart in the cache: the hardware does not guess the next.
void fetch(const float* row, int64_t HS) {
  for (int64_t i = 0; i < HS; i += 16) prefetch(row + i);
}

constexpr int64_t AHEAD = 8;

// One query against the first `count` cached rows.
void attendRow(const Head& head, const float* query, int64_t count, float* scores, float* out) {
  const float toScore = attentionScale(head.HS);
  float largest = -__builtin_inff();
  for (int64_t s = 0; s < count; s++) {
    fetch(head.keys + (s + AHEAD) * head.C, head.HS);
    scores[s] = dot(query, head.keys + s * head.C, head.HS) * toScore;
    largest = largest > scores[s] ? largest : scores[s];
  }
  Vector total = splat(0.0f);
  overVectors(count, [&](int64_t i, auto lanes) {
    const Vector power = exponential(load(scores + i, lanes) - splat(largest));
    store(scores + i, power, lanes);
    total = total + only(power, lanes, splat(0.0f));
  });
  overVectors(head.HS, [&](int64_t i, auto lanes) { store(out + i, splat(0.0f), lanes); });
  for (int64_t s = 0; s < count; s += AHEAD) {
    const int64_t rows = smallest(AHEAD, count - s);
    for (int64_t row = 0; row < rows; row++) fetch(head.values + (s + AHEAD + row) * head.C, head.HS);
    overVectors(head.HS, [&](int64_t i, auto lanes) {
      Vector sum = load(out + i, lanes);
      for (int64_t row = 0; row < rows; row++) {
        sum = multiplyAdd(splat(scores[s + row]), load(head.values + (s + row) * head.C + i, lanes), sum);
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
  int64_t B, T, C, P, NH;
  command.tensors(qkv, positions, keys, values, out);
  command.dims(B, T, C, P);
  command.scalars(NH);
  if (NH < 1 || C % NH != 0) {
    context.fail("attentionCached got n_head %lld, which does not divide the width %lld.", static_cast<long long>(NH),
                 static_cast<long long>(C));
    return;
  }
  for (int64_t b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      context.fail("attentionCached got %lld tokens from position %d on; the cache has %lld rows.",
                   static_cast<long long>(T), positions[b], static_cast<long long>(P));
      return;
    }
  }
  const int64_t HS = C / NH;
  inParallel(context, B * NH, [&](int64_t task, int thread) {
    const int64_t b = task / NH, column = task % NH * HS, past = positions[b];
    const float* rows = qkv + b * T * 3 * C + column;
    const Head head{{rows, 3 * C}, keys + b * P * C + column, values + b * P * C + column,
                    out + b * T * C + column, C, HS};
    float* scores = context.scratch(Scratch::Thread, thread, P);
    for (int64_t t = 0; t < T; t++) {
      copyRow(rows + t * 3 * C + C, head.keys + (past + t) * C, HS);
      copyRow(rows + t * 3 * C + 2 * C, head.values + (past + t) * C, HS);
    }
    for (int64_t t = 0; t < T; t++) attendRow(head, rows + t * 3 * C, past + t + 1, scores, head.out + t * C);
  });
}

}  // namespace tpdne::KERNELS
