// out (M, N) = left (M, K) · right (K, N) + bias + base for the few rows of decoding, where the time goes into reading
// `right` from memory: it is read once, in place.
//
// A thread owns a strip of columns, with the sums of its rows in the first-level cache. It takes STEPS rows of
// `right` at a time, a vector of columns in registers against every row of `left`, and prefetches the next rows
// meanwhile: in a strip they are too far apart for the hardware to guess. The additions of each element follow the
// order of tile.h, block of k by block of k, so the bits are those of any other number of rows.
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int STEPS = 8;
constexpr int64_t LONGEST_STRIP = 1024;

// sums[row * strip + j] += Σ_k left(row, k) · right(k, j) for `COUNT` steps, of which `numbers` are there, and one
// vector of columns.
template <int COUNT, class Element, class Lanes>
inline void addSteps(int64_t rows, const Element* left, int64_t leftStride, const float* right, int64_t rightStride,
                     int64_t numbers, float* sums, int64_t strip, Lanes lanes) {
  decltype(load(left)) columns[COUNT];
  for (int k = 0; k < COUNT; k++) {
    const int64_t first = k * NUMBERS<Element>;
    columns[k] = stepOfRows(right + first * rightStride, rightStride, numbers - first, lanes, Element());
    for (int i = 0; i < NUMBERS<Element>; i++) prefetch(right + (COUNT * NUMBERS<Element> + first + i) * rightStride);
  }
  for (int64_t row = 0; row < rows; row++) {
    Vector sum = load(sums + row * strip, lanes);
    for (int k = 0; k < COUNT; k++) sum = multiplyAdd(splat(left[row * leftStride + k]), columns[k], sum);
    store(sums + row * strip, sum, lanes);
  }
}

// `numbers` of each of the `rows` of `left` against as many rows of `right`.
template <class Element>
void multiplyStrip(int64_t rows, Left<Element> left, int64_t columns, int64_t numbers, Matrix right, float* sums,
                   const Out& out) {
  for (int64_t i = 0; i < rows * columns; i++) sums[i] = 0.0f;
  int64_t k = 0;
  const auto addNext = [&](auto count) {
    constexpr int COUNT = decltype(count)::value;
    overVectors(columns, [&](int64_t j, auto lanes) {
      addSteps<COUNT>(rows, left.data + k / NUMBERS<Element>, left.rowStride, right.data + k * right.rowStride + j,
                      right.rowStride, numbers - k, sums + j, columns, lanes);
    });
    k += COUNT * NUMBERS<Element>;
  };
  while (k + STEPS * NUMBERS<Element> <= numbers) addNext(Count<STEPS>());
  while (k < numbers) addNext(Count<1>());
  for (int64_t row = 0; row < rows; row++) {
    overVectors(columns, [&](int64_t j, auto lanes) { finish(load(sums + row * columns + j, lanes), out, row, j, lanes); });
  }
}

}  // namespace

void multiplyFewRows(Context& context, int64_t rows, int64_t columns, int64_t numbers, Matrix left, Matrix right,
                     const Out& out) {
  const int64_t share = ceilDivide(columns, 2 * context.threads());
  const int64_t strip = smallest(LONGEST_STRIP, roundUp(share, TILE_COLUMNS));
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    const Left<Element> rowsOfLeft = rowsOfElements(context, left, rows, numbers, element);
    const int64_t block = blockSteps(stepsOf<Element>(numbers)) * NUMBERS<Element>;
    inPieces(context, columns, strip, [&](int64_t column, int64_t count, int thread) {
      float* sums = context.scratch(Scratch::Thread, thread, rows * count);
      const Out stripOut = out.at(0, column);
      for (int64_t k = 0; k < numbers; k += block) {
        multiplyStrip(rows, rowsOfLeft.from(k / NUMBERS<Element>), count, smallest(block, numbers - k),
                      {right.data + k * right.rowStride + column, right.rowStride, 1}, sums,
                      k == 0 ? stripOut : stripOut.adding());
      }
    });
  });
}

}  // namespace tpdne::KERNELS
