// One step of Muon: parameter, gradient, m (C, OC), of which every OC / parts columns are a separate matrix.
//   m = β m + (1 − β) g,   u = β m + (1 − β) g   with g the scaled gradient
//   parameter = (1 − rate · decay) parameter − rate · 0.2 √max(C, OC / parts) · orthogonal(u)
// orthogonal(u): X = u / ‖u‖, then five times X = a X + (b A + c A²) X with A = X Xᵀ, which brings all singular values
// near 1. Where X has more rows than columns, A = Xᵀ X is the smaller one, and X = a X + X (b A + c A²). The products
// are those of product.cpp; of all else a thread owns rows.
#include "kernels.h"
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int STEPS = 5;
constexpr float LINEAR = 3.4445f, CUBIC = -4.7750f, QUINTIC = 2.0315f;
constexpr float SMALLEST_NORM = 1e-7f;
constexpr int64_t PIECE = 1 << 14;

// out = x · scale + y · otherScale, `elements` of each; out may be x or y.
void mix(Context& context, int64_t elements, const float* x, float scale, const float* y, float otherScale, float* out) {
  const Vector first = splat(scale), second = splat(otherScale);
  inPieces(context, elements, PIECE, [&](int64_t start, int64_t count, int) {
    overVectors(count, [&](int64_t offset, auto lanes) {
      const int64_t i = start + offset;
      store(out + i, multiplyAdd(load(x + i, lanes), first, load(y + i, lanes) * second), lanes);
    });
  });
}

// x (rows, columns), contiguous: replaced by the nearest matrix whose singular values are near 1. `other` has the same
// size and is overwritten; returns whichever of the two holds the result.
float* orthogonalise(Context& context, int64_t rows, int64_t columns, float* x, float* other) {
  const bool tall = rows > columns;
  const int64_t side = smallest(rows, columns);
  float* gram = context.scratch(Scratch::Logits, SHARED, 2 * side * side);
  float* square = gram + side * side;
  for (int step = 0; step < STEPS; step++) {
    const Matrix wide = tall ? rowsOf(x, columns).transposed() : rowsOf(x, columns);
    multiply(context, side, side, largest(rows, columns), wide, wide.transposed(), overwriting(gram, side));
    multiply(context, side, side, side, rowsOf(gram, side), rowsOf(gram, side), overwriting(square, side));
    mix(context, side * side, gram, CUBIC, square, QUINTIC, gram);
    mix(context, rows * columns, x, LINEAR, x, 0, other);
    if (tall) {
      multiply(context, rows, columns, side, rowsOf(x, columns), rowsOf(gram, side), adding(other, columns));
    } else {
      multiply(context, rows, columns, side, rowsOf(gram, side), rowsOf(x, columns), adding(other, columns));
    }
    float* const result = other;
    other = x;
    x = result;
  }
  return x;
}

float normOf(Context& context, int64_t rows, int64_t columns, const float* x) {
  float* sums = context.scratch(Scratch::Partials, SHARED, rows);
  inPieces(context, rows, 1, [&](int64_t row, int64_t, int) {
    Vector sum = splat(0.0f);
    overVectors(columns, [&](int64_t i, auto lanes) {
      const Vector v = load(x + row * columns + i, lanes);
      sum = multiplyAdd(v, v, sum);
    });
    sums[row] = sumOf(sum);
  });
  double total = 0;
  for (int64_t row = 0; row < rows; row++) total += sums[row];
  return static_cast<float>(__builtin_sqrt(total));
}

}  // namespace

void muon(Context& context, const Command& command) {
  float *parameter, *m;
  const float* gradient;
  int64_t C, OC;
  double learning_rate, momentum, gradientScale, weight_decay;
  int64_t parts;
  command.tensors(parameter, gradient, m);
  command.dims(C, OC);
  command.scalars(learning_rate, momentum, gradientScale, weight_decay, parts);
  const int64_t columns = OC / parts;
  const Vector beta = splat(static_cast<float>(momentum));
  const Vector rest = splat(static_cast<float>((1 - momentum) * gradientScale));
  const Vector kept = splat(static_cast<float>(1 - learning_rate * weight_decay));
  const Vector rate = splat(static_cast<float>(learning_rate * 0.2 * __builtin_sqrt(static_cast<double>(largest(C, columns)))));
  float* const x = context.scratch(Scratch::Rows, SHARED, C * columns);
  float* const other = context.scratch(Scratch::RowGradients, SHARED, C * columns);
  for (int64_t part = 0; part < parts; part++) {
    inPieces(context, C, 1, [&](int64_t row, int64_t, int) {
      const int64_t start = row * OC + part * columns;
      overVectors(columns, [&](int64_t i, auto lanes) {
        const Vector g = rest * load(gradient + start + i, lanes);
        const Vector mean = multiplyAdd(beta, load(m + start + i, lanes), g);
        store(m + start + i, mean, lanes);
        store(x + row * columns + i, multiplyAdd(beta, mean, g), lanes);
      });
    });
    const float norm = normOf(context, C, columns, x);
    mix(context, C * columns, x, 1 / (norm > SMALLEST_NORM ? norm : SMALLEST_NORM), x, 0, x);
    const float* update = orthogonalise(context, C, columns, x, other);
    inPieces(context, C, 1, [&](int64_t row, int64_t, int) {
      float* const place = parameter + row * OC + part * columns;
      overVectors(columns, [&](int64_t i, auto lanes) {
        store(place + i, load(place + i, lanes) * kept - rate * load(update + row * columns + i, lanes), lanes);
      });
    });
  }
}

}  // namespace tpdne::KERNELS
