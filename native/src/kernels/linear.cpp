// out = x · weight + bias + residual
//
// x, dX (N, C); weight, dWeight (C, OC); bias, dBias (OC); residual, out, dOut (N, OC). The products are those of
// product.cpp; each thread owns blocks of the result. Backward:
//   dX = dOut · weightᵀ,   dWeight += xᵀ · dOut,   dBias += Σ_rows dOut (a thread owns columns).
#include "kernels.h"
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t COLUMNS = 64;
// Rows summed at a time, so that the rounding error grows with N / ROWS and not with N.
constexpr int64_t ROWS = 32;

void addColumnSums(Context& context, const float* x, int64_t N, int64_t C, float* sums) {
  inPieces(context, C, COLUMNS, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) {
      const float* column = x + first + i;
      Vector total = splat(0.0f);
      for (int64_t row = 0; row < N; row += ROWS) {
        Vector sum = splat(0.0f);
        for (int64_t k = row; k < smallest(row + ROWS, N); k++) sum = sum + load(column + k * C, lanes);
        total = total + sum;
      }
      store(sums + first + i, load(sums + first + i, lanes) + total, lanes);
    });
  });
}

}  // namespace

void linear(Context& context, const Command& command) {
  const float *x, *weight, *bias, *residual;
  float* out;
  int64_t N, C, OC;
  command.tensors(x, weight, bias, residual, out);
  command.dims(N, C, OC);
  multiply(context, N, OC, C, rowsOf(x, C), rowsOf(weight, OC), {out, OC, bias, residual, OC});
}

void linearBackward(Context& context, const Command& command) {
  const float *dOut, *x, *weight;
  float *dX, *dWeight, *dBias;
  int64_t N, OC, C;
  command.tensors(dOut, x, weight, dX, dWeight, dBias);
  command.dims(N, OC, C);
  if (dX) multiply(context, N, C, OC, rowsOf(dOut, OC), rowsOf(weight, OC).transposed(), overwriting(dX, C));
  if (dWeight) multiply(context, C, OC, N, rowsOf(x, C).transposed(), rowsOf(dOut, OC), adding(dWeight, OC));
  if (dBias) addColumnSums(context, dOut, N, OC, dBias);
}

}  // namespace tpdne::KERNELS
