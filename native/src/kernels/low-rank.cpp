// LoRA beside a linear layer whose columns are M parts side by side; part m owns columns ends[m − 1] … ends[m] of out, as
// many rows of b, and R of the H = M · R columns of h:
//   h[:, part] = x̃ · a[part]ᵀ,   out[:, part] += scale · h[:, part] · b[part]ᵀ.
//
// x̃ is x, or, with dropout, what the part keeps of it: see operations.ts.
//
// x, dX (N, C); a, dA (H, C); b, dB (OC, R); h, dH (N, H); out, dOut (N, OC). Backward:
//   dH[:, part] = scale · dOut[:, part] · b[part],   dB[part] += dOut[:, part]ᵀ · scale · h[:, part],
//   dX += dH · a, where x was kept,   dA[part] += dH[:, part]ᵀ · x̃.
// The products are those of product.cpp; each thread owns blocks of the result.
#include "dropout.h"
#include "kernels.h"
#include "product.h"

namespace tpdne::KERNELS {

namespace {

constexpr int64_t PIECE = 1 << 13;

bool endsInOrder(Context& context, const int32_t* ends, int64_t M, int64_t OC) {
  int64_t last = 0;
  for (int64_t m = 0; m < M; m++) {
    if (ends[m] < last || (m == M - 1 && ends[m] != OC)) {
      context.fail("lowRank got %d as the end of part %lld, after %lld; the last is %lld, the number of columns.", ends[m],
                   static_cast<long long>(m), static_cast<long long>(last), static_cast<long long>(OC));
      return false;
    }
    last = ends[m];
  }
  return true;
}

// out = scale · x; out may be x.
void multiplyAll(Context& context, const float* x, int64_t elements, float scale, float* out) {
  inPieces(context, elements, PIECE, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) {
      store(out + first + i, load(x + first + i, lanes) * splat(scale), lanes);
    });
  });
}

// out (H, N) = scale · xᵀ of x (N, H).
void multiplyTransposed(Context& context, const float* x, int64_t N, int64_t H, float scale, float* out) {
  inParallel(context, H, [&](int64_t row, int) {
    for (int64_t n = 0; n < N; n++) out[row * N + n] = scale * x[n * H + row];
  });
}

// out (N, C) += xᵀ of x (C, N).
void addTransposed(Context& context, const float* x, int64_t N, int64_t C, float* out) {
  inPieces(context, N, PIECE / 32, [&](int64_t first, int64_t count, int) {
    for (int64_t n = first; n < first + count; n++) {
      for (int64_t c = 0; c < C; c++) out[n * C + c] += x[c * N + n];
    }
  });
}

// out = what the part keeps of x, or added to out; out may be x.
void keep(Context& context, const Dropout& part, const float* x, int64_t elements, bool adds, float* out) {
  inPieces(context, elements, PIECE, [&](int64_t first, int64_t count, int) {
    // Plain, so that the compiler makes vectors of integers of it.
    for (int64_t i = first; i < first + count; i++) {
      const float kept = part.of(i, x[i]);
      out[i] = adds ? out[i] + kept : kept;
    }
  });
}

// body(m, first column, columns)
template <class Body>
void overParts(const int32_t* ends, int64_t M, const Body& body) {
  for (int64_t m = 0; m < M; m++) {
    const int64_t first = m == 0 ? 0 : ends[m - 1];
    if (ends[m] > first) body(m, first, ends[m] - first);
  }
}

}  // namespace

void lowRank(Context& context, const Command& command) {
  const float *x, *a, *b;
  const int32_t* ends;
  float *h, *out;
  int64_t N, C, H, OC, R, M;
  float scale;
  double dropout;
  uint32_t draw;
  command.tensors(x, a, b, ends, h, out);
  command.dims(N, C, H, OC, R, M);
  command.scalars(scale, dropout, draw);
  if (!endsInOrder(context, ends, M, OC)) return;
  if (dropout == 0) {
    multiply(context, N, H, C, rowsOf(x, C), rowsOf(a, C).transposed(), overwriting(h, H));
  } else {
    float* kept = context.scratch(Scratch::RowGradients, SHARED, N * C);
    for (int64_t m = 0; m < M; m++) {
      keep(context, Dropout(dropout, draw, m), x, N * C, false, kept);
      multiply(context, N, R, C, rowsOf(kept, C), rowsOf(a + m * R * C, C).transposed(), overwriting(h + m * R, H));
    }
  }
  float* scaled = context.scratch(Scratch::Rows, SHARED, N * H);
  multiplyAll(context, h, N * H, scale, scaled);
  overParts(ends, M, [&](int64_t m, int64_t first, int64_t columns) {
    multiply(context, N, columns, R, rowsOf(scaled + m * R, H), rowsOf(b + first * R, R).transposed(),
             adding(out + first, OC));
  });
}

void lowRankBackward(Context& context, const Command& command) {
  const float *dOut, *x, *a, *b, *h;
  const int32_t* ends;
  float *dH, *dX, *dA, *dB;
  int64_t N, OC, C, H, R, M;
  float scale;
  double dropout;
  uint32_t draw;
  command.tensors(dOut, x, a, b, ends, h, dH, dX, dA, dB);
  command.dims(N, OC, C, H, R, M);
  command.scalars(scale, dropout, draw);
  if (!endsInOrder(context, ends, M, OC)) return;
  float* scaled = context.scratch(Scratch::Rows, SHARED, H * N);
  multiplyTransposed(context, h, N, H, scale, scaled);
  float* dBTransposed = context.scratch(Scratch::Partials, SHARED, R * OC);
  // Of a part without columns.
  for (int64_t i = 0; i < N * H; i++) dH[i] = 0.0f;
  overParts(ends, M, [&](int64_t m, int64_t first, int64_t columns) {
    const Matrix dPart = rowsOf(dOut + first, OC);
    multiply(context, N, R, columns, dPart, rowsOf(b + first * R, R), overwriting(dH + m * R, H));
    // Transposed, so that few rows are multiplied with dOut, which is then read in place.
    multiply(context, R, columns, N, rowsOf(scaled + m * R * N, N), dPart, overwriting(dBTransposed, columns));
    addTransposed(context, dBTransposed, columns, R, dB + first * R);
  });
  multiplyAll(context, dH, N * H, scale, dH);
  if (dropout == 0) {
    multiply(context, N, C, H, rowsOf(dH, H), rowsOf(a, C), adding(dX, C));
    multiply(context, H, C, N, rowsOf(dH, H).transposed(), rowsOf(x, C), adding(dA, C));
    return;
  }
  float* kept = context.scratch(Scratch::RowGradients, SHARED, N * C);
  for (int64_t m = 0; m < M; m++) {
    const Dropout part(dropout, draw, m);
    const Matrix dPart = rowsOf(dH + m * R, H);
    keep(context, part, x, N * C, false, kept);
    multiply(context, R, C, N, dPart.transposed(), rowsOf(kept, C), adding(dA + m * R * C, C));
    multiply(context, N, C, R, dPart, rowsOf(a + m * R * C, C), overwriting(kept, C));
    keep(context, part, kept, N * C, true, dX);
  }
}

}  // namespace tpdne::KERNELS
