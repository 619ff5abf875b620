// A table (V, C) whose rows are read one by one: floats, or 16 bits a number. There a row is ⌈C / 2⌉ Pairs, of which
// number i holds numbers i and i + ⌈C / 2⌉ of the row: so both halves of a vector of Pairs are neighbours.
#pragma once

#include "kernel.h"
#include "product.h"

namespace tpdne::KERNELS {

struct Table {
  const void* data;
  int64_t bits, C;

  bool isRounded() const { return bits == 16; }
  int64_t half() const { return ceilDivide(C, 2); }
  const float* floats(int64_t row) const { return static_cast<const float*>(data) + row * C; }
  const Pair* pairs(int64_t row) const { return static_cast<const Pair*>(data) + row * half(); }

  // Numbers column … column + count - 1 of a rounded row.
  void widen(int64_t row, int64_t column, int64_t count, float* to) const {
    const Pair* from = pairs(row);
    const int64_t first = largest(0, smallest(half() - column, count));
    overVectors(first, [&](int64_t i, auto lanes) { store(to + i, firstOf(from + column + i, lanes), lanes); });
    const Pair* rest = from + largest(0, column - half());
    overVectors(count - first, [&](int64_t i, auto lanes) { store(to + first + i, secondOf(rest + i, lanes), lanes); });
  }
};

// Rows row … row + rows - 1 as a right operand, transposed: their numbers are its steps.
PackedRight packTableTransposed(Context& context, Scratch piece, const Table& table, int64_t row, int64_t rows);
// The same rows as they are: they are the steps.
PackedRight packTable(Context& context, Scratch piece, const Table& table, int64_t row, int64_t rows);

}  // namespace tpdne::KERNELS
