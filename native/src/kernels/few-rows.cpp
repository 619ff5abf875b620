// out (M, N) = left (M, K) · right (K, N) + bias + base for the few rows of decoding, where the time goes into reading
// `right` from memory: it is read once, where it lies.
//
// A thread owns a strip of columns, with the sums of its rows in the first-level cache. It takes STEPS rows of
// `right` at a time, a vector of columns in registers against every row of `left`, and has the next rows fetched
// meanwhile: in a strip they lie too far apart for the hardware to guess. The additions of each element come in the
// order of tile.h, block of k by block of k, so the bits are those of any other number of rows.
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int STEPS = 8;
constexpr int64_t LONGEST_STRIP = 1024;

// sums[row * strip + j] += Σ_k left(row, k) · right(k, j) for `Count` steps and one vector of columns.
template <int Count, class Lanes>
inline void addSteps(int64_t rows, const float* left, int64_t leftStride, const float* right, int64_t rightStride,
                     float* sums, int64_t strip, Lanes lanes) {
  Vector columns[Count];
  for (int k = 0; k < Count; k++) {
    columns[k] = load(right + k * rightStride, lanes);
    prefetch(right + (Count + k) * rightStride);
  }
  for (int64_t row = 0; row < rows; row++) {
    Vector sum = load(sums + row * strip, lanes);
    for (int k = 0; k < Count; k++) sum = multiplyAdd(splat(left[row * leftStride + k]), columns[k], sum);
    store(sums + row * strip, sum, lanes);
  }
}

void multiplyStrip(int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right, float* sums,
                   const Out& out) {
  for (int64_t i = 0; i < rows * columns; i++) sums[i] = 0.0f;
  int64_t k = 0;
  for (; k + STEPS <= steps; k += STEPS) {
    overVectors(columns, [&](int64_t j, auto lanes) {
      addSteps<STEPS>(rows, left.data + k, left.rowStride, right.data + k * right.rowStride + j, right.rowStride,
                      sums + j, columns, lanes);
    });
  }
  for (; k < steps; k++) {
    overVectors(columns, [&](int64_t j, auto lanes) {
      addSteps<1>(rows, left.data + k, left.rowStride, right.data + k * right.rowStride + j, right.rowStride, sums + j,
                  columns, lanes);
    });
  }
  for (int64_t row = 0; row < rows; row++) {
    overVectors(columns, [&](int64_t j, auto lanes) { finish(load(sums + row * columns + j, lanes), out, row, j, lanes); });
  }
}

}  // namespace

void multiplyFewRows(Context& context, int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right,
                     const Out& out) {
  const int64_t block = blockSteps(steps);
  const int64_t share = ceilDivide(columns, 2 * context.threads());
  const int64_t strip = smallest(LONGEST_STRIP, roundUp(share, TILE_COLUMNS));
  inPieces(context, columns, strip, [&](int64_t column, int64_t count, int thread) {
    float* sums = context.scratch(Scratch::Thread, thread, rows * count);
    const Out stripOut = out.at(0, column);
    for (int64_t k = 0; k < steps; k += block) {
      multiplyStrip(rows, count, smallest(block, steps - k), {left.data + k, left.rowStride, 1},
                    {right.data + k * right.rowStride + column, right.rowStride, 1}, sums,
                    k == 0 ? stripOut : stripOut.adding());
    }
  });
}

}  // namespace tpdne::KERNELS
