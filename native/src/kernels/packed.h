// A weight (C, OC) packed for decoding, where nearly all time goes into reading weights from memory: rounded, and in
// the order in which it is read. The layout is the same for every instruction set:
//
//   panel p holds columns 32p … 32p + 31, zeros past the last, and panels follow one another;
//   16 bits: a Pair for each column of rows 0 and 1, of rows 2 and 3, …, zeros behind the last row;
//   8 bits:  a float scale for each column, then the whole numbers -127 … 127 of row 0, of row 1, …; a weight is
//            its number times the scale of its column.
#pragma once

#include "kernel.h"
#include "tile.h"

namespace tpdne::KERNELS {

constexpr int PANEL_COLUMNS = 32;
constexpr int PANEL_VECTORS = PANEL_COLUMNS / LANES;

using Int8 = int8_t;

template <class Number>
struct Panel;

template <>
struct Panel<Pair> {
  static int64_t bytes(int64_t C) { return stepsOf<Pair>(C) * PANEL_COLUMNS * int64_t(sizeof(Pair)); }
  static Pair* numbers(void* panel) { return static_cast<Pair*>(panel); }
  static const Pair* numbers(const void* panel) { return static_cast<const Pair*>(panel); }
};

template <>
struct Panel<Int8> {
  static int64_t bytes(int64_t C) { return PANEL_COLUMNS * (int64_t(sizeof(float)) + C); }
  static float* scales(void* panel) { return static_cast<float*>(panel); }
  static const float* scales(const void* panel) { return static_cast<const float*>(panel); }
  static Int8* numbers(void* panel) { return reinterpret_cast<Int8*>(scales(panel) + PANEL_COLUMNS); }
  static const Int8* numbers(const void* panel) { return reinterpret_cast<const Int8*>(scales(panel) + PANEL_COLUMNS); }
};

// Calls body(Pair()) or body(Int8()).
template <class Body>
void withNumberOf(int64_t bits, Body body) {
  if (bits == 16) {
    body(Pair());
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
