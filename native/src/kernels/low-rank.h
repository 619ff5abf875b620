// The forward of LoRA beside a layer: see low-rank.cpp.
#pragma once

#include "product.h"

namespace tpdne::KERNELS {

// Tensors and numbers of `linearAdapted`, named as there.
struct LowRank {
  const float *x, *a, *b;
  const int32_t* ends;
  float* h;
  int64_t H, R, M;
  float scale;
  double dropout;
  uint32_t draw;
};

// Whether the parts' ends rise to the number of columns; else the kernel fails.
bool endsInOrder(Context& context, const char* operation, const int32_t* ends, int64_t M, int64_t OC);

// h[:, part] = x̃ · a[part]ᵀ
void lowRankInner(Context& context, const LowRank& layer, int64_t N, int64_t C);

// out[:, part] += scale · h[:, part] · b[part]ᵀ, now or, with the same bits, block by block with another product: where the parts
// end as Addend asks.
void addLowRank(Context& context, const LowRank& layer, int64_t N, int64_t OC, float* out);
bool canBeAddend(const LowRank& layer);
Addend packLowRank(Context& context, const LowRank& layer, int64_t N, int64_t OC);

}  // namespace tpdne::KERNELS
