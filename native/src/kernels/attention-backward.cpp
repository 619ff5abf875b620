// The backward of attention.cpp, head by head. With p[t,s] = e^(q[t]·k[s]/√HS − logSumExp[t]) recomputed,
//
//   delta[t] = dOut[t]·out[t],   dScores[t,s] = p[t,s] · (dOut[t]·v[s] − delta[t]) / √HS,
//   dV[s] = Σ_t p[t,s] dOut[t],   dK[s] = Σ_t dScores[t,s] q[t],   dQ[t] = Σ_s dScores[t,s] k[s].
//
// A thread owns whole heads (b, h). It takes KEYS keys at a time against QUERIES queries at a time, the scores with
// keys as rows: then p and dScores are left operands as they lie, for dV and dK row by row, for dQ column by column.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t KEYS = 64 / TILE_ROWS * TILE_ROWS;
constexpr int64_t QUERIES = 64 / TILE_COLUMNS * TILE_COLUMNS;

struct Head {
  HeadRows queries, keys, values, out, dOut;
  const float* logSumExp;
  float *dQueries, *dKeys, *dValues;
  int64_t dStride;
  int64_t T, HS;
};

// The thread's working memory: the head's rows packed for each product they take part in, and what is summed.
struct Work {
  float *leftKeys, *leftValues;                      // (T, HS), rows are keys
  float *rightQueries, *rightDOut;                   // (HS, T), columns are queries
  float *stepQueries, *stepDOut, *stepKeys;          // (T, HS), steps are queries or keys
  float *weights, *dScores;                          // (KEYS, QUERIES)
  float *delta, *dQueries, *dKeys, *dValues;         // (T); (T, HS); (KEYS, HS)
};

// Hands out consecutive pieces; with null it only counts.
struct Pieces {
  float* memory;
  int64_t used = 0;

  float* take(int64_t elements) {
    float* piece = memory ? memory + used : nullptr;
    used += roundUp(elements, 16);
    return piece;
  }
};

Work takeWork(Pieces& pieces, int64_t T, int64_t HS) {
  Work work;
  work.leftKeys = pieces.take(packedLeftElements<float>(T, HS));
  work.leftValues = pieces.take(packedLeftElements<float>(T, HS));
  work.rightQueries = pieces.take(packedRightElements<float>(T, HS));
  work.rightDOut = pieces.take(packedRightElements<float>(T, HS));
  work.stepQueries = pieces.take(packedRightElements<float>(HS, T));
  work.stepDOut = pieces.take(packedRightElements<float>(HS, T));
  work.stepKeys = pieces.take(packedRightElements<float>(HS, T));
  work.weights = pieces.take(KEYS * QUERIES);
  work.dScores = pieces.take(KEYS * QUERIES);
  work.delta = pieces.take(T);
  work.dQueries = pieces.take(T * HS);
  work.dKeys = pieces.take(KEYS * HS);
  work.dValues = pieces.take(KEYS * HS);
  return work;
}

void packHead(const Head& head, const Work& work) {
  const int64_t T = head.T, HS = head.HS;
  packLeftPanels(head.keys.matrix(), T, HS, work.leftKeys);
  packLeftPanels(head.values.matrix(), T, HS, work.leftValues);
  packRightPanels(head.queries.matrix().transposed(), T, HS, work.rightQueries);
  packRightPanels(head.dOut.matrix().transposed(), T, HS, work.rightDOut);
  packRightPanels(head.queries.matrix(), HS, T, work.stepQueries);
  packRightPanels(head.dOut.matrix(), HS, T, work.stepDOut);
  packRightPanels(head.keys.matrix(), HS, T, work.stepKeys);
  for (int64_t t = 0; t < T; t++) {
    const float* out = head.out.from(t).data;
    const float* dOut = head.dOut.from(t).data;
    Vector sum = splat(0.0f);
    overVectors(HS, [&](int64_t i, auto lanes) { sum = multiplyAdd(load(out + i, lanes), load(dOut + i, lanes), sum); });
    work.delta[t] = sumOf(sum);
  }
}

// Scores become p, dOut·v becomes dScores, in place; queries before the key are zero in both.
void differentiateScores(const Head& head, const Work& work, int64_t key, int64_t keys, int64_t query,
                         int64_t queries) {
  const Vector scale = splat(attentionScale(head.HS));
  for (int64_t row = 0; row < keys; row++) {
    float* weights = work.weights + row * QUERIES;
    float* dScores = work.dScores + row * QUERIES;
    overVectors(queries, [&](int64_t i, auto lanes) {
      const Vector exponent = multiplyAdd(load(weights + i, lanes), scale,
                                          splat(0.0f) - load(head.logSumExp + query + i, lanes));
      const Vector p = exponential(exponent);
      store(weights + i, p, lanes);
      store(dScores + i, p * (load(dScores + i, lanes) - load(work.delta + query + i, lanes)) * scale, lanes);
    });
    for (int64_t i = 0; i < smallest(queries, key + row - query); i++) weights[i] = dScores[i] = 0.0f;
  }
}

void backwardOfBlock(const Head& head, const Work& work, int64_t key, int64_t query) {
  const int64_t T = head.T, HS = head.HS;
  const int64_t keys = smallest(KEYS, T - key), queries = smallest(QUERIES, T - query);
  tiles<false>(keys, queries, HS, packedLeft(work.leftKeys + key * HS, HS),
               packedRight(work.rightQueries + query * HS, HS), overwriting(work.weights, QUERIES));
  tiles<false>(keys, queries, HS, packedLeft(work.leftValues + key * HS, HS),
               packedRight(work.rightDOut + query * HS, HS), overwriting(work.dScores, QUERIES));
  differentiateScores(head, work, key, keys, query, queries);
  const Left<float> byKey{nullptr, QUERIES, 1, TILE_ROWS * QUERIES};
  tiles<true>(keys, HS, queries, {work.weights, byKey.rowStride, 1, byKey.panelStride},
              packedRight(work.stepDOut, T, query), adding(work.dValues, HS));
  tiles<true>(keys, HS, queries, {work.dScores, byKey.rowStride, 1, byKey.panelStride},
              packedRight(work.stepQueries, T, query), adding(work.dKeys, HS));
  tiles<false>(queries, HS, keys, {work.dScores, 1, QUERIES, TILE_ROWS}, packedRight(work.stepKeys, T, key),
               adding(work.dQueries + query * HS, HS));
}

void zero(float* x, int64_t elements) {
  overVectors(elements, [&](int64_t i, auto lanes) { store(x + i, splat(0.0f), lanes); });
}

void copyRows(const float* from, int64_t rows, int64_t HS, float* to, int64_t stride) {
  for (int64_t row = 0; row < rows; row++) {
    overVectors(HS, [&](int64_t i, auto lanes) { store(to + row * stride + i, load(from + row * HS + i, lanes), lanes); });
  }
}

void backwardOfHead(const Head& head, const Work& work) {
  const int64_t T = head.T, HS = head.HS;
  packHead(head, work);
  zero(work.dQueries, T * HS);
  for (int64_t key = 0; key < T; key += KEYS) {
    const int64_t keys = smallest(KEYS, T - key);
    zero(work.dKeys, keys * HS);
    zero(work.dValues, keys * HS);
    for (int64_t query = key / QUERIES * QUERIES; query < T; query += QUERIES) backwardOfBlock(head, work, key, query);
    copyRows(work.dKeys, keys, HS, head.dKeys + key * head.dStride, head.dStride);
    copyRows(work.dValues, keys, HS, head.dValues + key * head.dStride, head.dStride);
  }
  copyRows(work.dQueries, T, HS, head.dQueries, head.dStride);
}

}  // namespace

void attentionBackward(Context& context, const Command& command) {
  const float *dOut, *qkv, *out, *logSumExp;
  float* dQkv;
  int64_t B, T, C, NH;
  command.tensors(dOut, qkv, out, logSumExp, dQkv);
  command.dims(B, T, C, NH);
  const int64_t HS = C / NH;
  Pieces counted{nullptr};
  takeWork(counted, T, HS);
  inParallel(context, B * NH, [&](int64_t task, int thread) {
    const int64_t b = task / NH, h = task % NH;
    const float* rows = qkv + b * T * 3 * C + h * HS;
    float* dRows = dQkv + b * T * 3 * C + h * HS;
    const int64_t place = b * T * C + h * HS;
    const Head head{{rows, 3 * C}, {rows + C, 3 * C}, {rows + 2 * C, 3 * C}, {out + place, C}, {dOut + place, C},
                    logSumExp + task * T, dRows, dRows + C, dRows + 2 * C, 3 * C, T, HS};
    Pieces pieces{context.scratch(Scratch::Thread, thread, counted.used)};
    backwardOfHead(head, takeWork(pieces, T, HS));
  });
}

}  // namespace tpdne::KERNELS
