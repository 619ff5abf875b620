// 128-bit vectors of ARM's 64-bit cores: 32 registers, 24 of them for the tile's sums.
#pragma once

#include <arm_neon.h>

namespace tpdne::KERNELS {

using Vector = float32x4_t;
constexpr int LANES = 4;
constexpr int TILE_ROWS = 8;
constexpr int TILE_VECTORS = 3;

inline Vector splat(float x) { return vdupq_n_f32(x); }
inline Vector load(const float* p) { return vld1q_f32(p); }
inline Vector load(const float* p, Full) { return vld1q_f32(p); }
inline Vector load(const float* p, Part part) {
  float lanes[LANES] = {};
  for (int i = 0; i < part.lanes; i++) lanes[i] = p[i];
  return vld1q_f32(lanes);
}
inline void store(float* p, Vector x) { vst1q_f32(p, x); }
inline void store(float* p, Vector x, Full) { vst1q_f32(p, x); }
inline void store(float* p, Vector x, Part part) {
  float lanes[LANES];
  vst1q_f32(lanes, x);
  for (int i = 0; i < part.lanes; i++) p[i] = lanes[i];
}

// The first numbers of LANES pairs as floats, or the second ones.
inline uint32x4_t bitsOf(const Pair* p, Full) { return vld1q_u32(&p->bits); }
inline uint32x4_t bitsOf(const Pair* p, Part part) {
  uint32_t lanes[LANES] = {};
  for (int i = 0; i < part.lanes; i++) lanes[i] = p[i].bits;
  return vld1q_u32(lanes);
}
template <class Lanes>
inline Vector firstOf(const Pair* p, Lanes lanes) {
  return vreinterpretq_f32_u32(vshlq_n_u32(bitsOf(p, lanes), 16));
}
template <class Lanes>
inline Vector secondOf(const Pair* p, Lanes lanes) {
  return vreinterpretq_f32_u32(vandq_u32(bitsOf(p, lanes), vdupq_n_u32(0xffff0000)));
}

// LANES whole numbers of 8 bits as floats.
inline Vector widen(const int8_t* p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(vreinterpret_s8_s32(vdup_n_s32(four))))));
}

// The first lanes of x, `otherwise` in the rest.
inline Vector only(Vector x, Full, Vector) { return x; }
inline Vector only(Vector x, Part part, Vector otherwise) {
  const uint32x4_t index = {0, 1, 2, 3};
  return vbslq_f32(vcltq_u32(index, vdupq_n_u32(static_cast<uint32_t>(part.lanes))), x, otherwise);
}

// a * b + c, rounded once where the hardware does so.
inline Vector multiplyAdd(Vector a, Vector b, Vector c) { return vfmaq_f32(c, a, b); }
inline Vector larger(Vector a, Vector b) { return vmaxq_f32(a, b); }
inline Vector smaller(Vector a, Vector b) { return vminq_f32(a, b); }
inline Vector squareRoot(Vector x) { return vsqrtq_f32(x); }
inline Vector nearestInteger(Vector x) { return vrndnq_f32(x); }
// x * 2^n for whole n from -126 to 127.
inline Vector timesPowerOfTwo(Vector x, Vector n) {
  const int32x4_t exponent = vaddq_s32(vcvtnq_s32_f32(n), vdupq_n_s32(127));
  return vmulq_f32(x, vreinterpretq_f32_s32(vshlq_n_s32(exponent, 23)));
}
// a < b ? yes : no, lane by lane.
inline Vector whereLess(Vector a, Vector b, Vector yes, Vector no) { return vbslq_f32(vcltq_f32(a, b), yes, no); }
inline float sumOf(Vector x) { return vaddvq_f32(x); }
inline float largestOf(Vector x) { return vmaxvq_f32(x); }
inline void prefetch(const void* p) { __builtin_prefetch(p); }

// Row i, lane j becomes row j, lane i: neighbours by ones, then by twos.
inline void transpose(Vector (&rows)[LANES]) {
  const float64x2_t a = vreinterpretq_f64_f32(vtrn1q_f32(rows[0], rows[1]));
  const float64x2_t b = vreinterpretq_f64_f32(vtrn2q_f32(rows[0], rows[1]));
  const float64x2_t c = vreinterpretq_f64_f32(vtrn1q_f32(rows[2], rows[3]));
  const float64x2_t d = vreinterpretq_f64_f32(vtrn2q_f32(rows[2], rows[3]));
  rows[0] = vreinterpretq_f32_f64(vtrn1q_f64(a, c));
  rows[1] = vreinterpretq_f32_f64(vtrn1q_f64(b, d));
  rows[2] = vreinterpretq_f32_f64(vtrn2q_f64(a, c));
  rows[3] = vreinterpretq_f32_f64(vtrn2q_f64(b, d));
}

#if defined(__ARM_FEATURE_BF16_VECTOR_ARITHMETIC)
#define TPDNE_BFLOAT16

using Pairs = bfloat16x8_t;

inline Pairs pairsOfBits(Vector x) { return vreinterpretq_bf16_f32(x); }
inline Vector bitsOf(Pairs x) { return vreinterpretq_f32_bf16(x); }

// One for all lanes stays in one lane: multiplyAdd takes it from there.
inline bfloat16x4_t splat(Pair x) { return vreinterpret_bf16_u32(vset_lane_u32(x.bits, vdup_n_u32(0), 0)); }
inline Pairs load(const Pair* p) { return pairsOfBits(load(reinterpret_cast<const float*>(p))); }
template <class Lanes>
inline Pairs load(const Pair* p, Lanes lanes) {
  return pairsOfBits(load(reinterpret_cast<const float*>(p), lanes));
}
inline void store(Pair* p, Pairs x) { store(reinterpret_cast<float*>(p), bitsOf(x)); }
template <class Lanes>
inline void store(Pair* p, Pairs x, Lanes lanes) {
  store(reinterpret_cast<float*>(p), bitsOf(x), lanes);
}

// c + (a.first · b.first + a.second · b.second). Both sums are rounded, not to the nearest but, where they are not
// exact, to the neighbour whose last bit is 1: off by less than one unit in the last place, up as often as down.
inline Vector multiplyAdd(bfloat16x4_t a, Pairs b, Vector c) { return vbfdotq_lane_f32(c, b, a, 0); }
inline Vector multiplyAdd(Pairs a, Pairs b, Vector c) { return vbfdotq_f32(c, a, b); }

// Rounded to the nearest, ties to even. 2 * LANES numbers in order:
inline Pairs pairsOf(Vector first, Vector next) { return vcvtq_high_bf16_f32(vcvtq_low_bf16_f32(first), next); }
// Lane by lane (a, b):
inline Pairs pairUp(Vector a, Vector b) {
  const uint16x8_t first = vreinterpretq_u16_bf16(vcvtq_low_bf16_f32(a));
  return vreinterpretq_bf16_u16(vzip1q_u16(first, vreinterpretq_u16_bf16(vcvtq_low_bf16_f32(b))));
}

inline void transpose(Pairs (&rows)[LANES]) {
  Vector bits[LANES];
#pragma GCC unroll 4
  for (int i = 0; i < LANES; i++) bits[i] = bitsOf(rows[i]);
  transpose(bits);
#pragma GCC unroll 4
  for (int i = 0; i < LANES; i++) rows[i] = pairsOfBits(bits[i]);
}

#endif

}  // namespace tpdne::KERNELS
