// A weight (C, OC) packed because it is only read: for decoding, where nearly all time goes into reading weights from
// memory, or beside an adapter. It is rounded, and in the order in which it is read. The layout is the same for every instruction set:
//
//   panel p holds columns 32p … 32p + 31, zeros past the last, and panels follow one another;
//   16 bits: a Pair for each column of rows 0 and 1, of rows 2 and 3, …, zeros behind the last row;
//   8 bits:  a float scale for each column, then the whole numbers -127 … 127 of row 0, of row 1, …; a weight is
//            its number times the scale of its column;
//   9 bits:  the same with scales for the first SCALED_ROWS rows, for the next ones, …, before all numbers.
#pragma once

#include "kernel.h"
#include "tile.h"

namespace tpdne::KERNELS {

constexpr int PANEL_COLUMNS = 32;
constexpr int PANEL_VECTORS = PANEL_COLUMNS / LANES;

using Int8 = int8_t;
// A number of 8 bits whose scale is that of a block of rows.
struct Q8 {
  Int8 number;
};
constexpr int64_t SCALED_ROWS = 32;

template <class Number>
struct Panel;

template <>
struct Panel<Pair> {
  static int64_t bytes(int64_t C) { return stepsOf<Pair>(C) * PANEL_COLUMNS * int64_t(sizeof(Pair)); }
  static Pair* numbers(void* panel, int64_t) { return static_cast<Pair*>(panel); }
  static const Pair* numbers(const void* panel, int64_t) { return static_cast<const Pair*>(panel); }
};

// Rows that share a scale.
inline int64_t scaledRows(int64_t C, Int8) { return C; }
inline int64_t scaledRows(int64_t, Q8) { return SCALED_ROWS; }

// Of Int8 and Q8.
template <class Number>
struct Panel {
  static int64_t scaleCount(int64_t C) { return ceilDivide(C, scaledRows(C, Number())) * PANEL_COLUMNS; }
  static int64_t bytes(int64_t C) { return scaleCount(C) * int64_t(sizeof(float)) + PANEL_COLUMNS * C; }
  static float* scales(void* panel) { return static_cast<float*>(panel); }
  static const float* scales(const void* panel) { return static_cast<const float*>(panel); }
  static Number* numbers(void* panel, int64_t C) { return reinterpret_cast<Number*>(scales(panel) + scaleCount(C)); }
  static const Number* numbers(const void* panel, int64_t C) {
    return reinterpret_cast<const Number*>(scales(panel) + scaleCount(C));
  }
};

// Calls body(Pair()), body(Q8()) or body(Int8()).
template <class Body>
void withNumberOf(int64_t bits, Body body) {
  if (bits == 16) {
    body(Pair());
  } else if (bits == 9) {
    body(Q8());
  } else {
    body(Int8());
  }
}

// A float's upper half: rounded to the nearest, ties to even; NaN stays NaN.
inline uint32_t bfloat16Of(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  const uint32_t rounded = bits + 0x7fff + ((bits >> 16) & 1);
  return (x == x ? rounded : (bits | 0x400000)) >> 16;
}
inline Pair pairOf(float first, float second) { return {bfloat16Of(first) | bfloat16Of(second) << 16}; }

}  // namespace tpdne::KERNELS
