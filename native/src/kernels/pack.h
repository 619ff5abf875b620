// Rearranging an operand for tile.h: a panel holds WIDTH rows (or columns) side by side, step after step.
#pragma once

#include "simd.h"

namespace tpdne::KERNELS {

// panel[step * WIDTH + i] = data[i * stride + step * stepStride] for i < count, 0 for the rest.
template <int WIDTH>
inline void packPanel(const float* data, int64_t stride, int64_t stepStride, int64_t count, int64_t steps,
                      float* panel) {
  if (count == WIDTH && stride == 1) {
    for (int64_t step = 0; step < steps; step++) {
      for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = data[step * stepStride + i];
    }
  } else if (count == WIDTH) {
    for (int64_t step = 0; step < steps; step++) {
      for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = data[i * stride + step * stepStride];
    }
  } else {
    for (int64_t step = 0; step < steps; step++) {
      for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = i < count ? data[i * stride + step * stepStride] : 0.0f;
    }
  }
}

}  // namespace tpdne::KERNELS
