// out = x · headᵀ for decoding: x (N, C), head (V, C), out (N, V).
//
// Both operands are contiguous along C, so each logit is a dot product: lanes of partial sums along C, then their sum. The
// table head is read once, in rows, for all texts. A thread owns columns of out. The order of the additions of one
// logit does not depend on N.
#include "kernels.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t WORDS = 256;
// Dot products at a time: WIDE rows of head with TALL rows of x.
constexpr int WIDE = TILE_VECTORS;
constexpr int TALL = TILE_ROWS < 8 ? TILE_ROWS : 8;

template <int ROWS, int COLUMNS>
void dotProducts(const float* x, const float* head, int64_t C, float* out, int64_t V) {
  Vector sum[ROWS][COLUMNS];
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < COLUMNS; j++) sum[i][j] = splat(0.0f);
  }
  overVectors(C, [&](int64_t c, auto lanes) {
    Vector word[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      word[j] = load(head + j * C + c, lanes);
      prefetch(head + (COLUMNS + j) * C + c);
    }
    for (int i = 0; i < ROWS; i++) {
      const Vector text = load(x + i * C + c, lanes);
      for (int j = 0; j < COLUMNS; j++) sum[i][j] = multiplyAdd(text, word[j], sum[i][j]);
    }
  });
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < COLUMNS; j++) out[i * V + j] = sumOf(sum[i][j]);
  }
}

template <int ROWS>
void logitsOfRows(const float* x, const float* head, int64_t C, int64_t words, float* out, int64_t V) {
  int64_t word = 0;
  for (; word + WIDE <= words; word += WIDE) dotProducts<ROWS, WIDE>(x, head + word * C, C, out + word, V);
  for (; word < words; word++) dotProducts<ROWS, 1>(x, head + word * C, C, out + word, V);
}

}  // namespace

void logits(Context& context, const Command& command) {
  const float *x, *head;
  float* out;
  int64_t N, C, V;
  command.tensors(x, head, out);
  command.dims(N, C, V);
  inPieces(context, V, WORDS, [&](int64_t word, int64_t words, int) {
    int64_t row = 0;
    for (; row + TALL <= N; row += TALL) {
      logitsOfRows<TALL>(x + row * C, head + word * C, C, words, out + row * V + word, V);
    }
    for (; row < N; row++) logitsOfRows<1>(x + row * C, head + word * C, C, words, out + row * V + word, V);
  });
}

}  // namespace tpdne::KERNELS
