// The vector of the instruction set that this file is compiled for. Every kernel is written once against these
// few functions and compiled once per instruction set, each in its own namespace: nothing of one may be
// linked into another, or a machine would meet instructions that it does not have. For the same reason kernels
// use no templates of the standard library.
//
// Each header gives: Vector (LANES floats), the size of the register tile of the matrix product (TILE_ROWS x
// TILE_VECTORS vectors), and the functions below it. `Full` and `Part` say how many lanes a load or store touches.
// larger(a, b) and smaller(a, b) keep a NaN that is given second.
//
// firstOf and secondOf widen numbers of LANES Pairs in memory to floats. Where the hardware multiplies bfloat16 numbers
// (TPDNE_BFLOAT16), also: Pairs, LANES of them in a register, and the functions of a product.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(TPDNE_PLAIN)
#define KERNELS plain
#elif defined(__AVX512BF16__)
#define KERNELS avx512bf16
#elif defined(__AVX512F__)
#define KERNELS avx512
#elif defined(__AVX2__) && defined(__FMA__)
#define KERNELS avx2
#elif defined(__ARM_FEATURE_BF16_VECTOR_ARITHMETIC)
#define KERNELS neonbf16
#elif defined(__ARM_NEON)
#define KERNELS neon
#elif defined(__wasm_relaxed_simd__)
#define KERNELS wasmrelaxed
#elif defined(__wasm_simd128__)
#define KERNELS wasm
#else
#error "No vectors for this instruction set: compile with TPDNE_PLAIN."
#endif

namespace tpdne::KERNELS {

struct Full {};
struct Part {
  int lanes;
};

// Two bfloat16 numbers that follow one another along the axis of a sum, the first in the lower half. Its memory is
// also loaded and stored as vectors of floats.
struct __attribute__((may_alias)) Pair {
  uint32_t bits;
};

}  // namespace tpdne::KERNELS

#if defined(TPDNE_PLAIN)
#include "simd-plain.h"
#elif defined(__AVX512F__)
#include "simd-avx512.h"
#elif defined(__AVX2__)
#include "simd-avx2.h"
#elif defined(__wasm_simd128__)
#include "simd-wasm.h"
#else
#include "simd-neon.h"
#endif

namespace tpdne::KERNELS {

#if defined(TPDNE_BFLOAT16)
constexpr bool HAS_BFLOAT16 = true;
#else
constexpr bool HAS_BFLOAT16 = false;
#endif

// A number that is known when compiling, as an argument.
template <int COUNT>
struct Count {
  static constexpr int value = COUNT;
};

// body(first, lanes) for each vector of `elements` elements; `lanes` is Full, or Part for the last.
template <class Body>
inline void overVectors(int64_t elements, Body body) {
  int64_t first = 0;
  for (; first + LANES <= elements; first += LANES) body(first, Full{});
  if (first < elements) body(first, Part{static_cast<int>(elements - first)});
}

// A cache line of most processors, in floats and, at least one, in vectors.
constexpr int LINE = 16;
constexpr int LINE_VECTORS = LANES < LINE ? LINE / LANES : 1;

inline int64_t smallest(int64_t a, int64_t b) { return a < b ? a : b; }
inline int64_t largest(int64_t a, int64_t b) { return a > b ? a : b; }
inline int64_t ceilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }
inline int64_t roundUp(int64_t a, int64_t multiple) { return ceilDivide(a, multiple) * multiple; }

}  // namespace tpdne::KERNELS
