// Sums along the rows of a norm, and over its rows.
#pragma once

#include "kernel.h"

namespace tpdne::KERNELS {

// Σ term(i, lanes) over C elements.
template <class Term>
inline float sumOver(int64_t C, Term term) {
  Vector sum = splat(0.0f);
  overVectors(C, [&](int64_t i, auto lanes) { sum = sum + only(term(i, lanes), lanes, splat(0.0f)); });
  return sumOf(sum);
}

constexpr int64_t SUMMED_COLUMNS = 256;

// total[i] += Σ_blocks partials[block][i]; a thread owns columns.
inline void addPartials(Context& context, const float* partials, int64_t blocks, int64_t stride, int64_t C, float* total) {
  if (!total) return;
  inPieces(context, C, SUMMED_COLUMNS, [&](int64_t first, int64_t count, int) {
    overVectors(count, [&](int64_t i, auto lanes) {
      Vector sum = splat(0.0f);
      for (int64_t block = 0; block < blocks; block++) sum = sum + load(partials + block * stride + first + i, lanes);
      store(total + first + i, load(total + first + i, lanes) + sum, lanes);
    });
  });
}

}  // namespace tpdne::KERNELS
