// What the attention kernels share: where a head's rows are, and the working memory of a thread.
#pragma once

#include "exponential.h"
#include "kernels.h"
#include "product.h"

namespace tpdne::KERNELS {

// One head of one text: T rows of HS floats, `stride` floats apart.
struct HeadRows {
  const float* data;
  int64_t stride;

  Matrix matrix() const { return {data, stride, 1}; }
  HeadRows from(int64_t row) const { return {data + row * stride, stride}; }
};

// Hands out consecutive pieces of floats or Pairs; with null it only counts.
struct Pieces {
  float* memory;
  int64_t used = 0;

  // That many for each of the pointers.
  template <class... Elements>
  void take(int64_t elements, Elements*&... pieces) {
    (takeOne(elements, pieces), ...);
  }

 private:
  template <class Element>
  void takeOne(int64_t elements, Element*& piece) {
    static_assert(sizeof(Element) == sizeof(float));
    piece = memory ? reinterpret_cast<Element*>(memory + used) : nullptr;
    used += roundUp(elements, 16);
  }
};

// Makes a row of numbers a row of a left operand, in place.
inline void makeSteps(float*, int64_t, float) {}
#if defined(TPDNE_BFLOAT16)
inline void makeSteps(float* row, int64_t numbers, Pair) {
  Pair* steps = reinterpret_cast<Pair*>(row);
  overVectors(stepsOf<Pair>(numbers), [&](int64_t i, auto lanes) {
    store(steps + i, stepsOfRow(row + 2 * i, numbers - 2 * i, Pair()), lanes);
  });
}
#endif

inline float attentionScale(int64_t HS) { return 1.0f / __builtin_sqrtf(static_cast<float>(HS)); }

}  // namespace tpdne::KERNELS
