// A weight (C, OC) packed for decoding, where nearly all time goes into reading weights from memory: rounded, and in
// the order in which it is read. The layout is the same for every instruction set:
//
//   panel p holds columns 32p … 32p + 31, zeros past the last, and panels follow one another;
//   16 bits: the upper halves of the floats of row 0, of row 1, …
//   8 bits:  a float scale for each column, then the whole numbers -127 … 127 of row 0, of row 1, …; a weight is
//            its number times the scale of its column.
#pragma once

#include "kernel.h"

namespace tpdne::KERNELS {

constexpr int PANEL_COLUMNS = 32;
constexpr int PANEL_VECTORS = PANEL_COLUMNS / LANES;

using Bfloat16 = uint16_t;
using Int8 = int8_t;

template <class Number>
struct Panel;

template <>
struct Panel<Bfloat16> {
  static int64_t bytes(int64_t C) { return C * PANEL_COLUMNS * int64_t(sizeof(Bfloat16)); }
  static Bfloat16* numbers(void* panel) { return static_cast<Bfloat16*>(panel); }
  static const Bfloat16* numbers(const void* panel) { return static_cast<const Bfloat16*>(panel); }
};

template <>
struct Panel<Int8> {
  static int64_t bytes(int64_t C) { return PANEL_COLUMNS * (int64_t(sizeof(float)) + C); }
  static float* scales(void* panel) { return static_cast<float*>(panel); }
  static const float* scales(const void* panel) { return static_cast<const float*>(panel); }
  static Int8* numbers(void* panel) { return reinterpret_cast<Int8*>(scales(panel) + PANEL_COLUMNS); }
  static const Int8* numbers(const void* panel) { return reinterpret_cast<const Int8*>(scales(panel) + PANEL_COLUMNS); }
};

// Calls body(Bfloat16()) or body(Int8()).
template <class Body>
void withNumberOf(int64_t bits, Body body) {
  if (bits == 16) {
    body(Bfloat16());
  } else {
    body(Int8());
  }
}

}  // namespace tpdne::KERNELS
