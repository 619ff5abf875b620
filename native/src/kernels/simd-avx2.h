// 256-bit vectors with fused multiply-add: 16 registers, 12 of them for the tile's sums.
#pragma once

#include <immintrin.h>

namespace tpdne::KERNELS {

using Vector = __m256;
constexpr int LANES = 8;
constexpr int TILE_ROWS = 6;
constexpr int TILE_VECTORS = 2;

inline __m256i maskOf(Part part) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(part.lanes), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

inline Vector splat(float x) { return _mm256_set1_ps(x); }
inline Vector load(const float* p) { return _mm256_loadu_ps(p); }
inline Vector load(const float* p, Full) { return _mm256_loadu_ps(p); }
inline Vector load(const float* p, Part part) { return _mm256_maskload_ps(p, maskOf(part)); }
inline void store(float* p, Vector x) { _mm256_storeu_ps(p, x); }
inline void store(float* p, Vector x, Full) { _mm256_storeu_ps(p, x); }
inline void store(float* p, Vector x, Part part) { _mm256_maskstore_ps(p, maskOf(part), x); }

// The first numbers of LANES pairs as floats, or the second ones.
inline __m256i bitsOf(const Pair* p, Full) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
inline __m256i bitsOf(const Pair* p, Part part) {
  return _mm256_maskload_epi32(reinterpret_cast<const int*>(p), maskOf(part));
}
template <class Lanes>
inline Vector firstOf(const Pair* p, Lanes lanes) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(bitsOf(p, lanes), 16));
}
template <class Lanes>
inline Vector secondOf(const Pair* p, Lanes lanes) {
  return _mm256_castsi256_ps(_mm256_and_si256(bitsOf(p, lanes), _mm256_set1_epi32(-65536)));
}

// LANES whole numbers of 8 bits as floats.
inline Vector widen(const int8_t* p) {
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}

// The first lanes of x, `otherwise` in the rest.
inline Vector only(Vector x, Full, Vector) { return x; }
inline Vector only(Vector x, Part part, Vector otherwise) {
  return _mm256_blendv_ps(otherwise, x, _mm256_castsi256_ps(maskOf(part)));
}

// a * b + c, rounded once where the hardware does so.
inline Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
inline Vector larger(Vector a, Vector b) { return _mm256_max_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm256_min_ps(a, b); }
inline Vector squareRoot(Vector x) { return _mm256_sqrt_ps(x); }
inline Vector nearestInteger(Vector x) { return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// x * 2^n for whole n from -126 to 127.
inline Vector timesPowerOfTwo(Vector x, Vector n) {
  const __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
  return _mm256_mul_ps(x, _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23)));
}
// a < b ? yes : no, lane by lane.
inline Vector whereLess(Vector a, Vector b, Vector yes, Vector no) {
  return _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_LT_OQ));
}
inline float sumOf(Vector x) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}
inline float largestOf(Vector x) {
  __m128 half = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_max_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_max_ss(half, _mm_movehdup_ps(half)));
}
inline void prefetch(const void* p) { _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0); }

// Row i, lane j becomes row j, lane i.
inline void transpose(Vector (&rows)[LANES]) {
  __m256 fours[LANES];
  for (int i = 0; i < LANES; i += 4) {
    const __m256 a = _mm256_unpacklo_ps(rows[i], rows[i + 1]), b = _mm256_unpackhi_ps(rows[i], rows[i + 1]);
    const __m256 c = _mm256_unpacklo_ps(rows[i + 2], rows[i + 3]), d = _mm256_unpackhi_ps(rows[i + 2], rows[i + 3]);
    fours[i] = _mm256_shuffle_ps(a, c, 0x44);
    fours[i + 1] = _mm256_shuffle_ps(a, c, 0xee);
    fours[i + 2] = _mm256_shuffle_ps(b, d, 0x44);
    fours[i + 3] = _mm256_shuffle_ps(b, d, 0xee);
  }
  for (int i = 0; i < 4; i++) {
    rows[i] = _mm256_permute2f128_ps(fours[i], fours[4 + i], 0x20);
    rows[4 + i] = _mm256_permute2f128_ps(fours[i], fours[4 + i], 0x31);
  }
}

}  // namespace tpdne::KERNELS
