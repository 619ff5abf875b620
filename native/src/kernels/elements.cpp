// out = value; out = source; out = factor · x; out[0] += Σ x². Pieces of the elements, each owned by one thread.
//
// The sum is taken piece by piece in float32, a lane of a vector at a time, and over the pieces in float64 and in
// their order: its bits depend neither on the threads nor on their number.
#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t PIECE = 1 << 16;

float sumOfSquaresOf(const float* x, int64_t elements) {
  Vector sums[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
  int64_t i = 0;
  for (; i + 4 * LANES <= elements; i += 4 * LANES) {
    for (int j = 0; j < 4; j++) {
      const Vector v = load(x + i + j * LANES);
      sums[j] = multiplyAdd(v, v, sums[j]);
    }
  }
  overVectors(elements - i, [&](int64_t rest, auto lanes) {
    const Vector v = load(x + i + rest, lanes);
    sums[0] = multiplyAdd(v, v, sums[0]);
  });
  return sumOf((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

}  // namespace

void fill(Context& context, const Command& command) {
  float* out;
  int64_t E;
  float value;
  command.tensors(out);
  command.dims(E);
  command.scalars(value);
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) { store(out + first + i, splat(value), lanes); });
  });
}

void copy(Context& context, const Command& command) {
  const float* source;
  float* out;
  int64_t E;
  command.tensors(source, out);
  command.dims(E);
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) { store(out + first + i, load(source + first + i, lanes), lanes); });
  });
}

void scale(Context& context, const Command& command) {
  const float *x, *residual;
  float* out;
  int64_t E;
  float factor;
  command.tensors(x, residual, out);
  command.dims(E);
  command.scalars(factor);
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) {
      const Vector scaled = splat(factor) * load(x + first + i, lanes);
      store(out + first + i, residual ? scaled + load(residual + first + i, lanes) : scaled, lanes);
    });
  });
}

void sumOfSquares(Context& context, const Command& command) {
  const float* x;
  float* out;
  int64_t E;
  command.tensors(x, out);
  command.dims(E);
  float* partials = context.scratch(Scratch::Partials, SHARED, ceilDivide(E, PIECE));
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    partials[first / PIECE] = sumOfSquaresOf(x + first, count);
  });
  double sum = 0;
  for (int64_t piece = 0; piece < ceilDivide(E, PIECE); piece++) sum += partials[piece];
  out[0] = static_cast<float>(out[0] + sum);
}

}  // namespace tpdne::KERNELS
