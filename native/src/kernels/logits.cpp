// out = x · headᵀ for decoding: x (N, C), head (V, C), out (N, V).
//
// Both operands are contiguous along C, so each logit is a dot product: lanes of partial sums along C, then their sum. The
// table head is read once, in rows, for all texts. A thread owns columns of out. The order of the additions of one
// logit does not depend on N. A head of 16 bits is widened as it is read: first the first halves of its rows, then the
// second (token-table.h).
#include "kernels.h"
#include "token-table.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t WORDS = 256;
// Dot products at a time: WIDE rows of head with TALL rows of x.
constexpr int WIDE = TILE_VECTORS;
constexpr int TALL = TILE_ROWS < 8 ? TILE_ROWS : 8;

// add(load a vector of row j of head, c, lanes) for all vectors: c is where in a row of x.
template <class Add>
inline void overRow(const float* head, int64_t C, const Add& add) {
  overVectors(C, [&](int64_t c, auto lanes) {
    add([&](int64_t j) { return load(head + j * C + c, lanes); }, head + c, C, c, lanes);
  });
}
template <class Add>
inline void overRow(const Pair* head, int64_t C, const Add& add) {
  const int64_t half = ceilDivide(C, 2);
  overVectors(half, [&](int64_t c, auto lanes) {
    add([&](int64_t j) { return firstOf(head + j * half + c, lanes); }, head + c, half, c, lanes);
  });
  overVectors(C - half, [&](int64_t c, auto lanes) {
    add([&](int64_t j) { return secondOf(head + j * half + c, lanes); }, head + c, half, half + c, lanes);
  });
}

template <int ROWS, int COLUMNS, class Number>
void dotProducts(const float* x, const Number* head, int64_t C, float* out, int64_t V) {
  Vector sum[ROWS][COLUMNS];
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < COLUMNS; j++) sum[i][j] = splat(0.0f);
  }
  overRow(head, C, [&](auto wordOf, const Number* first, int64_t stride, int64_t c, auto lanes) {
    Vector word[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      word[j] = wordOf(j);
      prefetch(first + (COLUMNS + j) * stride);
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

// `words` words, whose numbers are `stride` apart.
template <int ROWS, class Number>
void logitsOfRows(const float* x, const Number* head, int64_t stride, int64_t C, int64_t words, float* out, int64_t V) {
  int64_t word = 0;
  for (; word + WIDE <= words; word += WIDE) dotProducts<ROWS, WIDE>(x, head + word * stride, C, out + word, V);
  for (; word < words; word++) dotProducts<ROWS, 1>(x, head + word * stride, C, out + word, V);
}

template <class Number>
void logitsOf(Context& context, const float* x, int64_t N, const Number* head, int64_t stride, int64_t C, float* out,
              int64_t V) {
  inPieces(context, V, WORDS, [&](int64_t word, int64_t words, int) {
    const Number* own = head + word * stride;
    int64_t row = 0;
    for (; row + TALL <= N; row += TALL) {
      logitsOfRows<TALL>(x + row * C, own, stride, C, words, out + row * V + word, V);
    }
    for (; row < N; row++) logitsOfRows<1>(x + row * C, own, stride, C, words, out + row * V + word, V);
  });
}

}  // namespace

void logits(Context& context, const Command& command) {
  const float* x;
  Table head;
  float* out;
  int64_t N, C, V;
  command.tensors(x, head.data, out);
  command.dims(N, C, V, head.bits);
  head.C = C;
  if (head.isRounded()) {
    logitsOf(context, x, N, head.pairs(0), head.half(), C, out, V);
  } else {
    logitsOf(context, x, N, head.floats(0), C, C, out, V);
  }
}

}  // namespace tpdne::KERNELS
