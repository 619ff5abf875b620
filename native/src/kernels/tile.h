// The one inner loop of all matrix products: a tile of R x TILE_COLUMNS sums kept in registers,
//
//   sum[i][j] = Σ_k left(i, k) · right(k, j),      k in order, one multiply-add a step,
//   out(i, j) = sum[i][j] + bias[j] + base(i, j),  bias and base optional.
//
// The operands are made of elements: a float is one step along k, a Pair is two, rounded to bfloat16 and multiplied by
// one instruction; sums are float32 either way. All strides and numbers of steps below count elements.
//
// The order of the additions of one element depends on nothing but k: not on the number of rows, on where the
// element is in its tile, or on how the operands are stored. So a row's bits are the same in every batch.
#pragma once

#include "simd.h"

namespace tpdne::KERNELS {

constexpr int TILE_COLUMNS = TILE_VECTORS * LANES;

// Numbers along k in one element, and elements that hold that many.
template <class Element>
inline constexpr int64_t NUMBERS = 1;
template <>
inline constexpr int64_t NUMBERS<Pair> = 2;
template <class Element>
constexpr int64_t stepsOf(int64_t numbers) {
  return ceilDivide(numbers, NUMBERS<Element>);
}

// Left operand, element (i, k) at data[i * rowStride + k * stepStride]; one of the two strides is 1. The next
// TILE_ROWS rows start `panelStride` elements further on.
template <class Element>
struct Left {
  const Element* data;
  int64_t rowStride, stepStride, panelStride;

  Left from(int64_t step) const { return {data + step * stepStride, rowStride, stepStride, panelStride}; }
};

// Right operand: TILE_COLUMNS contiguous elements at data + k * stepStride, readable even past the last column. The
// next TILE_COLUMNS columns start `panelStride` elements further on.
template <class Element>
struct Right {
  const Element* data;
  int64_t stepStride, panelStride;
};

// Operands as product.h packs them, from step `first` of `steps` on.
template <class Element>
inline Left<Element> packedLeft(const Element* panels, int64_t steps, int64_t first = 0) {
  return {panels + first * TILE_ROWS, 1, TILE_ROWS, TILE_ROWS * steps};
}
template <class Element>
inline Right<Element> packedRight(const Element* panels, int64_t steps, int64_t first = 0) {
  return {panels + first * TILE_COLUMNS, TILE_COLUMNS, TILE_COLUMNS * steps};
}

// Where a tile goes: rows of `stride` floats. `base` may be `out`: then the product is added to what was there.
struct Out {
  float* data;
  int64_t stride;
  const float* bias;
  const float* base;
  int64_t baseStride;

  Out at(int64_t row, int64_t column) const {
    return {data + row * stride + column, stride, bias ? bias + column : nullptr,
            base ? base + row * baseStride + column : nullptr, baseStride};
  }
  // The same place for the next block of k: adds to what this block has left there.
  Out adding() const { return {data, stride, nullptr, data, stride}; }
};

inline Out overwriting(float* data, int64_t stride) { return {data, stride, nullptr, nullptr, 0}; }
inline Out adding(float* data, int64_t stride) { return {data, stride, nullptr, data, stride}; }

template <class Lanes>
inline void finish(Vector sum, const Out& out, int64_t row, int64_t column, Lanes lanes) {
  if (out.bias) sum = sum + load(out.bias + column, lanes);
  if (out.base) sum = sum + load(out.base + row * out.baseStride + column, lanes);
  store(out.data + row * out.stride + column, sum, lanes);
}

// Apart, so that the tile's loop stays small enough to be compiled into its callers, with their strides.
template <int R>
__attribute__((noinline)) void finishTile(const Vector (&total)[R][TILE_VECTORS], const Out& out, int columns) {
  for (int i = 0; i < R; i++) {
    for (int j = 0; j < TILE_VECTORS; j++) {
      const int lanes = columns - j * LANES;
      if (lanes >= LANES) {
        finish(total[i][j], out, i, j * LANES, Full{});
      } else if (lanes > 0) {
        finish(total[i][j], out, i, j * LANES, Part{lanes});
      }
    }
  }
}

template <int R, bool STEPS_CONTIGUOUS, class Element>
void tileOfRows(int64_t steps, Left<Element> left, Right<Element> right, const Out& out, int columns) {
  // Unrolled wherever the sums are touched, so that all of them are registers.
  Vector sum[R][TILE_VECTORS];
#pragma GCC unroll 16
  for (int i = 0; i < R; i++) {
#pragma GCC unroll 4
    for (int j = 0; j < TILE_VECTORS; j++) sum[i][j] = splat(0.0f);
  }
  const Element* l = left.data;
  const Element* r = right.data;
  const int64_t rowStride = STEPS_CONTIGUOUS ? left.rowStride : 1;
  const int64_t stepStride = STEPS_CONTIGUOUS ? 1 : left.stepStride;
  // Where the sums go is seldom in the cache, and read or written all at once in the end.
  for (int i = 0; i < R; i++) {
    for (int j = 0; j < TILE_VECTORS; j += LINE_VECTORS) {
      prefetch(out.data + i * out.stride + j * LANES);
      if (out.base) prefetch(out.base + i * out.baseStride + j * LANES);
    }
  }
  for (int64_t k = 0; k < steps; k++) {
    decltype(load(r)) columnsOfRight[TILE_VECTORS];
#pragma GCC unroll 4
    for (int j = 0; j < TILE_VECTORS; j++) columnsOfRight[j] = load(r + j * LANES);
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      const auto leftElement = splat(l[i * rowStride]);
#pragma GCC unroll 4
      for (int j = 0; j < TILE_VECTORS; j++) sum[i][j] = multiplyAdd(leftElement, columnsOfRight[j], sum[i][j]);
    }
    l += stepStride;
    r += right.stepStride;
  }
  Vector total[R][TILE_VECTORS];
#pragma GCC unroll 16
  for (int i = 0; i < R; i++) {
#pragma GCC unroll 4
    for (int j = 0; j < TILE_VECTORS; j++) total[i][j] = sum[i][j];
  }
  finishTile(total, out, columns);
}

// One tile of `rows` <= TILE_ROWS by `columns` <= TILE_COLUMNS.
template <bool STEPS_CONTIGUOUS, class Element>
inline void tile(int rows, int columns, int64_t steps, Left<Element> left, Right<Element> right, const Out& out) {
  switch (rows) {
#define ROWS(R)                                                                                      \
  case R:                                                                                            \
    if constexpr (R <= TILE_ROWS) tileOfRows<R, STEPS_CONTIGUOUS>(steps, left, right, out, columns); \
    break;
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) ROWS(7) ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12) ROWS(13) ROWS(14)
#undef ROWS
  }
}

// All tiles of a block of any size, on the calling thread; one right panel at a time.
template <bool STEPS_CONTIGUOUS, class Element>
inline void tiles(int64_t rows, int64_t columns, int64_t steps, Left<Element> left, Right<Element> right,
                  const Out& out) {
  for (int64_t column = 0; column < columns; column += TILE_COLUMNS) {
    Left<Element> rowsOfLeft = left;
    for (int64_t row = 0; row < rows; row += TILE_ROWS) {
      tile<STEPS_CONTIGUOUS>(static_cast<int>(smallest(TILE_ROWS, rows - row)),
                             static_cast<int>(smallest(TILE_COLUMNS, columns - column)), steps, rowsOfLeft, right,
                             out.at(row, column));
      rowsOfLeft.data += left.panelStride;
    }
    right.data += right.panelStride;
  }
}

}  // namespace tpdne::KERNELS
