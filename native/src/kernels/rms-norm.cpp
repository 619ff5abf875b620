// out = x · rstd · weight over each row, rstd = 1 / √(mean(x²) + epsilon); the same over single heads of a row.
//
// rmsNorm: x, out, dOut, dX (N, C); weight, dWeight (C); rstd (N).
// headNorm: x, out, dOut, dX (B, T, W), of which a row begins with `heads` heads of HS channels that get queryWeight and
// `keyHeads` that get keyWeight, and the rest is copied; weights and their gradients (HS).
// A thread owns rows. With x̂ = x · rstd and g = dOut · weight the backward is
//   dX = rstd · (g − x̂ · average(g · x̂)),   dWeight += Σ_rows dOut · x̂,
// summed over rows as in layer-norm.cpp.
#include "kernels.h"
#include "row-sums.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 16;

float rstdOf(const float* x, int64_t C, float epsilon) {
  const float squares = sumOver(C, [&](int64_t i, auto lanes) {
    const Vector v = load(x + i, lanes);
    return v * v;
  });
  return 1.0f / __builtin_sqrtf(squares / static_cast<float>(C) + epsilon);
}

void normalise(const float* x, const float* weight, float rstd, int64_t C, float* out) {
  overVectors(C, [&](int64_t i, auto lanes) {
    store(out + i, load(x + i, lanes) * splat(rstd) * load(weight + i, lanes), lanes);
  });
}

struct Row {
  const float *dOut, *x, *weight;
  float rstd;
};

// Calls use(i, dX, lanes); adds to weightSums (C) unless it is null.
template <class Use>
void differentiate(const Row& row, int64_t C, float* weightSums, const Use& use) {
  const Vector rstd = splat(row.rstd);
  const auto normalised = [&](int64_t i, auto lanes) { return load(row.x + i, lanes) * rstd; };
  const auto gradient = [&](int64_t i, auto lanes) { return load(row.dOut + i, lanes) * load(row.weight + i, lanes); };
  const float total = sumOver(C, [&](int64_t i, auto lanes) { return gradient(i, lanes) * normalised(i, lanes); });
  const Vector average = splat(total / static_cast<float>(C));
  overVectors(C, [&](int64_t i, auto lanes) {
    const Vector x = normalised(i, lanes);
    if (weightSums) {
      store(weightSums + i, multiplyAdd(load(row.dOut + i, lanes), x, load(weightSums + i, lanes)), lanes);
    }
    use(i, rstd * (gradient(i, lanes) - x * average), lanes);
  });
}

void zero(float* x, int64_t elements) {
  overVectors(elements, [&](int64_t i, auto lanes) { store(x + i, splat(0.0f), lanes); });
}

// The heads of a row: head h begins at h · HS.
struct Heads {
  int64_t heads, keyHeads, HS, W;

  int64_t count() const { return heads + keyHeads; }
  bool isQuery(int64_t h) const { return h < heads; }

  void copyRest(const float* from, float* to) const {
    const int64_t first = count() * HS;
    overVectors(W - first, [&](int64_t i, auto lanes) { store(to + first + i, load(from + first + i, lanes), lanes); });
  }
};

}  // namespace

void rmsNorm(Context& context, const Command& command) {
  const float *x, *weight;
  float *out, *rstd;
  int64_t N, C;
  float epsilon;
  command.tensors(x, weight, out, rstd);
  command.dims(N, C);
  command.scalars(epsilon);
  inPieces(context, N, ROWS, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      const float rowRstd = rstdOf(x + row * C, C, epsilon);
      normalise(x + row * C, weight, rowRstd, C, out + row * C);
      if (rstd) rstd[row] = rowRstd;
    }
  });
}

void rmsNormBackward(Context& context, const Command& command) {
  const float *dOut, *x, *weight, *rstd;
  float *dX, *dWeight;
  int64_t N, C;
  command.tensors(dOut, x, weight, rstd, dX, dWeight);
  command.dims(N, C);
  const int64_t blocks = ceilDivide(N, ROWS);
  float* partials = dWeight ? context.scratch(Scratch::Partials, SHARED, blocks * C) : nullptr;
  inPieces(context, N, ROWS, [&](int64_t first, int64_t count, int) {
    float* sums = partials ? partials + first / ROWS * C : nullptr;
    if (sums) zero(sums, C);
    for (int64_t row = first; row < first + count; row++) {
      float* dRow = dX + row * C;
      differentiate({dOut + row * C, x + row * C, weight, rstd[row]}, C, sums, [&](int64_t i, Vector dX, auto lanes) {
        store(dRow + i, load(dRow + i, lanes) + dX, lanes);
      });
    }
  });
  addPartials(context, partials, blocks, C, C, dWeight);
}

void headNorm(Context& context, const Command& command) {
  const float *x, *queryWeight, *keyWeight;
  float* out;
  int64_t B, T;
  Heads heads;
  float epsilon;
  command.tensors(x, queryWeight, keyWeight, out);
  command.dims(B, T, heads.W, heads.HS);
  double queryHeads, keyHeads;
  command.scalars(queryHeads, keyHeads, epsilon);
  heads.heads = static_cast<int64_t>(queryHeads);
  heads.keyHeads = static_cast<int64_t>(keyHeads);
  inPieces(context, B * T, ROWS, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      for (int64_t h = 0; h < heads.count(); h++) {
        const int64_t start = row * heads.W + h * heads.HS;
        normalise(x + start, heads.isQuery(h) ? queryWeight : keyWeight, rstdOf(x + start, heads.HS, epsilon), heads.HS,
                  out + start);
      }
      heads.copyRest(x + row * heads.W, out + row * heads.W);
    }
  });
}

void headNormBackward(Context& context, const Command& command) {
  const float *dOut, *x, *queryWeight, *keyWeight;
  float *dX, *dQueryWeight, *dKeyWeight;
  int64_t B, T;
  Heads heads;
  float epsilon;
  command.tensors(dOut, x, queryWeight, keyWeight, dX, dQueryWeight, dKeyWeight);
  command.dims(B, T, heads.W, heads.HS);
  double queryHeads, keyHeads;
  command.scalars(queryHeads, keyHeads, epsilon);
  heads.heads = static_cast<int64_t>(queryHeads);
  heads.keyHeads = static_cast<int64_t>(keyHeads);
  const int64_t HS = heads.HS, blocks = ceilDivide(B * T, ROWS);
  float* partials = context.scratch(Scratch::Partials, SHARED, blocks * 2 * HS);
  inPieces(context, B * T, ROWS, [&](int64_t first, int64_t count, int) {
    float* sums = partials + first / ROWS * 2 * HS;
    zero(sums, 2 * HS);
    for (int64_t row = first; row < first + count; row++) {
      for (int64_t h = 0; h < heads.count(); h++) {
        const int64_t start = row * heads.W + h * HS;
        const bool isQuery = heads.isQuery(h);
        const Row head{dOut + start, x + start, isQuery ? queryWeight : keyWeight, rstdOf(x + start, HS, epsilon)};
        differentiate(head, HS, isQuery ? sums : sums + HS,
                      [&](int64_t i, Vector dHead, auto lanes) { store(dX + start + i, dHead, lanes); });
      }
      heads.copyRest(dOut + row * heads.W, dX + row * heads.W);
    }
  });
  addPartials(context, partials, blocks, 2 * HS, HS, dQueryWeight);
  addPartials(context, partials + HS, blocks, 2 * HS, HS, dKeyWeight);
}

}  // namespace tpdne::KERNELS
