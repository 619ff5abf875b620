// Matrix products of any shape and transposition: out (M, N) = left (M, K) · right (K, N), the operands rounded to
// bfloat16 where the context says so.
#pragma once

#include "kernel.h"
#include "pack.h"

namespace tpdne::KERNELS {

// Calls body(0.0f), or body(Pair()) where the products are taken in bfloat16.
template <class Body>
inline void withElement([[maybe_unused]] const Context& context, Body body) {
#if defined(TPDNE_BFLOAT16)
  if (context.bfloat16()) return body(Pair());
#endif
  body(0.0f);
}

// A matrix in memory: element (row, column) at data[row * rowStride + column * columnStride]; one stride is 1.
struct Matrix {
  const float* data;
  int64_t rowStride, columnStride;

  Matrix transposed() const { return {data, columnStride, rowStride}; }
};

inline Matrix rowsOf(const float* data, int64_t columns) { return {data, columns, 1}; }

// Operands rearranged for tile.h in the context's precision, zeros behind the last row or column: the left one in
// panels of TILE_ROWS rows, the right one in panels of TILE_COLUMNS columns, step after step in each. Valid until the
// piece is asked for again.
struct PackedLeft {
  void* panels;
  int64_t rows, steps;
};
struct PackedRight {
  void* panels;
  int64_t columns, steps;
};

PackedLeft packLeft(Context& context, Scratch piece, Matrix left, int64_t rows, int64_t steps);
PackedRight packRight(Context& context, Scratch piece, Matrix right, int64_t columns, int64_t steps);

// A right operand whose panels are packed PART_COLUMNS columns at a time, each by one thread, from what part(first column,
// columns, thread) says: a Matrix whose first column that is.
constexpr int64_t PART_COLUMNS = 2 * TILE_COLUMNS;
template <class Part>
PackedRight packRightParts(Context& context, Scratch piece, int64_t columns, int64_t steps, const Part& part);

// A left operand whose parts are packed one by one, each by one thread: `rows` rows from `row` on, `steps` numbers from
// `step` on. A part begins at a multiple of PART_ROWS rows and PART_ROWS numbers, and is that many or the last.
constexpr int64_t PART_ROWS = 2 * TILE_ROWS;
PackedLeft roomForLeft(Context& context, Scratch piece, int64_t rows, int64_t steps);
void packPart(const Context& context, PackedLeft whole, Matrix part, int64_t row, int64_t rows, int64_t step,
              int64_t steps);

// The same on one thread, into memory of the caller: packedLeftElements or packedRightElements elements.
template <class Element>
void packLeftPanels(const Matrix& left, int64_t rows, int64_t steps, Element* panels) {
  packPanels<TILE_ROWS>(left.data, left.rowStride, left.columnStride, rows, steps, panels,
                        TILE_ROWS * stepsOf<Element>(steps));
}
template <class Element>
void packRightPanels(const Matrix& right, int64_t columns, int64_t steps, Element* panels) {
  packPanels<TILE_COLUMNS>(right.data, right.columnStride, right.rowStride, columns, steps, panels,
                           TILE_COLUMNS * stepsOf<Element>(steps));
}
template <class Element>
inline int64_t packedLeftElements(int64_t rows, int64_t steps) {
  return roundUp(rows, TILE_ROWS) * stepsOf<Element>(steps);
}
template <class Element>
inline int64_t packedRightElements(int64_t columns, int64_t steps) {
  return roundUp(columns, TILE_COLUMNS) * stepsOf<Element>(steps);
}

template <class Part>
PackedRight packRightParts(Context& context, Scratch piece, int64_t columns, int64_t steps, const Part& part) {
  PackedRight packed;
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    static_assert(sizeof(Element) == sizeof(float));
    const int64_t elements = packedRightElements<Element>(columns, steps);
    Element* panels = reinterpret_cast<Element*>(context.scratch(piece, SHARED, elements));
    packed = {panels, columns, stepsOf<Element>(steps)};
    inPieces(context, columns, PART_COLUMNS, [&](int64_t column, int64_t count, int thread) {
      packRightPanels(part(column, count, thread), count, steps, panels + column * packed.steps);
    });
  });
  return packed;
}

// A left operand of contiguous rows as it is in memory, or a rounded copy of it in Scratch::Left. Ask for it outside of run.
inline Left<float> rowsOfElements(Context&, Matrix left, int64_t, int64_t, float) {
  return {left.data, left.rowStride, 1, TILE_ROWS * left.rowStride};
}
#if defined(TPDNE_BFLOAT16)
Left<Pair> rowsOfElements(Context& context, Matrix left, int64_t rows, int64_t numbers, Pair);
#endif

void multiplyPacked(Context& context, PackedLeft left, PackedRight right, const Out& out);

// Up to FEW_ROWS rows of contiguous operands, read in place (few-rows.cpp).
constexpr int64_t FEW_ROWS = 16;
void multiplyFewRows(Context& context, int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right,
                     const Out& out);

// Up to this many columns a thread packs rows of the left operand and multiplies them while they are in its cache.
constexpr int64_t FEW_COLUMNS = 2 * TILE_COLUMNS;

// Packs both and multiplies. Few rows are multiplied without packing, with the same bits.
void multiply(Context& context, int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right, const Out& out);

// Sums over k are cut into blocks of equal length, at most this many steps; each block's sum is added to the last.
// The cut depends on K alone, so that it is the same for every number of rows.
constexpr int64_t LONGEST_BLOCK = 1024;
inline int64_t blockSteps(int64_t steps) { return ceilDivide(steps, largest(1, ceilDivide(steps, LONGEST_BLOCK))); }

}  // namespace tpdne::KERNELS
