// out = factor · x̃ + residual, x̃ what dropout keeps of x. Pieces of the elements, each owned by one thread.
#include "dropout.h"

#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t PIECE = 1 << 14;

}  // namespace

void dropout(Context& context, const Command& command) {
  const float *x, *residual;
  float* out;
  int64_t E;
  float factor;
  double share;
  uint32_t draw;
  command.tensors(x, residual, out);
  command.dims(E);
  command.scalars(factor, share, draw);
  const Dropout kept(share, draw, 0);
  // Plain, so that the compiler makes vectors of integers of it.
  inPieces(context, E, PIECE, [&](int64_t first, int64_t count, int) {
    if (residual) {
      for (int64_t i = first; i < first + count; i++) out[i] = factor * kept.of(i, x[i]) + residual[i];
    } else {
      for (int64_t i = first; i < first + count; i++) out[i] = factor * kept.of(i, x[i]);
    }
  });
}

}  // namespace tpdne::KERNELS
