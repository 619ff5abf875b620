// 512-bit vectors: 32 registers, 24 of them for the tile's sums.
#pragma once

#include <immintrin.h>

namespace tpdne::KERNELS {

using Vector = __m512;
constexpr int LANES = 16;
constexpr int TILE_ROWS = 12;
constexpr int TILE_VECTORS = 2;

inline __mmask16 maskOf(Part part) { return static_cast<__mmask16>((1u << part.lanes) - 1); }

inline Vector splat(float x) { return _mm512_set1_ps(x); }
inline Vector load(const float* p) { return _mm512_loadu_ps(p); }
inline Vector load(const float* p, Full) { return _mm512_loadu_ps(p); }
inline Vector load(const float* p, Part part) { return _mm512_maskz_loadu_ps(maskOf(part), p); }
inline void store(float* p, Vector x) { _mm512_storeu_ps(p, x); }
inline void store(float* p, Vector x, Full) { _mm512_storeu_ps(p, x); }
inline void store(float* p, Vector x, Part part) { _mm512_mask_storeu_ps(p, maskOf(part), x); }

// The first numbers of LANES pairs as floats, or the second ones.
inline __m512i bitsOf(const Pair* p, Full) { return _mm512_loadu_si512(p); }
inline __m512i bitsOf(const Pair* p, Part part) { return _mm512_maskz_loadu_epi32(maskOf(part), p); }
template <class Lanes>
inline Vector firstOf(const Pair* p, Lanes lanes) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(bitsOf(p, lanes), 16));
}
template <class Lanes>
inline Vector secondOf(const Pair* p, Lanes lanes) {
  return _mm512_castsi512_ps(_mm512_and_si512(bitsOf(p, lanes), _mm512_set1_epi32(-65536)));
}

// LANES whole numbers of 8 bits as floats.
inline Vector widen(const int8_t* p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
}

// The first lanes of x, `otherwise` in the rest.
inline Vector only(Vector x, Full, Vector) { return x; }
inline Vector only(Vector x, Part part, Vector otherwise) { return _mm512_mask_mov_ps(otherwise, maskOf(part), x); }

// a * b + c, rounded once where the hardware does so.
inline Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
inline Vector larger(Vector a, Vector b) { return _mm512_max_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm512_min_ps(a, b); }
inline Vector squareRoot(Vector x) { return _mm512_sqrt_ps(x); }
inline Vector nearestInteger(Vector x) {
  return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
// x * 2^n for whole n from -126 to 127.
inline Vector timesPowerOfTwo(Vector x, Vector n) { return _mm512_scalef_ps(x, n); }
// a < b ? yes : no, lane by lane.
inline Vector whereLess(Vector a, Vector b, Vector yes, Vector no) {
  return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), no, yes);
}
inline float sumOf(Vector x) {
  const __m256 half = _mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps(x, 1));
  __m128 quarter = _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
  quarter = _mm_add_ps(quarter, _mm_movehl_ps(quarter, quarter));
  return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_movehdup_ps(quarter)));
}
inline float largestOf(Vector x) { return _mm512_reduce_max_ps(x); }
inline void prefetch(const void* p) { _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0); }

// Row i, lane j becomes row j, lane i: neighbours first by ones and twos within quarters, then whole quarters.
inline void transpose(__m512i (&rows)[LANES]) {
  __m512i twos[LANES], fours[LANES];
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i += 2) {
    twos[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    twos[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i += 4) {
    fours[i] = _mm512_unpacklo_epi64(twos[i], twos[i + 2]);
    fours[i + 1] = _mm512_unpackhi_epi64(twos[i], twos[i + 2]);
    fours[i + 2] = _mm512_unpacklo_epi64(twos[i + 1], twos[i + 3]);
    fours[i + 3] = _mm512_unpackhi_epi64(twos[i + 1], twos[i + 3]);
  }
#pragma GCC unroll 16
  for (int j = 0; j < 4; j++) {
    const __m512i even = _mm512_shuffle_i32x4(fours[j], fours[4 + j], 0x88);
    const __m512i odd = _mm512_shuffle_i32x4(fours[j], fours[4 + j], 0xdd);
    const __m512i laterEven = _mm512_shuffle_i32x4(fours[8 + j], fours[12 + j], 0x88);
    const __m512i laterOdd = _mm512_shuffle_i32x4(fours[8 + j], fours[12 + j], 0xdd);
    rows[j] = _mm512_shuffle_i32x4(even, laterEven, 0x88);
    rows[4 + j] = _mm512_shuffle_i32x4(odd, laterOdd, 0x88);
    rows[8 + j] = _mm512_shuffle_i32x4(even, laterEven, 0xdd);
    rows[12 + j] = _mm512_shuffle_i32x4(odd, laterOdd, 0xdd);
  }
}
inline void transpose(Vector (&rows)[LANES]) {
  __m512i bits[LANES];
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) bits[i] = _mm512_castps_si512(rows[i]);
  transpose(bits);
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) rows[i] = _mm512_castsi512_ps(bits[i]);
}

#if defined(__AVX512BF16__)
#define TPDNE_BFLOAT16

using Pairs = __m512i;

inline Pairs splat(Pair x) { return _mm512_set1_epi32(static_cast<int>(x.bits)); }
inline Pairs load(const Pair* p) { return _mm512_loadu_si512(p); }
inline Pairs load(const Pair* p, Full) { return load(p); }
inline Pairs load(const Pair* p, Part part) { return _mm512_maskz_loadu_epi32(maskOf(part), p); }
inline void store(Pair* p, Pairs x) { _mm512_storeu_si512(p, x); }
inline void store(Pair* p, Pairs x, Full) { store(p, x); }
inline void store(Pair* p, Pairs x, Part part) { _mm512_mask_storeu_epi32(p, maskOf(part), x); }

// c + a.second · b.second + a.first · b.first, in this order, each product added with one rounding.
inline Vector multiplyAdd(Pairs a, Pairs b, Vector c) { return _mm512_dpbf16_ps(c, (__m512bh)a, (__m512bh)b); }

// Rounded to the nearest, ties to even. 2 * LANES numbers in order:
inline Pairs pairsOf(Vector first, Vector next) { return (__m512i)_mm512_cvtne2ps_pbh(next, first); }
// Lane by lane (a, b):
inline Pairs pairUp(Vector a, Vector b) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21,
                                         5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(order, pairsOf(a, b));
}

#endif

}  // namespace tpdne::KERNELS
