// 512-bit vectors: 32 registers, 16 of them for the tile's sums.
#pragma once

#include <immintrin.h>

namespace tpdne::KERNELS {

using Vector = __m512;
constexpr int LANES = 16;
constexpr int TILE_ROWS = 8;
constexpr int TILE_VECTORS = 2;

inline __mmask16 maskOf(Part part) { return static_cast<__mmask16>((1u << part.lanes) - 1); }

inline Vector splat(float x) { return _mm512_set1_ps(x); }
inline Vector load(const float* p) { return _mm512_loadu_ps(p); }
inline Vector load(const float* p, Full) { return _mm512_loadu_ps(p); }
inline Vector load(const float* p, Part part) { return _mm512_maskz_loadu_ps(maskOf(part), p); }
inline void store(float* p, Vector x) { _mm512_storeu_ps(p, x); }
inline void store(float* p, Vector x, Full) { _mm512_storeu_ps(p, x); }
inline void store(float* p, Vector x, Part part) { _mm512_mask_storeu_ps(p, maskOf(part), x); }

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

// Four rows of four become four columns: out[j * outStride + i] = data[i * stride + j].
inline void transposeFour(const float* data, int64_t stride, float* out, int64_t outStride) {
  __m128 a = _mm_loadu_ps(data), b = _mm_loadu_ps(data + stride);
  __m128 c = _mm_loadu_ps(data + 2 * stride), d = _mm_loadu_ps(data + 3 * stride);
  _MM_TRANSPOSE4_PS(a, b, c, d);
  _mm_storeu_ps(out, a);
  _mm_storeu_ps(out + outStride, b);
  _mm_storeu_ps(out + 2 * outStride, c);
  _mm_storeu_ps(out + 3 * outStride, d);
}

}  // namespace tpdne::KERNELS
