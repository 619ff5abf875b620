// What the attention kernels share: where a head's rows lie.
#pragma once

#include "exponential.h"
#include "kernels.h"
#include "product.h"

namespace tpdne::KERNELS {

// One head of one text: T rows of HS floats, `stride` floats apart.
struct HeadRows {
  const float* data;
  int64_t stride;

  Matrix matrix() const { return {data, stride, 1}; }
  HeadRows from(int64_t row) const { return {data + row * stride, stride}; }
};

inline float attentionScale(int64_t HS) { return 1.0f / __builtin_sqrtf(static_cast<float>(HS)); }

}  // namespace tpdne::KERNELS
