// out = x (N, C), rounded to 16 bits as token-table.h says; and rows of such a table as operands of product.cpp.
//
// A thread owns rows of out, or panels of the operand. It widens what goes into its panels first, into memory of its
// own that stays in the cache.
#include "token-table.h"

#include "kernels.h"
#include "packed.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 16;

}  // namespace

void round(Context& context, const Command& command) {
  const float* x;
  Pair* out;
  int64_t N, C;
  command.tensors(x, out);
  command.dims(N, C);
  const int64_t half = ceilDivide(C, 2);
  inPieces(context, N, ROWS, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      const float* from = x + row * C;
      for (int64_t i = 0; i < half; i++) out[row * half + i] = pairOf(from[i], half + i < C ? from[half + i] : 0.0f);
    }
  });
}

PackedRight packTableTransposed(Context& context, Scratch piece, const Table& table, int64_t row, int64_t rows) {
  const int64_t C = table.C;
  if (!table.isRounded()) return packRight(context, piece, rowsOf(table.floats(row), C).transposed(), rows, C);
  return packRightParts(context, piece, rows, C, [&](int64_t first, int64_t count, int thread) {
    float* widened = context.scratch(Scratch::Thread, thread, PART_COLUMNS * C);
    for (int64_t i = 0; i < count; i++) table.widen(row + first + i, 0, C, widened + i * C);
    return rowsOf(widened, C).transposed();
  });
}

PackedRight packTable(Context& context, Scratch piece, const Table& table, int64_t row, int64_t rows) {
  if (!table.isRounded()) return packRight(context, piece, rowsOf(table.floats(row), table.C), table.C, rows);
  return packRightParts(context, piece, table.C, rows, [&](int64_t first, int64_t count, int thread) {
    float* widened = context.scratch(Scratch::Thread, thread, PART_COLUMNS * rows);
    for (int64_t i = 0; i < rows; i++) table.widen(row + i, first, count, widened + i * PART_COLUMNS);
    return rowsOf(widened, PART_COLUMNS);
  });
}

}  // namespace tpdne::KERNELS
