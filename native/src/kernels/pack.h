// Rearranging an operand for tile.h: a panel holds WIDTH rows (or columns) side by side, step after step.
#pragma once

#include "simd.h"

namespace tpdne::KERNELS {

// panel[step * WIDTH + i] = data[i * stride + step] for i < WIDTH: rows become columns, four by four.
template <int WIDTH>
inline void packAcross(const float* data, int64_t stride, int64_t steps, float* panel) {
  int64_t step = 0;
  for (; step + 4 <= steps; step += 4) {
    int i = 0;
    for (; i + 4 <= WIDTH; i += 4) transposeFour(data + i * stride + step, stride, panel + step * WIDTH + i, WIDTH);
    for (; i < WIDTH; i++) {
      for (int j = 0; j < 4; j++) panel[(step + j) * WIDTH + i] = data[i * stride + step + j];
    }
  }
  for (; step < steps; step++) {
    for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = data[i * stride + step];
  }
}

// panel[step * WIDTH + i] = data[i + step * stepStride] for i < WIDTH.
template <int WIDTH>
inline void packAlong(const float* data, int64_t stepStride, int64_t steps, float* panel) {
  for (int64_t step = 0; step < steps; step++) {
    for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = data[step * stepStride + i];
  }
}

// panel[step * WIDTH + i] = data[i * stride + step * stepStride] for i < count, 0 for the rest; one stride is 1.
template <int WIDTH>
inline void packPanel(const float* data, int64_t stride, int64_t stepStride, int64_t count, int64_t steps,
                      float* panel) {
  if (count == WIDTH && stride == 1) {
    packAlong<WIDTH>(data, stepStride, steps, panel);
  } else if (count == WIDTH) {
    packAcross<WIDTH>(data, stride, steps, panel);
  } else {
    for (int64_t step = 0; step < steps; step++) {
      for (int i = 0; i < WIDTH; i++) panel[step * WIDTH + i] = i < count ? data[i * stride + step * stepStride] : 0.0f;
    }
  }
}

// Panels of `count` rows over all steps, a few steps of every panel at a time: neighbouring panels share cache lines.
template <int WIDTH>
inline void packPanels(const float* data, int64_t stride, int64_t stepStride, int64_t count, int64_t steps,
                       float* panels) {
  constexpr int64_t STEPS = 64;
  for (int64_t step = 0; step < steps; step += STEPS) {
    for (int64_t i = 0; i < count; i += WIDTH) {
      packPanel<WIDTH>(data + i * stride + step * stepStride, stride, stepStride, smallest(WIDTH, count - i),
                       smallest(STEPS, steps - step), panels + i * steps + step * WIDTH);
    }
  }
}

}  // namespace tpdne::KERNELS
