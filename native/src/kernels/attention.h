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

// The heads of rows of W channels: Q of queries, then as many keys as values. A group is the query heads, next to one
// another, that read the same key head. A task is a part of a group: one, so that keys and values are packed once, or
// more where there are few groups. The parts depend on the shape alone, and not on the threads: where they are summed,
// so do the bits.
struct AttentionHeads {
  int64_t B, T, W, Q, HS;
  int64_t keyHeads, group, parts;

  AttentionHeads(int64_t B, int64_t T, int64_t W, int64_t Q, int64_t HS)
      : B(B), T(T), W(W), Q(Q), HS(HS), keyHeads((W - Q) / 2 / HS), group(Q / HS / keyHeads), parts(1) {
    constexpr int64_t ENOUGH_TASKS = 16;
    while (parts < group && (B * keyHeads * parts < ENOUGH_TASKS || group % parts != 0)) parts++;
  }

  int64_t groups() const { return B * keyHeads; }
  int64_t tasks() const { return groups() * parts; }
  int64_t headsOfTask() const { return group / parts; }
  int64_t textOf(int64_t task) const { return task / (keyHeads * parts); }
  // The first query head of a task, in its text.
  int64_t headOf(int64_t task) const { return task % (keyHeads * parts) * headsOfTask(); }

  // Where things begin in rows of text b.
  int64_t queries(int64_t b, int64_t head) const { return b * T * W + head * HS; }
  int64_t keys(int64_t b, int64_t head) const { return b * T * W + Q + head / group * HS; }
  int64_t values(int64_t b, int64_t head) const { return keys(b, head) + keyHeads * HS; }
  // In `out` (B, T, Q) and in `logSumExp` (B, NH, T).
  int64_t out(int64_t b, int64_t head) const { return b * T * Q + head * HS; }
  int64_t logSumExp(int64_t b, int64_t head) const { return (b * group * keyHeads + head) * T; }
};

}  // namespace tpdne::KERNELS
