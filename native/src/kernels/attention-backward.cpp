// The backward of attention.cpp, head by head. With p[t,s] = e^(scale · q[t]·k[s] − logSumExp[t]) recomputed,
//
//   delta[t] = dOut[t]·out[t],   dScores[t,s] = p[t,s] · (dOut[t]·v[s] − delta[t]) · scale,
//   dV[s] = Σ_t p[t,s] dOut[t],   dK[s] = Σ_t dScores[t,s] q[t],   dQ[t] = Σ_s dScores[t,s] k[s].
//
// A thread owns query heads that share their keys and values, and adds up their dK and dV head by head; where a group is
// cut into several tasks, each leaves its sums in working memory, and those of a group are then added in order.
// A thread takes KEYS keys at a time against QUERIES queries at a time, the scores with
// keys as rows: then p and dScores are left operands in place, for dV and dK row by row, for dQ column by column.
#include "attention.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t KEYS = 96 / TILE_ROWS * TILE_ROWS;
constexpr int64_t QUERIES = 96 / TILE_COLUMNS * TILE_COLUMNS;

struct Head {
  HeadRows queries, out, dOut;
  const float* logSumExp;
  float *dQueries, *dKeys, *dValues;
  int64_t dQueriesStride, dKeysStride;  // the latter of dValues too
  int64_t T, HS;
  float scale;
  bool isFirst;  // of those whose dKeys and dValues are added up
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
void packKeys(const HeadRows& keys, const HeadRows& values, int64_t T, int64_t HS, const Work<Element>& work) {
  packLeftPanels(keys.matrix(), T, HS, work.leftKeys);
  packLeftPanels(values.matrix(), T, HS, work.leftValues);
  packRightPanels(keys.matrix(), HS, T, work.stepKeys);
}

template <class Element>
void packQueries(const Head& head, const Work<Element>& work) {
  const int64_t T = head.T, HS = head.HS;
  packRightPanels(head.queries.matrix().transposed(), T, HS, work.rightQueries);
  packRightPanels(head.dOut.matrix().transposed(), T, HS, work.rightDOut);
  packRightPanels(head.queries.matrix(), HS, T, work.stepQueries);
  packRightPanels(head.dOut.matrix(), HS, T, work.stepDOut);
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
  const Vector scale = splat(head.scale);
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

void addRows(const float* from, int64_t rows, int64_t HS, float* to, int64_t stride) {
  for (int64_t row = 0; row < rows; row++) {
    overVectors(HS, [&](int64_t i, auto lanes) {
      float* sum = to + row * stride + i;
      store(sum, load(sum, lanes) + load(from + row * HS + i, lanes), lanes);
    });
  }
}

// With the keys and values that are packed in `work`.
template <class Element>
void backwardOfHead(const Head& head, const Work<Element>& work) {
  const int64_t T = head.T, HS = head.HS;
  packQueries(head, work);
  zero(work.dQueries, T * HS);
  for (int64_t key = 0; key < T; key += KEYS) {
    const int64_t keys = smallest(KEYS, T - key);
    zero(work.dKeys, keys * HS);
    zero(work.dValues, keys * HS);
    for (int64_t query = key / TILE_COLUMNS * TILE_COLUMNS; query < T; query += QUERIES) backwardOfBlock(head, work, key, query);
    const auto put = head.isFirst ? copyRows : addRows;
    put(work.dKeys, keys, HS, head.dKeys + key * head.dKeysStride, head.dKeysStride);
    put(work.dValues, keys, HS, head.dValues + key * head.dKeysStride, head.dKeysStride);
  }
  copyRows(work.dQueries, T, HS, head.dQueries, head.dQueriesStride);
}

// Adds up what the tasks of each group have left in `partials`: of each task dKeys (T, HS), then dValues.
void addPartials(Context& context, const AttentionHeads& heads, const float* partials, float* dQkv) {
  const int64_t T = heads.T, HS = heads.HS;
  inPieces(context, heads.groups() * T, 64, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      const int64_t group = row / T, t = row % T, task = group * heads.parts;
      const int64_t b = heads.textOf(task), head = heads.headOf(task);
      const float* from = partials + task * 2 * T * HS + t * HS;
      const auto addUp = [&](const float* parts, float* to) {
        overVectors(HS, [&](int64_t i, auto lanes) {
          Vector sum = load(parts + i, lanes);
          for (int64_t part = 1; part < heads.parts; part++) sum = sum + load(parts + part * 2 * T * HS + i, lanes);
          store(to + i, sum, lanes);
        });
      };
      addUp(from, dQkv + heads.keys(b, head) + t * heads.W);
      addUp(from + T * HS, dQkv + heads.values(b, head) + t * heads.W);
    }
  });
}

}  // namespace

void attentionBackward(Context& context, const Command& command) {
  const float *dOut, *qkv, *out, *logSumExp;
  float* dQkv;
  int64_t B, T, Q, W, NH;
  float scale;
  command.tensors(dOut, qkv, out, logSumExp, dQkv);
  command.dims(B, T, Q, W, NH);
  command.scalars(scale);
  const AttentionHeads heads(B, T, W, Q, Q / NH);
  const int64_t HS = heads.HS;
  float* partials = heads.parts > 1 ? context.scratch(Scratch::Partials, SHARED, heads.tasks() * 2 * T * HS) : nullptr;
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    Pieces counted{nullptr};
    Work<Element>(counted, T, HS);
    inParallel(context, heads.tasks(), [&](int64_t task, int thread) {
      const int64_t b = heads.textOf(task), first = heads.headOf(task);
      Pieces pieces{context.scratch(Scratch::Thread, thread, counted.used)};
      const Work<Element> work(pieces, T, HS);
      packKeys({qkv + heads.keys(b, first), W}, {qkv + heads.values(b, first), W}, T, HS, work);
      float* dKeys = partials ? partials + task * 2 * T * HS : dQkv + heads.keys(b, first);
      float* dValues = partials ? dKeys + T * HS : dQkv + heads.values(b, first);
      for (int64_t h = first; h < first + heads.headsOfTask(); h++) {
        const int64_t place = heads.out(b, h);
        const Head head{{qkv + heads.queries(b, h), W}, {out + place, Q}, {dOut + place, Q},
                        logSumExp + heads.logSumExp(b, h), dQkv + heads.queries(b, h), dKeys, dValues, W,
                        partials ? HS : W, T, HS, scale, h == first};
        backwardOfHead(head, work);
      }
    });
  });
  if (partials) addPartials(context, heads, partials, dQkv);
}

}  // namespace tpdne::KERNELS
