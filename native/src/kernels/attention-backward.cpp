// The backward of attention.cpp, head by head. With p[t,s] = e^(q[t]·k[s]/√HS − logSumExp[t]) recomputed,
//
//   delta[t] = dOut[t]·out[t],   dScores[t,s] = p[t,s] · (dOut[t]·v[s] − delta[t]) / √HS,
//   dV[s] = Σ_t p[t,s] dOut[t],   dK[s] = Σ_t dScores[t,s] q[t],   dQ[t] = Σ_s dScores[t,s] k[s].
//
// A thread owns whole heads (b, h). It takes KEYS keys at a time against QUERIES queries at a time, the scores with
// keys as rows: then p and dScores are left operands in place, for dV and dK row by row, for dQ column by column.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t KEYS = 96 / TILE_ROWS * TILE_ROWS;
constexpr int64_t QUERIES = 96 / TILE_COLUMNS * TILE_COLUMNS;

struct Head {
  HeadRows queries, keys, values, out, dOut;
  const float* logSumExp;
  float *dQueries, *dKeys, *dValues;
  int64_t dStride;
  int64_t T, HS;
};

// The thread's working memory: the head's rows packed for each product they take part in, and what is summed.
template <class Element>
struct Work {
  Element *leftKeys, *leftValues;             // (T, HS), rows are keys
  Element *rightQueries, *rightDOut;          // (HS, T), columns are queries
  Element *stepQueries, *stepDOut, *stepKeys; // (T, HS), steps are queries or keys
  Element* byQuery;                           // (QUERIES, KEYS), dScores once more
  float *weights, *dScores;                   // (KEYS, QUERIES)
  float *delta, *dQueries, *dKeys, *dValues;  // (T); (T, HS); (KEYS, HS)

  Work(Pieces& pieces, int64_t T, int64_t HS) {
    pieces.take(packedLeftElements<Element>(T, HS), leftKeys, leftValues);
    pieces.take(packedRightElements<Element>(T, HS), rightQueries, rightDOut);
    pieces.take(packedRightElements<Element>(HS, T), stepQueries, stepDOut, stepKeys);
    pieces.take(packedLeftElements<Element>(QUERIES, KEYS), byQuery);
    pieces.take(KEYS * QUERIES, weights, dScores);
    pieces.take(T, delta);
    pieces.take(T * HS, dQueries);
    pieces.take(KEYS * HS, dKeys, dValues);
  }
};

template <class Element>
void packHead(const Head& head, const Work<Element>& work) {
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
template <class Element>
void differentiateScores(const Head& head, const Work<Element>& work, int64_t key, int64_t keys, int64_t query,
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

// The block of dScores as a left operand whose rows are queries.
inline Left<float> dScoresByQuery(const Work<float>& work, int64_t, int64_t) {
  return {work.dScores, 1, QUERIES, TILE_ROWS};
}
#if defined(TPDNE_BFLOAT16)
inline Left<Pair> dScoresByQuery(const Work<Pair>& work, int64_t keys, int64_t queries) {
  packLeftPanels({work.dScores, 1, QUERIES}, queries, keys, work.byQuery);
  return packedLeft(work.byQuery, stepsOf<Pair>(keys));
}
#endif

template <class Element>
void backwardOfBlock(const Head& head, const Work<Element>& work, int64_t key, int64_t query) {
  const int64_t T = stepsOf<Element>(head.T), HS = head.HS, steps = stepsOf<Element>(HS);
  const int64_t keys = smallest(KEYS, head.T - key), queries = smallest(QUERIES, head.T - query);
  tiles<false>(keys, queries, steps, packedLeft(work.leftKeys + key * steps, steps),
               packedRight(work.rightQueries + query * steps, steps), overwriting(work.weights, QUERIES));
  tiles<false>(keys, queries, steps, packedLeft(work.leftValues + key * steps, steps),
               packedRight(work.rightDOut + query * steps, steps), overwriting(work.dScores, QUERIES));
  differentiateScores(head, work, key, keys, query, queries);
  tiles<false>(queries, HS, stepsOf<Element>(keys), dScoresByQuery(work, keys, queries),
               packedRight(work.stepKeys, T, key / NUMBERS<Element>), adding(work.dQueries + query * HS, HS));
  const auto byKey = [&](float* block) {
    for (int64_t row = 0; row < keys; row++) makeSteps(block + row * QUERIES, queries, Element());
    return Left<Element>{reinterpret_cast<const Element*>(block), QUERIES, 1, TILE_ROWS * QUERIES};
  };
  tiles<true>(keys, HS, stepsOf<Element>(queries), byKey(work.weights),
              packedRight(work.stepDOut, T, query / NUMBERS<Element>), adding(work.dValues, HS));
  tiles<true>(keys, HS, stepsOf<Element>(queries), byKey(work.dScores),
              packedRight(work.stepQueries, T, query / NUMBERS<Element>), adding(work.dKeys, HS));
}

void zero(float* x, int64_t elements) {
  overVectors(elements, [&](int64_t i, auto lanes) { store(x + i, splat(0.0f), lanes); });
}

void copyRows(const float* from, int64_t rows, int64_t HS, float* to, int64_t stride) {
  for (int64_t row = 0; row < rows; row++) {
    overVectors(HS, [&](int64_t i, auto lanes) { store(to + row * stride + i, load(from + row * HS + i, lanes), lanes); });
  }
}

template <class Element>
void backwardOfHead(const Head& head, const Work<Element>& work) {
  const int64_t T = head.T, HS = head.HS;
  packHead(head, work);
  zero(work.dQueries, T * HS);
  for (int64_t key = 0; key < T; key += KEYS) {
    const int64_t keys = smallest(KEYS, T - key);
    zero(work.dKeys, keys * HS);
    zero(work.dValues, keys * HS);
    for (int64_t query = key / TILE_COLUMNS * TILE_COLUMNS; query < T; query += QUERIES) backwardOfBlock(head, work, key, query);
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
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    Pieces counted{nullptr};
    Work<Element>(counted, T, HS);
    inParallel(context, B * NH, [&](int64_t task, int thread) {
      const int64_t b = task / NH, h = task % NH;
      const float* rows = qkv + b * T * 3 * C + h * HS;
      float* dRows = dQkv + b * T * 3 * C + h * HS;
      const int64_t place = b * T * C + h * HS;
      const Head head{{rows, 3 * C}, {rows + C, 3 * C}, {rows + 2 * C, 3 * C}, {out + place, C}, {dOut + place, C},
                      logSumExp + task * T, dRows, dRows + C, dRows + 2 * C, 3 * C, T, HS};
      Pieces pieces{context.scratch(Scratch::Thread, thread, counted.used)};
      backwardOfHead(head, Work<Element>(pieces, T, HS));
    });
  });
}

}  // namespace tpdne::KERNELS
