// What dropout keeps of some elements: see the operation lowRank in operations.ts.
#pragma once

#include "kernel.h"

namespace tpdne::KERNELS {

// As in src/engine/random.ts.
inline uint32_t mix(uint32_t z) {
  z = (z ^ (z >> 16)) * 0x21f0aaadu;
  z = (z ^ (z >> 15)) * 0x735a2d97u;
  return z ^ (z >> 15);
}

class Dropout {
 public:
  // Of part m, in this draw.
  Dropout(double share, uint32_t draw, int64_t m)
      : factor_(static_cast<float>(1 / (1 - share))),
        least_(static_cast<uint32_t>(share * 4294967296.0)),
        key_(mix(draw + static_cast<uint32_t>(m + 1) * GOLDEN)),
        second_(mix(key_ + GOLDEN)) {}

  // What is kept of element i, whose value is x.
  float of(int64_t i, float x) const {
    return mix(mix(static_cast<uint32_t>(i) + key_) ^ second_) >= least_ ? x * factor_ : 0.0f;
  }

 private:
  static constexpr uint32_t GOLDEN = 0x9e3779b9u;
  const float factor_;
  const uint32_t least_, key_, second_;
};

}  // namespace tpdne::KERNELS
