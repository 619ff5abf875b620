// 128-bit vectors of WebAssembly. On most processors V8 has 15 registers for them: a tile of 6 x 2 vectors is half as fast,
// since sums go to memory and back in each step, and so is one of 3 x 3 without relaxed SIMD, which is no faster with it. With
// relaxed SIMD a multiply-add is one instruction where the processor has it.
#pragma once

#include <wasm_simd128.h>

namespace tpdne::KERNELS {

using Vector = __f32x4;
constexpr int LANES = 4;
constexpr int TILE_ROWS = 4;
constexpr int TILE_VECTORS = 2;

inline Vector splat(float x) { return wasm_f32x4_splat(x); }
inline Vector load(const float* p) { return wasm_v128_load(p); }
inline Vector load(const float* p, Full) { return wasm_v128_load(p); }
inline v128_t bitsAt(const void* p, Part part) {
  const char* from = static_cast<const char*>(p);
  switch (part.lanes) {
    case 0: return wasm_i32x4_const_splat(0);
    case 1: return wasm_v128_load32_zero(from);
    case 2: return wasm_v128_load64_zero(from);
    case 3: return wasm_v128_load32_lane(from + 8, wasm_v128_load64_zero(from), 2);
    default: return wasm_v128_load(from);
  }
}
inline Vector load(const float* p, Part part) { return bitsAt(p, part); }
inline void store(float* p, Vector x) { wasm_v128_store(p, x); }
inline void store(float* p, Vector x, Full) { wasm_v128_store(p, x); }
inline void store(float* p, Vector x, Part part) {
  switch (part.lanes) {
    case 0: return;
    case 1: wasm_v128_store32_lane(p, x, 0); return;
    case 3: wasm_v128_store32_lane(p + 2, x, 2); [[fallthrough]];
    case 2: wasm_v128_store64_lane(p, x, 0); return;
    default: wasm_v128_store(p, x);
  }
}

// The first numbers of LANES pairs as floats, or the second ones.
inline v128_t bitsOf(const Pair* p, Full) { return wasm_v128_load(p); }
inline v128_t bitsOf(const Pair* p, Part part) { return bitsAt(p, part); }
template <class Lanes>
inline Vector firstOf(const Pair* p, Lanes lanes) {
  return wasm_i32x4_shl(bitsOf(p, lanes), 16);
}
template <class Lanes>
inline Vector secondOf(const Pair* p, Lanes lanes) {
  return wasm_v128_and(bitsOf(p, lanes), wasm_i32x4_const_splat(-65536));
}

// LANES whole numbers of 8 bits as floats.
inline Vector widen(const int8_t* p) {
  return wasm_f32x4_convert_i32x4(wasm_i32x4_extend_low_i16x8(wasm_i16x8_extend_low_i8x16(wasm_v128_load32_zero(p))));
}

// mask ? yes : no, where all bits of a lane of the mask are the same.
inline Vector choose(v128_t mask, Vector yes, Vector no) {
#if defined(__wasm_relaxed_simd__)
  return wasm_i32x4_relaxed_laneselect(yes, no, mask);
#else
  return wasm_v128_bitselect(yes, no, mask);
#endif
}

// The first lanes of x, `otherwise` in the rest.
inline Vector only(Vector x, Full, Vector) { return x; }
inline Vector only(Vector x, Part part, Vector otherwise) {
  return choose(wasm_i32x4_lt(wasm_i32x4_const(0, 1, 2, 3), wasm_i32x4_splat(part.lanes)), x, otherwise);
}

// a * b + c, rounded once where the hardware does so.
inline Vector multiplyAdd(Vector a, Vector b, Vector c) {
#if defined(__wasm_relaxed_simd__)
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return a * b + c;
#endif
}
inline Vector larger(Vector a, Vector b) { return wasm_f32x4_pmax(b, a); }
inline Vector smaller(Vector a, Vector b) { return wasm_f32x4_pmin(b, a); }
inline Vector squareRoot(Vector x) { return wasm_f32x4_sqrt(x); }
inline Vector nearestInteger(Vector x) { return wasm_f32x4_nearest(x); }
// x * 2^n for whole n from -126 to 127. Added to 1.5 * 2^23, n is in the lowest bits of the sum.
inline Vector timesPowerOfTwo(Vector x, Vector n) {
  const v128_t whole = wasm_i32x4_add(n + splat(12582912.0f), wasm_i32x4_const_splat(127));
  return x * static_cast<Vector>(wasm_i32x4_shl(whole, 23));
}
// a < b ? yes : no, lane by lane.
inline Vector whereLess(Vector a, Vector b, Vector yes, Vector no) { return choose(wasm_f32x4_lt(a, b), yes, no); }
inline float sumOf(Vector x) { return (x[0] + x[2]) + (x[1] + x[3]); }
inline float largestOf(Vector x) {
  const float a = x[0] > x[2] ? x[0] : x[2], b = x[1] > x[3] ? x[1] : x[3];
  return a > b ? a : b;
}
inline void prefetch(const void*) {}

// Row i, lane j becomes row j, lane i.
inline void transpose(Vector (&rows)[LANES]) {
  const v128_t a = wasm_i32x4_shuffle(rows[0], rows[1], 0, 4, 1, 5), b = wasm_i32x4_shuffle(rows[0], rows[1], 2, 6, 3, 7);
  const v128_t c = wasm_i32x4_shuffle(rows[2], rows[3], 0, 4, 1, 5), d = wasm_i32x4_shuffle(rows[2], rows[3], 2, 6, 3, 7);
  rows[0] = wasm_i64x2_shuffle(a, c, 0, 2);
  rows[1] = wasm_i64x2_shuffle(a, c, 1, 3);
  rows[2] = wasm_i64x2_shuffle(b, d, 0, 2);
  rows[3] = wasm_i64x2_shuffle(b, d, 1, 3);
}

}  // namespace tpdne::KERNELS
