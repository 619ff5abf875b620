// Rotary position embedding in place: of each of the first `heads` heads of a row, element i and element i + HALF become
//   x1 · c − direction · x2 · s   and   x2 · c + direction · x1 · s   with c, s of row positions[b] + t.
//
// qkv (B, T, W), positions (B), cosines and sines (P, HALF). A thread owns rows.
#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t ROWS = 16;

void turnHead(float* first, const float* cosines, const float* sines, int64_t HALF, float direction) {
  float* second = first + HALF;
  overVectors(HALF, [&](int64_t i, auto lanes) {
    const Vector c = load(cosines + i, lanes), s = load(sines + i, lanes) * splat(direction);
    const Vector x1 = load(first + i, lanes), x2 = load(second + i, lanes);
    store(first + i, x1 * c - x2 * s, lanes);
    store(second + i, multiplyAdd(x2, c, x1 * s), lanes);
  });
}

}  // namespace

void rotary(Context& context, const Command& command) {
  float* qkv;
  const int32_t* positions;
  const float *cosines, *sines;
  int64_t B, T, W, P, HALF;
  double heads;
  float direction;
  command.tensors(qkv, positions, cosines, sines);
  command.dims(B, T, W, P, HALF);
  command.scalars(heads, direction);
  for (int64_t b = 0; b < B; b++) {
    if (positions[b] < 0 || positions[b] + T > P) {
      context.fail("rotary got %lld tokens from position %d on; there are %lld positions.", static_cast<long long>(T),
                   positions[b], static_cast<long long>(P));
      return;
    }
  }
  inPieces(context, B * T, ROWS, [&](int64_t first, int64_t count, int) {
    for (int64_t row = first; row < first + count; row++) {
      const int64_t angles = (positions[row / T] + row % T) * HALF;
      for (int64_t h = 0; h < static_cast<int64_t>(heads); h++) {
        turnHead(qkv + row * W + h * 2 * HALF, cosines + angles, sines + angles, HALF, direction);
      }
    }
  });
}

}  // namespace tpdne::KERNELS
