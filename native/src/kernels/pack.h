// Rearranging an operand for tile.h: a panel holds WIDTH rows (or columns) side by side, step after step, zeros in
// the place of those that are missing. A step is one number of each row, or a Pair of them.
#pragma once

#include "tile.h"

namespace tpdne::KERNELS {

// LANES steps of one row, whose next `numbers` numbers are at p.
inline Vector stepsOfRow(const float* p, int64_t numbers, float) {
  return numbers >= LANES ? load(p) : load(p, Part{static_cast<int>(numbers)});
}
// One step of neighbouring rows; further numbers of the same row are `stride` floats apart.
template <class Lanes>
inline Vector stepOfRows(const float* p, int64_t, int64_t, Lanes lanes, float) {
  return load(p, lanes);
}

#if defined(TPDNE_BFLOAT16)
inline Pairs stepsOfRow(const float* p, int64_t numbers, Pair) {
  const Vector first = stepsOfRow(p, numbers, 0.0f);
  return pairsOf(first, numbers > LANES ? stepsOfRow(p + LANES, numbers - LANES, 0.0f) : splat(0.0f));
}
template <class Lanes>
inline Pairs stepOfRows(const float* p, int64_t stride, int64_t numbers, Lanes lanes, Pair) {
  return pairUp(load(p, lanes), numbers > 1 ? load(p + stride, lanes) : splat(0.0f));
}
#endif

// How many floats ahead rows that are far apart are prefetched: the hardware follows too few of them.
constexpr int64_t AHEAD = 256;

// Rows whose numbers are `stride` floats apart, each row next to the last: a step is packed as it is.
template <int WIDTH, class Element>
void packAlong(const float* data, int64_t stride, int64_t rows, int64_t numbers, Element* panel) {
  for (int64_t k = 0; k < numbers; k += NUMBERS<Element>) {
    Element* step = panel + k / NUMBERS<Element> * WIDTH;
    overVectors(WIDTH, [&](int64_t i, auto lanes) {
      const float* from = data + k * stride + i;
      if (rows == WIDTH) {
        store(step + i, stepOfRows(from, stride, numbers - k, lanes, Element()), lanes);
      } else {
        const Part present{static_cast<int>(largest(0, smallest(LANES, rows - i)))};
        store(step + i, stepOfRows(from, stride, numbers - k, present, Element()), lanes);
      }
    });
  }
}

// Rows `stride` floats apart, the numbers of each side by side: LANES rows of LANES steps at a time are transposed.
template <int WIDTH, class Element>
void packAcross(const float* data, int64_t stride, int64_t rows, int64_t numbers, Element* panel) {
  for (int64_t k = 0; k < numbers; k += LANES * NUMBERS<Element>) {
    const int64_t steps = smallest(LANES, stepsOf<Element>(numbers - k));
    Element* step = panel + k / NUMBERS<Element> * WIDTH;
    overVectors(WIDTH, [&](int64_t first, auto lanes) {
      decltype(load(panel)) block[LANES];
#pragma GCC unroll 16
      for (int i = 0; i < LANES; i++) {
        const float* row = data + (first + i) * stride + k;
        block[i] = first + i < rows ? stepsOfRow(row, numbers - k, Element()) : decltype(load(panel)){};
        for (int64_t line = roundUp(k, LINE) - k; line < LANES * NUMBERS<Element>; line += LINE) {
          prefetch(row + AHEAD + line);
        }
      }
      transpose(block);
#pragma GCC unroll 16
      for (int i = 0; i < LANES; i++) {
        if (i < steps) store(step + i * WIDTH + first, block[i], lanes);
      }
    });
  }
}

// Element (i, k) of the operand is at data[i * rowStride + k * stepStride]; one stride is 1. All panels of `rows` rows,
// `panelStride` elements apart. Rows side by side are packed a few steps of every panel at a time, since neighbouring
// panels share cache lines.
template <int WIDTH, class Element>
void packPanels(const float* data, int64_t rowStride, int64_t stepStride, int64_t rows, int64_t numbers,
                Element* panels, int64_t panelStride) {
  const int64_t block = rowStride == 1 ? 8 : numbers;
  for (int64_t k = 0; k < numbers; k += block) {
    for (int64_t i = 0; i < rows; i += WIDTH) {
      const float* from = data + i * rowStride + k * stepStride;
      Element* panel = panels + i / WIDTH * panelStride + k / NUMBERS<Element> * WIDTH;
      const int64_t some = smallest(WIDTH, rows - i), next = smallest(block, numbers - k);
      if (rowStride == 1) {
        packAlong<WIDTH>(from, stepStride, some, next, panel);
      } else {
        packAcross<WIDTH>(from, rowStride, some, next, panel);
      }
    }
  }
}

}  // namespace tpdne::KERNELS
