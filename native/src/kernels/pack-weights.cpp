// out (C, OC) = weight (C, OC), or weight (OC, C) transposed, rounded and packed as packed.h says.
//
// A thread owns panels.
#include "kernels.h"
#include "pack.h"
#include "packed.h"

namespace tpdne::KERNELS {

namespace {

// The weight before packing: element (c, o) at data[c * rowStride + o * columnStride]; one stride is 1.
struct Source {
  const float* data;
  int64_t rowStride, columnStride;
};

constexpr int64_t ROWS = 64;  // Even: a Pair never crosses two calls of body.

// body(first, count, rows) for all rows of a panel, at most ROWS at a time: rows[c * PANEL_COLUMNS + o], zeros past
// `columns`, and room for ROWS rows.
template <class Body>
void overRows(const Source& source, int64_t C, int64_t columns, Body body) {
  alignas(64) float rows[ROWS * PANEL_COLUMNS];
  for (int64_t c = 0; c < C; c += ROWS) {
    const int64_t count = smallest(ROWS, C - c);
    packPanels<PANEL_COLUMNS>(source.data + c * source.rowStride, source.columnStride, source.rowStride, columns, count,
                              rows, ROWS * PANEL_COLUMNS);
    body(c, count, rows);
  }
}

void packPanel(const Source& source, int64_t C, int64_t columns, void* panel, Pair) {
  Pair* pairs = Panel<Pair>::numbers(panel, C);
  overRows(source, C, columns, [&](int64_t c, int64_t count, float* rows) {
    Pair* to = pairs + stepsOf<Pair>(c) * PANEL_COLUMNS;
    if (count % 2 != 0) {
      for (int o = 0; o < PANEL_COLUMNS; o++) rows[count * PANEL_COLUMNS + o] = 0.0f;
    }
    for (int64_t step = 0; step < stepsOf<Pair>(count); step++) {
      const float* first = rows + 2 * step * PANEL_COLUMNS;
      for (int o = 0; o < PANEL_COLUMNS; o++) to[step * PANEL_COLUMNS + o] = pairOf(first[o], first[PANEL_COLUMNS + o]);
    }
  });
}

// -127 … 127; NaN becomes 0, and its scale becomes NaN.
inline Int8 roundToInt8(float x) {
  // Above 2^23 a float has no fraction: adding and subtracting rounds to the nearest, ties to even.
  constexpr float WHOLE = 12582912.0f;
  const float whole = (x + WHOLE) - WHOLE;
  return static_cast<Int8>(static_cast<int32_t>(whole >= -127.0f ? (whole <= 127.0f ? whole : 127.0f) : -127.0f));
}

// Rows that share a scale in each of PANEL_COLUMNS columns.
void packScaled(const Source& source, int64_t C, int64_t columns, float* scales, Int8* numbers) {
  float largest[PANEL_COLUMNS] = {}, inverse[PANEL_COLUMNS];
  overRows(source, C, columns, [&](int64_t, int64_t count, const float* rows) {
    for (int64_t c = 0; c < count; c++) {
      for (int o = 0; o < PANEL_COLUMNS; o++) {
        const float size = __builtin_fabsf(rows[c * PANEL_COLUMNS + o]);
        // NaN stays NaN.
        largest[o] = size <= largest[o] || largest[o] != largest[o] ? largest[o] : size;
      }
    }
  });
  for (int o = 0; o < PANEL_COLUMNS; o++) {
    scales[o] = largest[o] / 127.0f;
    inverse[o] = largest[o] > 0.0f ? 127.0f / largest[o] : 0.0f;
  }
  overRows(source, C, columns, [&](int64_t first, int64_t count, const float* rows) {
    for (int64_t c = 0; c < count; c++) {
      Int8* to = numbers + (first + c) * PANEL_COLUMNS;
      for (int o = 0; o < PANEL_COLUMNS; o++) to[o] = roundToInt8(rows[c * PANEL_COLUMNS + o] * inverse[o]);
    }
  });
}

// Int8 or Q8.
template <class Number>
void packPanel(const Source& source, int64_t C, int64_t columns, void* panel, Number) {
  const int64_t block = scaledRows(C, Number());
  float* scales = Panel<Number>::scales(panel);
  Int8* numbers = reinterpret_cast<Int8*>(Panel<Number>::numbers(panel, C));
  for (int64_t c = 0; c < C; c += block) {
    const Source rows{source.data + c * source.rowStride, source.rowStride, source.columnStride};
    packScaled(rows, smallest(block, C - c), columns, scales + c / block * PANEL_COLUMNS, numbers + c * PANEL_COLUMNS);
  }
}

void packAll(Context& context, const Source& source, int64_t C, int64_t OC, int64_t bits, char* out) {
  withNumberOf(bits, [&](auto number) {
    inParallel(context, ceilDivide(OC, PANEL_COLUMNS), [&](int64_t panel, int) {
      const int64_t column = panel * PANEL_COLUMNS;
      packPanel({source.data + column * source.columnStride, source.rowStride, source.columnStride}, C,
                smallest(PANEL_COLUMNS, OC - column), out + panel * Panel<decltype(number)>::bytes(C), number);
    });
  });
}

}  // namespace

void pack(Context& context, const Command& command) {
  const float* weight;
  char* out;
  int64_t C, OC, bits;
  command.tensors(weight, out);
  command.dims(C, OC, bits);
  packAll(context, {weight, OC, 1}, C, OC, bits, out);
}

void packTransposed(Context& context, const Command& command) {
  const float* weight;
  char* out;
  int64_t C, OC, bits;
  command.tensors(weight, out);
  command.dims(OC, C, bits);
  packAll(context, {weight, 1, C}, C, OC, bits, out);
}

}  // namespace tpdne::KERNELS
