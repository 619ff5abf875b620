// out (M, N) = left (M, K) · right (K, N) + bias (N) + base (M, N), blocked for the caches.
//
// Both operands are first packed by all threads into panels that the register tile reads in order. Then each
// thread takes blocks of BLOCK_ROWS x BLOCK_COLUMNS of `out`, owns them whole, and goes through k in blocks of
// blockSteps(K): the left panels of a block stay in the second-level cache, one right panel at a time in the
// first, and each tile of `out` is touched once per block of k.
//
// Where `out` has few columns, as those between the matrices of LoRA, packing a large left operand would take longer than
// multiplying it: there a thread packs a few rows and multiplies them before they leave its cache.
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t BLOCK_ROWS = 96 / TILE_ROWS * TILE_ROWS;
constexpr int64_t BLOCK_COLUMNS = 384 / TILE_COLUMNS * TILE_COLUMNS;

template <class Element>
void multiplyBlock(PackedLeft left, PackedRight right, int64_t row, int64_t column, const Out& out) {
  const int64_t rows = smallest(BLOCK_ROWS, left.rows - row);
  const int64_t columns = smallest(BLOCK_COLUMNS, right.columns - column);
  const Element* rowPanels = static_cast<const Element*>(left.panels) + row * left.steps;
  const Element* columnPanels = static_cast<const Element*>(right.panels) + column * right.steps;
  const Out blockOut = out.at(row, column);
  const int64_t block = blockSteps(left.steps);
  for (int64_t k = 0; k < left.steps; k += block) {
    tiles<false>(rows, columns, smallest(block, left.steps - k), packedLeft(rowPanels, left.steps, k),
                 packedRight(columnPanels, right.steps, k), k == 0 ? blockOut : blockOut.adding());
  }
}

// Shared working memory, as elements.
template <class Element>
Element* elements(Context& context, Scratch piece, int64_t count) {
  static_assert(sizeof(Element) == sizeof(float));
  return reinterpret_cast<Element*>(context.scratch(piece, SHARED, count));
}

}  // namespace

PackedLeft roomForLeft(Context& context, Scratch piece, int64_t rows, int64_t steps) {
  PackedLeft whole;
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    whole = {elements<Element>(context, piece, packedLeftElements<Element>(rows, steps)), rows, stepsOf<Element>(steps)};
  });
  return whole;
}

void packPart(const Context& context, PackedLeft whole, Matrix part, int64_t row, int64_t rows, int64_t step,
              int64_t steps) {
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    Element* panels = static_cast<Element*>(whole.panels) + row * whole.steps + step / NUMBERS<Element> * TILE_ROWS;
    packPanels<TILE_ROWS>(part.data, part.rowStride, part.columnStride, rows, steps, panels, TILE_ROWS * whole.steps);
  });
}

PackedLeft packLeft(Context& context, Scratch piece, Matrix left, int64_t rows, int64_t steps) {
  const PackedLeft whole = roomForLeft(context, piece, rows, steps);
  inPieces(context, rows, 2 * PART_ROWS, [&](int64_t row, int64_t count, int) {
    packPart(context, whole, {left.data + row * left.rowStride, left.rowStride, left.columnStride}, row, count, 0, steps);
  });
  return whole;
}

PackedRight packRight(Context& context, Scratch piece, Matrix right, int64_t columns, int64_t steps) {
  return packRightParts(context, piece, columns, steps, [&](int64_t column, int64_t, int) {
    return Matrix{right.data + column * right.columnStride, right.rowStride, right.columnStride};
  });
}

#if defined(TPDNE_BFLOAT16)
Left<Pair> rowsOfElements(Context& context, Matrix left, int64_t rows, int64_t numbers, Pair) {
  const int64_t steps = stepsOf<Pair>(numbers);
  Pair* pairs = elements<Pair>(context, Scratch::Left, rows * steps);
  for (int64_t row = 0; row < rows; row++) {
    overVectors(steps, [&](int64_t k, auto lanes) {
      store(pairs + row * steps + k, stepsOfRow(left.data + row * left.rowStride + 2 * k, numbers - 2 * k, Pair()), lanes);
    });
  }
  return {pairs, steps, 1, TILE_ROWS * steps};
}
#endif

void multiplyPacked(Context& context, PackedLeft left, PackedRight right, const Out& out) {
  const int64_t rowBlocks = ceilDivide(left.rows, BLOCK_ROWS);
  const int64_t columnBlocks = ceilDivide(right.columns, BLOCK_COLUMNS);
  withElement(context, [&](auto element) {
    inParallel(context, rowBlocks * columnBlocks, [&](int64_t task, int) {
      const int64_t row = task / columnBlocks * BLOCK_ROWS, column = task % columnBlocks * BLOCK_COLUMNS;
      multiplyBlock<decltype(element)>(left, right, row, column, out);
    });
  });
}

namespace {

void multiplyFewColumns(Context& context, int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right,
                        const Out& out) {
  const PackedRight packedRight = packRight(context, Scratch::Right, right, columns, steps);
  withElement(context, [&](auto element) {
    using Element = decltype(element);
    inPieces(context, rows, PART_ROWS, [&](int64_t row, int64_t count, int thread) {
      float* panels = context.scratch(Scratch::Thread, thread, packedLeftElements<Element>(PART_ROWS, steps));
      Element* elements = reinterpret_cast<Element*>(panels);
      packLeftPanels({left.data + row * left.rowStride, left.rowStride, 1}, count, steps, elements);
      multiplyBlock<Element>({elements, count, packedRight.steps}, packedRight, 0, 0, out.at(row, 0));
    });
  });
}

}  // namespace

void multiply(Context& context, int64_t rows, int64_t columns, int64_t steps, Matrix left, Matrix right,
              const Out& out) {
  if (rows <= FEW_ROWS && left.columnStride == 1 && right.columnStride == 1) {
    multiplyFewRows(context, rows, columns, steps, left, right, out);
    return;
  }
  if (columns <= FEW_COLUMNS && left.columnStride == 1) {
    multiplyFewColumns(context, rows, columns, steps, left, right, out);
    return;
  }
  const PackedLeft packedLeft = packLeft(context, Scratch::Left, left, rows, steps);
  const PackedRight packedRight = packRight(context, Scratch::Right, right, columns, steps);
  multiplyPacked(context, packedLeft, packedRight, out);
}

}  // namespace tpdne::KERNELS
