// out (N, OC) = x (N, C) · weight (C, OC, packed as packed.h says) + bias (OC) + residual (N, OC)
//
// A thread owns panels of columns that follow one another in memory: one stream from beginning to end, which the
// hardware fetches ahead by itself. A tile of rows by one panel keeps its sums in registers: up to
// TALL rows of x share one reading of the panel; more take the panel from the cache. Every sum is one chain of
// multiply-adds along C, so a row's bits depend neither on N nor on the instruction set.
#include "kernels.h"
#include "packed.h"

namespace tpdne::KERNELS {

namespace {

// Sums of a tile that the registers hold beside a panel's row.
constexpr int TALL = PANEL_VECTORS <= 2 ? 8 : 3;
// Panels that a thread takes at a time, and rows of x that stay in the cache meanwhile.
constexpr int64_t MOST_PANELS = 16;
constexpr int64_t BLOCK_ROWS = 64 / TALL * TALL;

struct Rows {
  const float* x;
  int64_t C;
  const float *bias, *residual;
  float* out;
  int64_t OC;

  Rows from(int64_t row) const {
    return {x + row * C, C, bias, residual ? residual + row * OC : nullptr, out + row * OC, OC};
  }
};

inline Vector scaled(Vector sum, const void*, int, Bfloat16) { return sum; }
inline Vector scaled(Vector sum, const void* panel, int column, Int8) {
  return sum * load(Panel<Int8>::scales(panel) + column);
}

template <class Lanes>
inline void finish(Vector sum, const Rows& rows, int64_t row, int64_t column, Lanes lanes) {
  if (rows.bias) sum = sum + load(rows.bias + column, lanes);
  if (rows.residual) sum = sum + load(rows.residual + row * rows.OC + column, lanes);
  store(rows.out + row * rows.OC + column, sum, lanes);
}

template <int ROWS, class Number>
void multiplyTile(const Rows& rows, const void* panel, int64_t column) {
  Vector sum[ROWS][PANEL_VECTORS];
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < PANEL_VECTORS; j++) sum[i][j] = splat(0.0f);
  }
  const Number* numbers = Panel<Number>::numbers(panel);
  for (int64_t c = 0; c < rows.C; c++) {
    Vector weight[PANEL_VECTORS];
    for (int j = 0; j < PANEL_VECTORS; j++) weight[j] = widen(numbers + j * LANES);
    for (int i = 0; i < ROWS; i++) {
      const Vector x = splat(rows.x[i * rows.C + c]);
      for (int j = 0; j < PANEL_VECTORS; j++) sum[i][j] = multiplyAdd(x, weight[j], sum[i][j]);
    }
    numbers += PANEL_COLUMNS;
  }
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < PANEL_VECTORS; j++) {
      const int64_t first = column + j * LANES;
      const Vector total = scaled(sum[i][j], panel, j * LANES, Number());
      if (first + LANES <= rows.OC) {
        finish(total, rows, i, first, Full{});
      } else if (first < rows.OC) {
        finish(total, rows, i, first, Part{static_cast<int>(rows.OC - first)});
      }
    }
  }
}

template <class Number>
void multiplyPanel(const Rows& rows, int64_t count, const void* panel, int64_t column) {
  int64_t row = 0;
  for (; row + TALL <= count; row += TALL) multiplyTile<TALL, Number>(rows.from(row), panel, column);
  switch (count - row) {
#define REST(R)                                                                                       \
  case R:                                                                                             \
    if constexpr (R < TALL) multiplyTile<R, Number>(rows.from(row), panel, column);                   \
    break;
    REST(1) REST(2) REST(3) REST(4) REST(5) REST(6) REST(7)
#undef REST
  }
}

}  // namespace

void linearPacked(Context& context, const Command& command) {
  const char* weight;
  Rows rows;
  int64_t N, bits;
  command.tensors(rows.x, weight, rows.bias, rows.residual, rows.out);
  command.dims(N, rows.C, rows.OC, bits);
  const int64_t panels = ceilDivide(rows.OC, PANEL_COLUMNS);
  const int64_t share = smallest(MOST_PANELS, ceilDivide(panels, 4 * context.threads()));
  const int64_t shares = ceilDivide(panels, share);
  withNumberOf(bits, [&](auto number) {
    using Number = decltype(number);
    inParallel(context, shares * ceilDivide(N, BLOCK_ROWS), [&](int64_t task, int) {
      const int64_t row = task / shares * BLOCK_ROWS, first = task % shares * share;
      for (int64_t panel = first; panel < smallest(first + share, panels); panel++) {
        multiplyPanel<Number>(rows.from(row), smallest(BLOCK_ROWS, N - row), weight + panel * Panel<Number>::bytes(rows.C),
                              panel * PANEL_COLUMNS);
      }
    });
  });
}

}  // namespace tpdne::KERNELS
