// e^x for a vector: x = n ln 2 + r with |r| <= ln 2 / 2, and e^r by its Taylor polynomial of degree 7, whose
// remainder r^8/8! is below 6e-9. Relative error at most 2e-7 (two units in the last place) from -87 to 88;
// 0 below, e^88 above, NaN stays NaN.
#pragma once

#include "simd.h"

namespace tpdne::KERNELS {

inline Vector exponential(Vector x) {
  const Vector lowest = splat(-87.0f);
  const Vector clamped = smaller(splat(88.0f), larger(lowest, x));
  const Vector n = nearestInteger(clamped * splat(1.44269504f));
  // ln 2 in two parts; the first has few enough bits that n times it is exact.
  const Vector r = multiplyAdd(n, splat(-1.42860682e-6f), multiplyAdd(n, splat(-0.693145752f), clamped));
  Vector power = splat(1.0f / 5040);
  power = multiplyAdd(power, r, splat(1.0f / 720));
  power = multiplyAdd(power, r, splat(1.0f / 120));
  power = multiplyAdd(power, r, splat(1.0f / 24));
  power = multiplyAdd(power, r, splat(1.0f / 6));
  power = multiplyAdd(power, r, splat(0.5f));
  power = multiplyAdd(power, r, splat(1.0f));
  power = multiplyAdd(power, r, splat(1.0f));
  return whereLess(x, lowest, splat(0.0f), timesPowerOfTwo(power, n));
}

// 1 / (1 + power) for a power of e from above. 0 where it is below 2^-126 and not a normal number: WebAssembly has no way to
// flush those, which times the cube of a large x are far from nothing.
inline Vector logisticOf(Vector power) {
  return whereLess(splat(0x1p126f), power, splat(0.0f), splat(1.0f) / (splat(1.0f) + power));
}

}  // namespace tpdne::KERNELS
