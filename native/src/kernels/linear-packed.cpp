// out (N, OC) = x (N, C) · weight (C, OC, packed as packed.h says) + bias (OC) + residual (N, OC), and its backward
// dX (N, C) = dOut (N, OC) · weightᵀ.
//
// A thread owns panels of columns that follow one another in memory: one stream from beginning to end, which the
// hardware fetches ahead by itself. A tile of rows by one panel keeps its sums in registers: its rows of x share one
// reading of the panel; more rows take the panel from the cache. Every sum adds in the order of C, so a
// row's bits do not depend on N.
#include "kernels.h"
#include "packed.h"
#include "product.h"

namespace tpdne::KERNELS {

namespace {

// Sums of a tile that fit into the registers next to a row of a panel.
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

// Numbers of row c from a column of the panel on, times their scale, if that is not the same for all rows.
inline Vector scaledInRow(Vector numbers, const void*, int64_t, int, Pair) { return numbers; }
inline Vector scaledInRow(Vector numbers, const void*, int64_t, int, Int8) { return numbers; }
inline Vector scaledInRow(Vector numbers, const void* panel, int64_t c, int column, Q8) {
  return numbers * load(Panel<Q8>::scales(panel) + c / SCALED_ROWS * PANEL_COLUMNS + column);
}
// Sums over all rows, or numbers of any of them, times the scale that all rows have.
inline Vector scaled(Vector sum, const void*, int, Pair) { return sum; }
inline Vector scaled(Vector sum, const void*, int, Q8) { return sum; }
inline Vector scaled(Vector sum, const void* panel, int column, Int8) {
  return sum * load(Panel<Int8>::scales(panel) + column);
}

// LANES numbers of row `row` among those stored together: two in a Pair, one otherwise.
constexpr int64_t together(Int8) { return 1; }
constexpr int64_t together(Q8) { return 1; }
constexpr int64_t together(Pair) { return 2; }
inline Vector numbersOfRow(const Int8* numbers, int64_t) { return widen(numbers); }
inline Vector numbersOfRow(const Q8* numbers, int64_t) { return widen(&numbers->number); }
inline Vector numbersOfRow(const Pair* pairs, int64_t row) {
  return row == 0 ? firstOf(pairs, Full()) : secondOf(pairs, Full());
}

// LANES numbers of row c from a column of the panel on.
template <class Number>
inline Vector rowOf(const void* panel, int64_t C, int64_t c, int column) {
  constexpr int64_t TOGETHER = together(Number());
  const Number* numbers = Panel<Number>::numbers(panel, C) + c / TOGETHER * PANEL_COLUMNS + column;
  return scaledInRow(numbersOfRow(numbers, c % TOGETHER), panel, c, column, Number());
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
  const Number* numbers = Panel<Number>::numbers(panel, rows.C);
  const auto addRow = [&](int64_t c, int64_t row) {
    Vector weight[PANEL_VECTORS];
    for (int j = 0; j < PANEL_VECTORS; j++) {
      weight[j] = scaledInRow(numbersOfRow(numbers + j * LANES, row), panel, c, j * LANES, Number());
    }
    for (int i = 0; i < ROWS; i++) {
      const Vector x = splat(rows.x[i * rows.C + c]);
      for (int j = 0; j < PANEL_VECTORS; j++) sum[i][j] = multiplyAdd(x, weight[j], sum[i][j]);
    }
  };
  constexpr int64_t TOGETHER = together(Number());
  int64_t c = 0;
  for (; c + TOGETHER <= rows.C; c += TOGETHER) {
    for (int64_t row = 0; row < TOGETHER; row++) addRow(c + row, row);
    numbers += PANEL_COLUMNS;
  }
  if (c < rows.C) addRow(c, 0);
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

// Tasks of a few panels each, so that no thread is left waiting long at the end.
template <class Work>
void overPanels(Context& context, int64_t panels, const Work& work) {
  const int64_t share = smallest(MOST_PANELS, ceilDivide(panels, 4 * context.threads()));
  inPieces(context, panels, share, work);
}

// For many rows a thread widens each of its panels first: then they are multiplied as those of product.cpp are, at the
// speed of `linear`. The sums are the same to the last bit: one multiply-add for each row of the weight, in order.
template <class Number>
void widenPanel(const void* panel, int64_t C, float* widened) {
  for (int64_t c = 0; c < C; c++) {
    for (int j = 0; j < PANEL_COLUMNS; j += LANES) {
      store(widened + c * PANEL_COLUMNS + j, rowOf<Number>(panel, C, c, j));
    }
  }
}

constexpr int64_t MANY_ROWS = 48;
constexpr int64_t TILED_ROWS = 96 / TILE_ROWS * TILE_ROWS;

template <class Number>
void multiplyManyRows(Context& context, const Rows& rows, int64_t N, const char* weight) {
  const int64_t C = rows.C;
  float* panels = context.scratch(Scratch::Left, SHARED, packedLeftElements<float>(N, C));
  inPieces(context, N, TILED_ROWS, [&](int64_t row, int64_t count, int) {
    packLeftPanels(rowsOf(rows.x + row * C, C), count, C, panels + row * C);
  });
  inParallel(context, ceilDivide(rows.OC, PANEL_COLUMNS), [&](int64_t task, int thread) {
    const void* panel = weight + task * Panel<Number>::bytes(C);
    // Behind the panel, what a tile may read past its last row; then the sums of a block.
    const int64_t elements = C * PANEL_COLUMNS + TILE_COLUMNS;
    float* widened = context.scratch(Scratch::Thread, thread, roundUp(elements, LINE) + TILED_ROWS * PANEL_COLUMNS);
    float* sums = widened + roundUp(elements, LINE);
    widenPanel<Number>(panel, C, widened);
    for (int64_t i = C * PANEL_COLUMNS; i < elements; i++) widened[i] = 0.0f;
    for (int64_t row = 0; row < N; row += TILED_ROWS) {
      const int64_t count = smallest(TILED_ROWS, N - row);
      tiles<false>(count, PANEL_COLUMNS, C, packedLeft(panels + row * C, C),
                   Right<float>{widened, PANEL_COLUMNS, TILE_COLUMNS}, overwriting(sums, PANEL_COLUMNS));
      const Rows place = rows.from(row);
      for (int64_t i = 0; i < count; i++) {
        overVectors(smallest(PANEL_COLUMNS, rows.OC - task * PANEL_COLUMNS), [&](int64_t j, auto lanes) {
          const Vector sum = load(sums + i * PANEL_COLUMNS + j);
          finish(scaled(sum, panel, static_cast<int>(j), Number()), place, i, task * PANEL_COLUMNS + j, lanes);
        });
      }
    }
  });
}

template <class Number>
void multiplyWidened(Context& context, const Rows& rows, int64_t N, const char* weight) {
  if (N >= MANY_ROWS) return multiplyManyRows<Number>(context, rows, N, weight);
  overPanels(context, ceilDivide(rows.OC, PANEL_COLUMNS), [&](int64_t first, int64_t count, int) {
    for (int64_t row = 0; row < N; row += BLOCK_ROWS) {
      for (int64_t panel = first; panel < first + count; panel++) {
        multiplyPanel<Number>(rows.from(row), smallest(BLOCK_ROWS, N - row),
                              weight + panel * Panel<Number>::bytes(rows.C), panel * PANEL_COLUMNS);
      }
    }
  });
}

#if defined(TPDNE_BFLOAT16)
// Pairs times Pairs: x is rounded too, and the panels are those of any right operand (product.h).
constexpr bool PANELS_ARE_RIGHT = PANEL_COLUMNS == TILE_COLUMNS;

void multiplyRounded(Context& context, const Rows& rows, int64_t N, const Pair* weight) {
  const Matrix x = rowsOf(rows.x, rows.C);
  const int64_t steps = stepsOf<Pair>(rows.C);
  const Out out{rows.out, rows.OC, rows.bias, rows.residual, rows.OC};
  if (N > FEW_ROWS) {
    const PackedLeft left = packLeft(context, Scratch::Left, x, N, rows.C);
    multiplyPacked(context, left, {const_cast<Pair*>(weight), rows.OC, steps}, out);
    return;
  }
  const Left<Pair> left = rowsOfElements(context, x, N, rows.C, Pair());
  const int64_t block = blockSteps(steps);
  overPanels(context, ceilDivide(rows.OC, PANEL_COLUMNS), [&](int64_t panel, int64_t count, int) {
    const int64_t column = panel * PANEL_COLUMNS;
    const int64_t columns = smallest(count * PANEL_COLUMNS, rows.OC - column);
    const Out place = out.at(0, column);
    for (int64_t k = 0; k < steps; k += block) {
      tiles<true>(N, columns, smallest(block, steps - k), left.from(k),
                  packedRight(weight + column * steps, steps, k), k == 0 ? place : place.adding());
    }
  });
}

// Blocks are widened into a right operand, which is rounded as any other.
void multiplyBlocks(Context& context, const Rows& rows, int64_t N, const char* weight) {
  const int64_t C = rows.C;
  const PackedLeft left = packLeft(context, Scratch::Left, rowsOf(rows.x, C), N, C);
  const PackedRight right =
      packRightParts(context, Scratch::Right, rows.OC, C, [&](int64_t first, int64_t count, int thread) {
        float* widened = context.scratch(Scratch::Thread, thread, PART_COLUMNS * C);
        for (int64_t i = 0; i < count; i += LANES) {
          const void* panel = weight + (first + i) / PANEL_COLUMNS * Panel<Q8>::bytes(C);
          const int column = static_cast<int>((first + i) % PANEL_COLUMNS);
          for (int64_t c = 0; c < C; c++) store(widened + c * PART_COLUMNS + i, rowOf<Q8>(panel, C, c, column));
        }
        return rowsOf(widened, PART_COLUMNS);
      });
  multiplyPacked(context, left, right, {rows.out, rows.OC, rows.bias, rows.residual, rows.OC});
}
#endif

}  // namespace

void linearPacked(Context& context, const Command& command) {
  const char* weight;
  Rows rows;
  int64_t N, bits;
  command.tensors(rows.x, weight, rows.bias, rows.residual, rows.out);
  command.dims(N, rows.C, rows.OC, bits);
#if defined(TPDNE_BFLOAT16)
  if (PANELS_ARE_RIGHT && bits == 16 && context.bfloat16()) {
    multiplyRounded(context, rows, N, Panel<Pair>::numbers(weight, rows.C));
    return;
  }
  if (bits == 9 && context.bfloat16()) return multiplyBlocks(context, rows, N, weight);
#endif
  withNumberOf(bits, [&](auto number) { multiplyWidened<decltype(number)>(context, rows, N, weight); });
}

// The weight becomes a right operand whose steps are its columns: a thread owns some of its rows and transposes them panel
// by panel, widened and scaled.
void linearPackedBackward(Context& context, const Command& command) {
  const float* dOut;
  const char* weight;
  float* dX;
  int64_t N, OC, C, bits;
  command.tensors(dOut, weight, dX);
  command.dims(N, OC, C, bits);
  const PackedLeft left = packLeft(context, Scratch::Left, rowsOf(dOut, OC), N, OC);
  withNumberOf(bits, [&](auto number) {
    using Number = decltype(number);
    const PackedRight right = packRightParts(context, Scratch::Right, C, OC, [&](int64_t first, int64_t count, int thread) {
      const int64_t stride = roundUp(OC, PANEL_COLUMNS);
      float* widened = context.scratch(Scratch::Thread, thread, PART_COLUMNS * stride);
      for (int64_t column = 0; column < OC; column += PANEL_COLUMNS) {
        const void* panel = weight + column / PANEL_COLUMNS * Panel<Number>::bytes(C);
        for (int64_t c = first; c < first + count; c++) {
          for (int j = 0; j < PANEL_COLUMNS; j += LANES) {
            const Vector row = rowOf<Number>(panel, C, c, j);
            store(widened + (c - first) * stride + column + j, scaled(row, panel, j, Number()));
          }
        }
      }
      return Matrix{widened, 1, stride};
    });
    multiplyPacked(context, left, right, overwriting(dX, C));
  });
}

}  // namespace tpdne::KERNELS
